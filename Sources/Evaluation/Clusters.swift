/// Which rows belong to the same account, so that several rows of one account count as one observation.
public struct Clusters: Sendable, Equatable {
  /// A number from 0 for each row, in the order in which the accounts first appear; length n.
  public let codes: [Int32]
  /// Accounts.
  public let count: Int

  /// Numbers the accounts.
  ///
  /// - Parameter ids: equal for rows of one account; any values.
  /// - Complexity: O(n).
  public init(_ ids: [Int32]) {
    var numbers: [Int32: Int32] = [:]
    codes = ids.map { id in
      if let known = numbers[id] { return known }
      let new = Int32(numbers.count)
      numbers[id] = new
      return new
    }
    count = numbers.count
  }

  /// Sums values over the rows of each account.
  func sums(_ values: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: count)
    for (row, value) in values.enumerated() { sums[Int(codes[row])] += value }
    return sums
  }
}
