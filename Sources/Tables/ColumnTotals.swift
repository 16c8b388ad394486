import CKernels

extension NumberColumn {
  /// The exact sum of some rows' numbers, rounded once, and how many have none.
  public struct Total: Sendable, Equatable {
    /// Σ of the numbers.
    public var sum: Double
    /// Rows without a number.
    public var missing: Int
  }

  /// Adds up whole columns in their narrow forms: integers, so nothing is rounded on the way.
  ///
  /// - Parameter rows: the rows to add up; `nil` is all.
  /// - Returns: `nil` where a piece holds doubles.
  /// - Complexity: O(rows), of the rows that are left out some nanoseconds each.
  public func total(of rows: RowSet?) -> Total? {
    var sums = [Int64](repeating: 0, count: 10)
    var missing: Int64 = 0
    for (place, piece) in segments.pieces.enumerated() {
      let range = segments.starts[place]..<segments.starts[place + 1]
      switch piece.storage {
      case .int8(let cells): Self.add(cells, range, rows, to: &sums[piece.decimals], &missing)
      case .int16(let cells): Self.add(cells, range, rows, to: &sums[piece.decimals], &missing)
      case .int32(let cells): Self.add(cells, range, rows, to: &sums[piece.decimals], &missing)
      case .double: return nil
      }
    }
    var (whole, scale) = (Int128(0), 1.0)
    for sum in sums { whole = whole * 10 + Int128(sum) }
    for _ in 1..<sums.count { scale *= 10 }
    return Total(sum: Double(whole) / scale, missing: Int(missing))
  }

  private static func add<Cell: FixedWidthInteger & SignedInteger & Sendable>(
    _ cells: StoredCells<Cell>, _ range: Range<Int>, _ rows: RowSet?, to sum: inout Int64, _ missing: inout Int64
  ) {
    cells.withUnsafeBufferPointer { cells in
      sum += churn_sum_stored(cells.count, cells.baseAddress!, Int32(MemoryLayout<Cell>.size), &missing)
      rows?.forEachAbsent(in: range) { row in
        let cell = cells[row - range.lowerBound]
        if cell == .min { missing -= 1 } else { sum -= Int64(cell) }
      }
    }
  }
}

extension CategoryColumn {
  /// Rows per level, in the order of `levels`, and how many have none.
  ///
  /// - Parameter rows: the rows to count; `nil` is all.
  public func counts(of rows: RowSet?) -> (levels: [Int], missing: Int) {
    var counts = self.counts
    if let rows {
      for (place, piece) in segments.pieces.enumerated() {
        let first = segments.starts[place]
        rows.forEachAbsent(in: first..<segments.starts[place + 1]) { row in
          let code = piece.code(of: row - first)
          if code >= 0 { counts[code] -= 1 }
        }
      }
    }
    return (counts, (rows?.count ?? count) - counts.reduce(0, +))
  }
}
