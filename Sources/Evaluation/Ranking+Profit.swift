extension Ranking {
  /// MPC: the best profit over all cuts by score, tie groups whole, treating nobody included.
  ///
  ///     max over k of [T_k·(γ̄(V−d)−f) − F_k·(a·d+f) − A]/n, and 0
  ///
  /// On equality (to the rounding of the sum) the fewest accounts are treated.
  /// - Complexity: O(tie groups).
  /// - SeeAlso: Verbraken, Verbeke, Baesens (2013), doi:10.1109/TKDE.2012.50.
  public func maximumProfit(_ campaign: Campaign) -> MaximumProfit {
    let (gain, loss) = (campaign.gainIfChurner, campaign.costIfStayer)
    var best = 0.0
    var bestCut: Cut?
    for cut in cuts {
      let (plus, minus) = (Double(cut.churners) * gain, Double(cut.stayers) * loss)
      let profit = plus - minus - campaign.fixedCost
      if profit > best, profit - best > 8 * (abs(plus) + minus + campaign.fixedCost).ulp {
        best = profit
        bestCut = cut
      }
    }
    return MaximumProfit(total: best, treated: bestCut?.treated ?? 0, threshold: bestCut?.threshold, count: count)
  }

  /// Profit of treating everybody, per account.
  public func profitOfEverybody(_ campaign: Campaign) -> Double {
    let total =
      Double(churnerCount) * campaign.gainIfChurner - Double(stayerCount) * campaign.costIfStayer - campaign.fixedCost
    return total / Double(count)
  }

  /// The corners of the upper convex hull of the ROC curve, from treating nobody to treating everybody, as exact
  /// counts; points on an edge are dropped. Thresholds are those of the cuts; the first corner has none.
  ///
  /// - Complexity: O(tie groups).
  public var hull: [HullCorner] {
    var corners = [HullCorner(churners: 0, stayers: 0, threshold: nil)]
    for cut in cuts {
      let next = HullCorner(churners: Int(cut.churners), stayers: Int(cut.stayers), threshold: cut.threshold)
      while corners.count > 1, !corners[corners.count - 1].isCorner(after: corners[corners.count - 2], before: next) {
        corners.removeLast()
      }
      corners.append(next)
    }
    return corners
  }

  /// EMPC: the expected profit of someone who will know the acceptance rate γ before choosing the cut.
  ///
  ///     EMPC = (1/n) Σ_k { (V−d)·T_k·ΔM1_k − (f·T_k + (a·d+f)·F_k)·ΔM0_k }
  ///
  /// over the corners k of the ROC hull, each best for γ in (γ_k, γ_{k+1}); M0 is the distribution function of γ and M1
  /// its partial mean. With an acceptance rate known exactly it is the MPC. A fixed cost is paid where treating earns
  /// more than it.
  /// - Complexity: O(tie groups).
  /// - SeeAlso: Verbraken, Verbeke, Baesens (2013), doi:10.1109/TKDE.2012.50.
  public func expectedMaximumProfit(_ campaign: Campaign) -> ExpectedMaximumProfit {
    let atMean = maximumProfit(campaign)
    guard case .beta = campaign.acceptance else {
      return ExpectedMaximumProfit(
        perAccount: atMean.perAccount, fraction: atMean.fraction, hullCorners: hull.count, atMeanAcceptance: atMean)
    }
    let corners = hull
    let value = expectation(over: corners, campaign) { ($0.churners, $0.stayers) }
    return ExpectedMaximumProfit(
      perAccount: value.profit, fraction: value.fraction, hullCorners: corners.count, atMeanAcceptance: atMean)
  }

  /// Expected profit per account, on these accounts, of someone who picks among the thresholds of another hull the one
  /// that is best there for each acceptance rate.
  func expectedProfit(ofHull corners: [HullCorner], _ campaign: Campaign) -> Double {
    func counts(_ corner: HullCorner) -> (churners: Int, stayers: Int) {
      guard let threshold = corner.threshold, let cut = cut(at: threshold) else { return (0, 0) }
      return (Int(cut.churners), Int(cut.stayers))
    }
    return expectation(over: corners, campaign, counts: counts).profit
  }

  /// Integrates profit and fraction over γ, with the intervals of the corners and the counts that `counts` finds.
  private func expectation(
    over corners: [HullCorner], _ campaign: Campaign, counts: (HullCorner) -> (churners: Int, stayers: Int)
  ) -> (profit: Double, fraction: Double) {
    guard case .beta(let alpha, let beta) = campaign.acceptance else { return (0, 0) }
    let distribution = BetaDistribution(alpha: alpha, beta: beta)
    var (profit, treated) = (0.0, 0.0)
    for (index, corner) in corners.enumerated().dropFirst() {
      let upper = index + 1 < corners.count ? corners[index + 1].entry(after: corner, campaign) : 1
      var lower = corner.entry(after: corners[index - 1], campaign)
      if campaign.fixedCost > 0 { lower = min(upper, max(lower, corner.entryPayingFixedCost(campaign))) }
      guard lower < upper else { continue }
      let weight = distribution.cumulative(upper) - distribution.cumulative(lower)
      let mean = distribution.partialMean(upper) - distribution.partialMean(lower)
      let (churners, stayers) = counts(corner)
      let cost = campaign.contact * Double(churners) + campaign.costIfStayer * Double(stayers)
      profit += (campaign.value - campaign.incentive) * Double(churners) * mean
      profit -= (cost + campaign.fixedCost) * weight
      treated += Double(churners + stayers) * weight
    }
    return (profit / Double(count), treated / Double(count))
  }
}
