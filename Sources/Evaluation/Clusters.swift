import CKernels

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
    guard let most = ids.max(), let least = ids.min(), least >= 0, Int(most) <= max(1 << 20, 8 * ids.count) else {
      (codes, count) = Self.numberedByHash(ids)
      return
    }
    var table = [Int32](repeating: -1, count: Int(most) + 1)
    var found: Int32 = 0
    codes = [Int32](unsafeUninitializedCapacity: ids.count) { codes, filled in
      found = churn_number(ids.count, ids, &table, codes.baseAddress)
      filled = ids.count
    }
    count = Int(found)
  }

  /// The same for ids that are no places of a table.
  private static func numberedByHash(_ ids: [Int32]) -> ([Int32], Int) {
    var numbers: [Int32: Int32] = [:]
    let codes = ids.map { id in
      if let known = numbers[id] { return known }
      let new = Int32(numbers.count)
      numbers[id] = new
      return new
    }
    return (codes, numbers.count)
  }

  /// Sums values over the rows of each account.
  func sums(_ values: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: count)
    for (row, value) in values.enumerated() { sums[Int(codes[row])] += value }
    return sums
  }
}
