/// Named columns of equal length.
public struct Table: Sendable {
  /// The columns in file order; names are unique.
  public let columns: [Column]
  /// Rows in every column.
  public let rowCount: Int
  private let places: [ExactText: Int]

  /// Creates a table.
  /// - Precondition: all columns have `rowCount` rows and different names.
  public init(columns: [Column], rowCount: Int) {
    precondition(columns.allSatisfy { $0.count == rowCount }, "columns of unequal length")
    self.columns = columns
    self.rowCount = rowCount
    places = Dictionary(uniqueKeysWithValues: columns.enumerated().map { (ExactText($1.name), $0) })
  }

  /// The column of that name, if there is one.
  public subscript(name: String) -> Column? { places[ExactText(name)].map { columns[$0] } }

  /// The chosen rows, in the order given.
  /// - Complexity: O(rows · columns), in the same narrow forms.
  public func selecting(_ rows: [Int32]) -> Table {
    Table(columns: columns.map { $0.selecting(rows) }, rowCount: rows.count)
  }
}

extension Column {
  /// The chosen rows, in the order given.
  public func selecting(_ rows: [Int32]) -> Column {
    let chosen: Cells =
      switch cells {
      case .numbers(let column): .numbers(column.selecting(rows))
      case .categories(let column): .categories(column.selecting(rows))
      case .texts(let column): .texts(TextColumn(rows.map { column[Int($0)].string }))
      case .hashes(let column):
        .hashes(
          HashColumn(
            segments: column.segments.splitting(rows) { piece, rows in HashPiece(rows.map { piece.hashes[$0] }) }))
      case .empty: .empty(rows.count)
      }
    return Column(name: name, kind: kind, cells: chosen)
  }
}
