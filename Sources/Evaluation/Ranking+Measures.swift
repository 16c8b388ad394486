extension Ranking {
  /// Average precision: the mean, over the churners, of the churn rate among all who rank at least as high.
  ///
  ///     AP = Σ_k (T_k − T_{k−1})/P · T_k/(T_k + F_k)
  ///
  /// - Returns: 0…1, or `nil` when nobody churned.
  /// - Complexity: O(tie groups).
  public var averagePrecision: Double? {
    guard churnerCount > 0 else { return nil }
    var sum = 0.0
    forEachGroup { above, inside in
      guard inside.churners > 0 else { return }
      let churners = Double(above.churners + inside.churners)
      let treated = Double(above.churners + above.stayers + inside.churners + inside.stayers)
      sum += Double(inside.churners) * (churners / treated)
    }
    return sum / Double(churnerCount)
  }

  /// Churn rate among the top share of the accounts, as a multiple of the overall rate; a tie group at the edge gives
  /// its average share of churners, so equal scores have lift 1.
  ///
  /// - Parameter fraction: the share, above 0 and at most 1; it is rounded to whole accounts, at least one.
  /// - Returns: the lift, or `nil` when nobody churned.
  /// - Complexity: O(tie groups).
  public func lift(at fraction: Double) -> Double? {
    precondition(fraction > 0 && fraction <= 1, "a lift is asked for a share of the accounts above 0")
    guard churnerCount > 0 else { return nil }
    let wanted = max(1, (fraction * Double(count)).rounded())
    var churners = 0.0
    var taken = 0.0
    forEachGroup { _, inside in
      guard taken < wanted else { return }
      let size = Double(inside.churners + inside.stayers)
      let share = min(1, (wanted - taken) / size)
      churners += share * Double(inside.churners)
      taken += share * size
    }
    return (churners / wanted) / (Double(churnerCount) / Double(count))
  }

  /// Area under the ROC curve: the chance that a churner's score is above a stayer's, ties counting half.
  ///
  /// - Returns: 0…1, or `nil` when one outcome is missing.
  /// - Complexity: O(tie groups), in exact integers.
  public var auc: Double? {
    guard hasBothClasses else { return nil }
    var twicePairsWon = 0
    forEachGroup { above, inside in
      let below = stayerCount - above.stayers - inside.stayers
      twicePairsWon += inside.churners * (2 * below + inside.stayers)
    }
    return Double(twicePairsWon) / (2 * Double(churnerCount) * Double(stayerCount))
  }

  /// AUC with DeLong's variance and a normal interval.
  ///
  ///     var = S₁₀/P + S₀₁/N, the variances of each churner's and each stayer's share of pairs won
  ///
  /// - Parameter confidence: of the interval, between 0 and 1.
  /// - Returns: `nil` when one outcome is missing; a variance only with at least two accounts of each.
  /// - Complexity: O(tie groups).
  /// - SeeAlso: DeLong, DeLong, Clarke-Pearson (1988), doi:10.2307/2531595.
  public func areaUnderCurve(confidence: Double = 0.95) -> AreaUnderCurve? {
    guard let auc else { return nil }
    guard churnerCount > 1, stayerCount > 1 else {
      return AreaUnderCurve(value: auc, variance: nil, confidence: confidence)
    }
    let (p, n) = (Double(churnerCount), Double(stayerCount))
    var (ofChurners, ofStayers) = (0.0, 0.0)
    forEachGroup { above, inside in
      let (t, f) = (Double(inside.churners), Double(inside.stayers))
      let below = n - Double(above.stayers) - f
      let won = (below + f / 2) / n - auc
      let lost = (Double(above.churners) + t / 2) / p - auc
      ofChurners += t * won * won
      ofStayers += f * lost * lost
    }
    let variance = ofChurners / (p - 1) / p + ofStayers / (n - 1) / n
    return AreaUnderCurve(value: auc, variance: variance, confidence: confidence)
  }
}
