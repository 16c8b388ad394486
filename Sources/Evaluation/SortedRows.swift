/// Rows in the order of their scores, ready to be ranked again and again with other weights.
struct SortedRows: Sendable {
  let ranking: Ranking
  /// Labels, highest score first.
  private let labels: [UInt8]
  /// The account of each row in that order, where an account has several rows.
  private let accounts: [Int32]?
  private let accountCount: Int

  /// What one thread reuses from resample to resample.
  struct Workspace {
    var weights: [UInt8]
    init(_ rows: SortedRows) { weights = [UInt8](repeating: 0, count: rows.accountCount) }
  }

  init(_ scored: ScoredAccounts, clusters: Clusters?) {
    ranking = Ranking(scored)
    let order = RowOrder.descending(scored.scores, thenAscending: scored.labels.map(Double.init))
    labels = order.map { scored.labels[Int($0)] }
    // Numbered along the order, so that the draws do not depend on the order of the rows.
    accounts = clusters.map { clusters in Clusters(order.map { clusters.codes[Int($0)] }).codes }
    accountCount = clusters?.count ?? scored.count
  }

  /// The ranking of a resample: the same cuts, other counts.
  func resampled(from stream: inout ResamplingStream, _ workspace: inout Workspace) -> Ranking {
    workspace.weights.withUnsafeMutableBufferPointer { PoissonWeights.fill($0, from: &stream) }
    var row = 0
    var total = (churners: Int32(0), stayers: Int32(0))
    let cuts = workspace.weights.withUnsafeBufferPointer { weights in
      ranking.cuts.map { cut in
        let end = cut.treated
        while row < end {
          let weight = Int32(weights[accounts.map { Int($0[row]) } ?? row])
          if labels[row] == 1 { total.churners += weight } else { total.stayers += weight }
          row += 1
        }
        return Ranking.Cut(threshold: cut.threshold, churners: total.churners, stayers: total.stayers)
      }
    }
    return Ranking(cuts: cuts, churnerCount: Int(total.churners), stayerCount: Int(total.stayers))
  }
}

extension Ranking {
  /// Profit per account of treating from a threshold up; nobody for `nil`.
  func profit(ofThreshold threshold: Double?, _ campaign: Campaign) -> Double {
    guard let threshold, let cut = cut(at: threshold), cut.treated > 0 else { return 0 }
    let profit = Double(cut.churners) * campaign.gainIfChurner - Double(cut.stayers) * campaign.costIfStayer
    return (profit - campaign.fixedCost) / Double(count)
  }

  /// The last cut whose threshold is not below the given one.
  func cut(at threshold: Double) -> Cut? {
    var (low, high) = (0, cuts.count)
    while low < high {
      let middle = (low + high) / 2
      if cuts[middle].threshold >= threshold { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? cuts[low - 1] : nil
  }
}
