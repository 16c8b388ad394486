public import Features
public import Models
public import Tables

/// Standard errors of the log-odds of scored rows, by the delta method from the model's stored covariance.
///
///     se² = xᵀ·C·x, x the row's terms with 1 for the intercept
///
/// They tell how well the training rows pin the coefficients down, and nothing of a model that is wrong. A row has none
/// where one of its terms has none: where separation leaves no finite estimate.
public struct LogitErrors: Sendable {
  /// How the covariance was made.
  public let kind: TermCovariance.Kind
  private let covariance: TermCovariance
  private let features: [Blueprint.Feature]
  /// Row of the covariance by term.
  private let rowOfTerm: [ErrorRow]

  /// z of a 95 % interval.
  public static let z95 = 1.959963984540054

  /// Prepares a model; `nil` when it keeps no covariance, or none of its intercept.
  public init?(_ model: TrainedModel) {
    guard let covariance = model.covariance, covariance.places.first == 0 else { return nil }
    self.covariance = covariance
    kind = covariance.kind
    features = model.blueprint.features
    var rows = model.terms.map { $0.droppedReason == nil ? ErrorRow.unknown : .nothing }
    for (row, place) in covariance.places.enumerated() where place > 0 { rows[place - 1] = .row(row) }
    rowOfTerm = rows
  }

  /// Standard errors, one per row; NaN where there is none.
  ///
  /// - Throws: `.missingColumns`, `.wrongType`, as scoring does.
  /// - Complexity: O(rows · features²).
  public func standardErrors(of table: Table) throws(FeatureError) -> [Double] {
    var sources: [ErrorSource] = []
    var place = 0
    for feature in features {
      let terms = Array(rowOfTerm[place..<(place + feature.encoding.termCount)])
      place += terms.count
      guard feature.encoding != .ignored else { continue }
      guard let column = table[feature.name] else {
        throw .missingColumns([feature.name], present: table.columns.map(\.name))
      }
      guard let source = ErrorSource(feature.encoding, terms, column) else {
        throw .wrongType(column: feature.name, expected: feature.encoding.typeName, found: column.kind.rawValue)
      }
      sources.append(source)
    }
    var errors: [Double] = []
    errors.reserveCapacity(table.rowCount)
    var block = ErrorBlock(sources.count)
    var start = 0
    while start < table.rowCount {
      let rows = start..<min(start + ErrorBlock.capacity, table.rowCount)
      block.load(sources, rows)
      for row in 0..<rows.count { errors.append(block.standardError(row, sources, covariance)) }
      start = rows.upperBound
    }
    return errors
  }

  /// The 95 % intervals of probabilities: the logistic function at both ends of the logit's interval; NaN where there is
  /// none.
  ///
  /// - Throws: as `standardErrors`.
  public func intervals(
    of table: Table, logits: [Double]
  ) throws(FeatureError) -> (lower: [Double], upper: [Double]) {
    let errors = try standardErrors(of: table)
    precondition(errors.count == logits.count, "one logit per row")
    let lower = logits.indices.map { errors[$0].isNaN ? .nan : logistic(logits[$0] - Self.z95 * errors[$0]) }
    let upper = logits.indices.map { errors[$0].isNaN ? .nan : logistic(logits[$0] + Self.z95 * errors[$0]) }
    return (lower, upper)
  }
}

/// Where a term stands in the covariance.
enum ErrorRow: Sendable, Equatable {
  case row(Int)
  /// Dropped from the fit: it moves nothing.
  case nothing
  /// Without a finite estimate.
  case unknown
}

/// The rows in hand, feature by feature.
private struct ErrorBlock {
  static let capacity = 512
  private var values: [[Double]]
  private var codes: [[Int32]]
  private var places: [Int] = []
  private var x: [Double] = []

  init(_ features: Int) {
    values = Array(repeating: [Double](repeating: 0, count: Self.capacity), count: features)
    codes = Array(repeating: [Int32](repeating: -1, count: Self.capacity), count: features)
  }

  mutating func load(_ sources: [ErrorSource], _ rows: Range<Int>) {
    for (index, source) in sources.enumerated() {
      switch source.cells {
      case .numbers(let column): values[index].withUnsafeMutableBufferPointer { column.copy(rows, to: $0) }
      case .codes(let column): codes[index].withUnsafeMutableBufferPointer { column.copy(rows, to: $0) }
      case .empty: break
      }
    }
  }

  mutating func standardError(_ row: Int, _ sources: [ErrorSource], _ covariance: TermCovariance) -> Double {
    places.removeAll(keepingCapacity: true)
    x.removeAll(keepingCapacity: true)
    places.append(0)
    x.append(1)
    for (index, source) in sources.enumerated() {
      switch source.cells {
      case .numbers:
        let value = values[index][row]
        guard !value.isNaN else { fallthrough }
        guard add(source.number, value) else { return .nan }
      case .empty:
        for entry in source.missing { guard add(entry.row, entry.value) else { return .nan } }
      case .codes:
        let code = Int(codes[index][row])
        for entry in code < 0 ? source.missing : source.ofCode[code] {
          guard add(entry.row, entry.value) else { return .nan }
        }
      }
    }
    return variance(covariance).squareRoot()
  }

  /// `false` when the term has no error.
  private mutating func add(_ row: ErrorRow, _ value: Double) -> Bool {
    guard value != 0 else { return true }
    switch row {
    case .nothing: return true
    case .unknown: return false
    case .row(let place):
      places.append(place)
      x.append(value)
      return true
    }
  }

  /// xᵀ·C·x over the terms that are not 0; they stand in ascending order.
  private func variance(_ covariance: TermCovariance) -> Double {
    covariance.lowerTriangle.withUnsafeBufferPointer { triangle in
      var sum = 0.0
      for i in places.indices {
        let first = places[i] * (places[i] + 1) / 2
        var row = 0.0
        for j in 0..<i { row += triangle[first + places[j]] * x[j] }
        sum += x[i] * (2 * row + triangle[first + places[i]] * x[i])
      }
      return max(0, sum)
    }
  }
}
