extension Column {
  /// The rows that have a value; all where that says nothing: of texts and hashes, and of a column without any value.
  public var rowsWithValue: RowSet {
    switch cells {
    case .numbers(let column): Self.rows(column.count, .nan, column.copy) { !$0.isNaN }
    case .categories(let column): Self.rows(column.count, -1, column.copy) { $0 >= 0 }
    case .texts, .hashes, .empty: RowSet([], of: count).complement
    }
  }

  /// Asks some rows at a time, so that no column is widened whole.
  private static func rows<Cell>(
    _ count: Int, _ filler: Cell, _ copy: (Range<Int>, UnsafeMutableBufferPointer<Cell>) -> Void,
    where holds: (Cell) -> Bool
  ) -> RowSet {
    var cells = [Cell](repeating: filler, count: min(count, 1 << 14))
    return cells.withUnsafeMutableBufferPointer { cells in
      RowSet(
        rowCount: count,
        where: { row in
          let place = row % cells.count
          if place == 0 { copy(row..<min(row + cells.count, count), cells) }
          return holds(cells[place])
        })
    }
  }
}
