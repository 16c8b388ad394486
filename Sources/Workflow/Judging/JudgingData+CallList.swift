import Evaluation

extension JudgingData {
  /// Whether the campaign has limits, so that not every account worth a call is called.
  var hasLimits: Bool { limits != .none }

  /// Whom to call by some probabilities: all that are worth it, or the best of them within the limits.
  /// - Throws: as `CallPlan`.
  func callList(_ probabilities: [Double]) throws(EvaluationError) -> [Bool] {
    guard hasLimits else { return economics.payoffs.evRule(probabilities) }
    return try CallPlan(probabilities, economics.payoffs, limits: limits).treated
  }
}
