import Tables

/// How one column of the file is parsed in one pass.
enum ColumnPlan: Equatable {
  /// Not looked at.
  case skip
  /// Numbers; texts are counted when this is only a guess, bad cells otherwise.
  case number(isGuess: Bool)
  case boolean
  case category
  case text
  case hash
  /// Must have no values: the column behind a delimiter at the end of the header.
  case nothing

  init(_ wish: ColumnWish) {
    self =
      switch wish {
      case .infer: .number(isGuess: true)
      case .number: .number(isGuess: false)
      case .boolean: .boolean
      case .category: .category
      case .text: .text
      case .hash: .hash
      case .skip: .skip
      }
  }
}

/// What one pass needs to know about the file.
struct PassPlan: Sendable {
  var delimiter: UInt8
  var columns: [ColumnPlan]
  /// The header line's bytes, to find it again further down.
  var headerBytes: [UInt8]
  var options: CSVOptions
  /// Whether rows that cannot be read are returned.
  var setsAside: Bool { options.onBadRow != .stop }
}

extension ColumnPlan: Sendable {}
