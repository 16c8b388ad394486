extension RankingOptimism {
  /// How much the best cut by score flatters itself where gains differ from account to account.
  ///
  /// - Parameters:
  ///   - accounts: outcomes and scores.
  ///   - payoffs: what treating earns.
  ///   - clusters: the account of each row where an account has several.
  ///   - resampling: how many, seed, threads; the threads never change the result.
  /// - Complexity: one sort, then O(n) per resample.
  public static func ofMaximumProfit(
    _ accounts: ScoredAccounts, _ payoffs: Payoffs, clusters: Clusters? = nil,
    _ resampling: Resampling = Resampling(count: 200)
  ) -> Part {
    precondition(payoffs.count == accounts.count, "payoffs for every account")
    precondition(clusters.map { $0.codes.count == accounts.count } ?? true, "one account per row")
    let rows = SortedGains(accounts, payoffs, clusters)
    let replicates = resampling.map(workspace: { [UInt8](repeating: 0, count: rows.accountCount) }) {
      _, stream, weights in
      weights.withUnsafeMutableBufferPointer { PoissonWeights.fill($0, from: &stream) }
      return rows.best(weights)
    }
    let optimism = replicates.reduce(0) { $0 + $1.here - $1.there } / Double(replicates.count)
    return Part(
      apparent: ResampledEstimate(
        value: accounts.maximumProfit(payoffs).perAccount, replicates: replicates.map(\.here),
        confidence: resampling.confidence),
      optimism: optimism)
  }
}

/// Gains in the order of scores, tie groups known, ready to be weighted again and again.
private struct SortedGains: Sendable {
  let accountCount: Int
  private let gains: [Double]
  private let accounts: [Int32]
  /// Whether a row is the last of its tie group.
  private let endsGroup: [Bool]
  /// Profit per account on the data of treating up to each row.
  private let onData: [Double]
  private let fixedCost: Double

  init(_ scored: ScoredAccounts, _ payoffs: Payoffs, _ clusters: Clusters?) {
    let unsorted = scored.labels.indices.map { payoffs.gain($0, label: scored.labels[$0]) }
    let order = RowOrder.descending(scored.scores, thenAscending: unsorted)
    let gains = order.map { unsorted[Int($0)] }
    self.gains = gains
    // Numbered along the order, so that the draws do not depend on the order of the rows.
    accounts =
      clusters.map { clusters in Clusters(order.map { clusters.codes[Int($0)] }).codes } ?? Array(0..<Int32(order.count))
    accountCount = clusters?.count ?? scored.count
    endsGroup = order.indices.map {
      $0 + 1 == order.count || scored.scores[Int(order[$0 + 1])] != scored.scores[Int(order[$0])]
    }
    fixedCost = payoffs.fixedCost
    var sum = -payoffs.fixedCost
    onData = gains.map { gain in
      sum += gain
      return sum / Double(scored.count)
    }
  }

  /// The best cut of a resample: what it earns there, and what the same cut earns on the data; per account.
  func best(_ weights: [UInt8]) -> (here: Double, there: Double) {
    var (sum, size) = (-fixedCost, 0.0)
    var best = (profit: 0.0, row: -1)
    for row in gains.indices {
      let weight = Double(weights[Int(accounts[row])])
      sum += weight * gains[row]
      size += weight
      if endsGroup[row], sum > best.profit { best = (sum, row) }
    }
    guard size > 0, best.row >= 0 else { return (0, 0) }
    return (best.profit / size, onData[best.row])
  }
}
