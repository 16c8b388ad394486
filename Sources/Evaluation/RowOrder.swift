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
}
