/// Rows in the order of a number.
enum RowOrder {
  enum Ties { case firstRowFirst, lastRowFirst }

  /// Rows from the highest value to the lowest.
  ///
  /// - Complexity: O(n).
  static func descending(_ values: [Double], ties: Ties = .firstRowFirst) -> [Int32] {
    let keys = values.map(ScoreKeys.key)
    switch ties {
    case .firstRowFirst: return RadixSort.order(of: keys)
    case .lastRowFirst:
      let last = Int32(keys.count - 1)
      return RadixSort.order(of: keys.reversed()).map { last - $0 }
    }
  }

  /// Rows from the highest value to the lowest, equal values from the lowest `other` up, then by row.
  ///
  /// - Complexity: O(n), two stable sorts.
  static func descending(_ values: [Double], thenAscending other: [Double]) -> [Int32] {
    let first = RadixSort.order(of: other.map { ~ScoreKeys.key(of: $0) })
    let second = RadixSort.order(of: first.map { ScoreKeys.key(of: values[Int($0)]) })
    return second.map { first[Int($0)] }
  }
}
