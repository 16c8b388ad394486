/// Each account's share of the other class that it ranks on the right side of, ties counting half: the terms whose
/// means are the AUC and whose covariances are DeLong's.
///
/// - SeeAlso: DeLong et al. (1988), doi:10.2307/2531595; Sun, Xu (2014), doi:10.1109/LSP.2014.2337313, for midranks.
struct Placements: Sendable {
  /// One value per account, in row order; 0…1.
  let values: [Double]

  /// - Complexity: O(n).
  init(_ accounts: ScoredAccounts) {
    let order = RowOrder.descending(accounts.scores)
    let (labels, scores) = (accounts.labels, accounts.scores)
    let (p, n) = (Double(accounts.churnerCount), Double(accounts.stayerCount))
    values = [Double](unsafeUninitializedCapacity: order.count) { values, filled in
      var above = (churners: 0, stayers: 0)
      var start = 0
      while start < order.count {
        var end = start
        var inside = (churners: 0, stayers: 0)
        while end < order.count, scores[Int(order[end])] == scores[Int(order[start])] {
          if labels[Int(order[end])] == 1 { inside.churners += 1 } else { inside.stayers += 1 }
          end += 1
        }
        let won = (n - Double(above.stayers) - Double(inside.stayers) / 2) / n
        let lost = (Double(above.churners) + Double(inside.churners) / 2) / p
        for row in order[start..<end] { values[Int(row)] = labels[Int(row)] == 1 ? won : lost }
        above = (above.churners + inside.churners, above.stayers + inside.stayers)
        start = end
      }
      filled = order.count
    }
  }
}
