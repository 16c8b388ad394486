import Features
import Tables

/// A feature's terms as functions of its cells.
struct ErrorSource {
  /// A term that is not 0.
  struct Entry {
    var row: ErrorRow
    var value: Double
  }

  enum Cells {
    case numbers(NumberColumn)
    case codes(CategoryColumn)
    case empty
  }

  let cells: Cells
  /// The number's term.
  var number = ErrorRow.nothing
  /// Terms of a missing cell.
  var missing: [Entry] = []
  /// Terms by the table's code.
  var ofCode: [[Entry]] = []

  init?(_ encoding: Blueprint.Encoding, _ rows: [ErrorRow], _ column: Column) {
    switch (encoding, column.cells) {
    case (.number(let encoding), .numbers(let numbers)), (.boolean(let encoding), .numbers(let numbers)):
      cells = .numbers(numbers)
      number = rows[0]
      missing = Self.missing(encoding, rows)
    case (.number(let encoding), .empty), (.boolean(let encoding), .empty):
      cells = .empty
      missing = Self.missing(encoding, rows)
    case (.boolean(let encoding), .categories(let categories)):
      cells = .codes(categories)
      missing = Self.missing(encoding, rows)
      ofCode = categories.levels.map { level in
        truthValue(level.string).map { [Entry(row: rows[0], value: $0)] } ?? missing
      }
    case (.category(let encoding), .categories(let categories)):
      cells = .codes(categories)
      missing = Self.missing(encoding, rows)
      let places = encoding.levelOfCode(categories.levels)
      ofCode = categories.levels.enumerated().map { code, level in
        if level == encoding.reference { return [] }
        return places[code] >= 0
          ? [Entry(row: rows[Int(places[code])], value: 1)] : Self.average(encoding, rows)
      }
    case (.category(let encoding), .empty):
      cells = .empty
      missing = Self.missing(encoding, rows)
    default: return nil
    }
  }

  private static func missing(_ encoding: Blueprint.NumberEncoding, _ rows: [ErrorRow]) -> [Entry] {
    [Entry(row: rows[0], value: encoding.mean)]
      + (encoding.missingShare == nil ? [] : [Entry(row: rows[1], value: 1)])
  }

  private static func missing(_ encoding: Blueprint.CategoryEncoding, _ rows: [ErrorRow]) -> [Entry] {
    guard let level = encoding.levels.firstIndex(where: { $0.role == .missing }) else {
      return average(encoding, rows)
    }
    return [Entry(row: rows[level], value: 1)]
  }

  /// What an unknown level is scored as: the average account.
  private static func average(_ encoding: Blueprint.CategoryEncoding, _ rows: [ErrorRow]) -> [Entry] {
    encoding.levels.indices.map { Entry(row: rows[$0], value: encoding.levels[$0].share) }
  }
}
