extension ScoredAccounts {
  /// The best profit over all cuts by score where gains differ by account; tie groups whole, nobody included.
  ///
  ///     max over k of C(k) = Σ of the gains of the first k tie groups, less the fixed cost, and 0
  ///
  /// With an incentive that is a fraction of the account's value this, per account, is the EMPB.
  /// - Complexity: O(n).
  /// - SeeAlso: Janssens et al. (2022), "B2Boost", doi:10.1007/s10479-022-04631-5.
  public func maximumProfit(_ payoffs: Payoffs) -> MaximumProfit {
    precondition(payoffs.count == count, "payoffs for every account")
    let order = RowOrder.descending(scores)
    var best = MaximumProfit(total: 0, treated: 0, threshold: nil, count: count)
    var (sum, turnover) = (-payoffs.fixedCost, payoffs.fixedCost)
    for (position, row) in order.enumerated() {
      let gain = payoffs.gain(Int(row), label: labels[Int(row)])
      sum += gain
      turnover += abs(gain)
      let isGroupEnd = position + 1 == order.count || scores[Int(order[position + 1])] != scores[Int(row)]
      if isGroupEnd, sum > best.total, sum - best.total > 8 * turnover.ulp {
        best = MaximumProfit(total: sum, treated: position + 1, threshold: scores[Int(row)], count: count)
      }
    }
    return best
  }

  /// Whom the best whole-tie-group cut nearest to a share of the accounts treats (the smaller on equality).
  ///
  /// - Complexity: O(n).
  public func top(_ fraction: Double) -> [Bool] {
    precondition(fraction >= 0 && fraction <= 1, "a share of the accounts")
    let wanted = (fraction * Double(count)).rounded()
    var best = (distance: wanted, threshold: Double.infinity)
    for cut in Ranking(self).cuts {
      let distance = abs(Double(cut.treated) - wanted)
      if distance < best.distance { best = (distance, cut.threshold) }
    }
    return scores.map { $0 >= best.threshold }
  }
}
