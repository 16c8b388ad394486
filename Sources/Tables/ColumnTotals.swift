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
  /// - Complexity: O(rows).
  public func total(of rows: RowSet?) -> Total? {
    var sums = [Int64](repeating: 0, count: 10)
    var missing: Int64 = 0
    for (place, piece) in segments.pieces.enumerated() {
      if case .double = piece.storage { return nil }
      if rows == nil, let total = piece.total {
        sums[piece.decimals] += total.sum
        missing += Int64(total.missing)
        continue
      }
      sums[piece.decimals] += withExtendedLifetime(piece) {
        segments.runs[place].withAll { cells, count, width in
          guard let rows else { return churn_sum_stored(count, cells, width, &missing) }
          return rows.words.withUnsafeBufferPointer { words in
            let kept = churn_kept(words: words.baseAddress, first: segments.starts[place])
            return churn_sum_kept(count, cells, width, kept, &missing)
          }
        }
      }
    }
    var (whole, scale) = (Int128(0), 1.0)
    for sum in sums { whole = whole * 10 + Int128(sum) }
    for _ in 1..<sums.count { scale *= 10 }
    return Total(sum: Double(whole) / scale, missing: Int(missing))
  }
}

extension CategoryColumn {
  /// Rows per level, in the order of `levels`, and how many have none.
  ///
  /// - Parameter rows: the rows to count; `nil` is all.
  public func counts(of rows: RowSet?) -> (levels: [Int], missing: Int) {
    let counts = rows.map { rows in
      countedByParts { place, counts in
        rows.words.withUnsafeBufferPointer { words in
          let kept = churn_kept(words: words.baseAddress, first: segments.starts[place])
          segments.pieces[place].count(kept, into: &counts)
        }
      }
    }
    let levels = counts ?? self.counts
    return (levels, (rows?.count ?? count) - levels.reduce(0, +))
  }
}
