/// Accounts in bands of a score, the riskiest first; accounts of equal score are never parted.
public struct ScoreBands: Sendable, Equatable {
  /// The band of each account, an index into `lowerEnds`.
  public let membership: [UInt8]
  /// The least risk in each band, descending; the last is the least of all.
  public let lowerEnds: [Double]

  /// Bands.
  public var count: Int { lowerEnds.count }

  /// Bands of (nearly) equal count: a tie group belongs to the band in which its middle stands.
  ///
  /// - Complexity: O(n).
  public init(_ risks: [Double], equal bands: Int = 10) {
    precondition(bands > 0 && bands < 255 && !risks.isEmpty, "bands of accounts")
    let order = RowOrder.descending(risks)
    var membership = [UInt8](repeating: 0, count: risks.count)
    var ends: [Double] = []
    var last = -1
    var start = 0
    while start < order.count {
      var end = start
      while end < order.count, risks[Int(order[end])] == risks[Int(order[start])] { end += 1 }
      let band = (start + end - 1) * bands / (2 * order.count)
      if band != last { ends.append(0) }
      last = band
      ends[ends.count - 1] = risks[Int(order[start])]
      for place in start..<end { membership[Int(order[place])] = UInt8(ends.count - 1) }
      start = end
    }
    self.membership = membership
    lowerEnds = ends
  }

  /// Bands by cut-offs: band 1 from the highest cut-off up, the last below the lowest.
  ///
  /// - Parameter cuts: descending, at most 253.
  /// - Complexity: O(n · cuts).
  public init(_ risks: [Double], cuts: [Double]) {
    precondition(cuts.count < 254 && zip(cuts, cuts.dropFirst()).allSatisfy { $0 > $1 }, "cut-offs descend")
    membership = risks.map { risk in UInt8(cuts.firstIndex { risk >= $0 } ?? cuts.count) }
    lowerEnds = cuts + [-.infinity]
  }
}
