#if canImport(Glibc)
  import Glibc
#endif

extension ScoredAccounts {
  /// Brier score: the mean squared distance of probability and outcome.
  ///
  /// - Returns: 0…1, or `nil` where the scores are not probabilities.
  /// - Complexity: O(n).
  public var brier: Double? {
    guard scoresAreProbabilities else { return nil }
    var sum = 0.0
    for (label, score) in zip(labels, scores) {
      let distance = Double(label) - score
      sum += distance * distance
    }
    return sum / Double(count)
  }

  /// Log loss from probabilities: −(1/n) Σ log of the probability given to what happened.
  ///
  /// A double holds no probability between 1 and 1 − 2⁻⁵³ nor below 2⁻¹⁰⁷⁴, so where a certain prediction was wrong the
  /// true loss is at least that of half the gap: such accounts count 54·log 2 or 1075·log 2 and are counted.
  /// - Returns: `nil` where the scores are not probabilities.
  /// - Complexity: O(n).
  public var logLoss: LogLoss? {
    guard scoresAreProbabilities else { return nil }
    var (sum, bounded) = (0.0, 0)
    for (label, p) in zip(labels, scores) {
      switch (label, p) {
      case (1, 0):
        sum += 1075 * log(2)
        bounded += 1
      case (0, 1):
        sum += 54 * log(2)
        bounded += 1
      case (1, _): sum -= log(p)
      default: sum -= log1p(-p)
      }
    }
    return LogLoss(mean: sum / Double(count), boundedCount: bounded)
  }

  /// Log loss from log-odds η, which keep what a probability rounds to 0 or 1: softplus of −η for churners, η for
  /// stayers.
  ///
  /// - Parameter logits: log(p/(1−p)) per account, finite; length n.
  /// - Throws: `.lengthMismatch`, `.notFinite`.
  /// - Complexity: O(n).
  public func logLoss(logits: [Double]) throws(EvaluationError) -> LogLoss {
    try check(logits: logits)
    var sum = 0.0
    for (label, logit) in zip(labels, logits) {
      let against = label == 1 ? -logit : logit
      sum += max(against, 0) + log1p(exp(-abs(against)))
    }
    return LogLoss(mean: sum / Double(count), boundedCount: 0)
  }

  /// Log-odds must be finite and one for each account.
  func check(logits: [Double]) throws(EvaluationError) {
    guard logits.count == count else {
      throw .lengthMismatch(what: "the log-odds", expected: count, found: logits.count)
    }
    if let row = logits.firstIndex(where: { !$0.isFinite }) { throw .notFinite(what: "the log-odds", row: row) }
  }

  /// How often "will churn" (score ≥ cut) is right, beside "nobody churns".
  ///
  /// - Complexity: O(n).
  public func accuracy(cut: Double = 0.5) -> Accuracy {
    var right = 0
    for (label, score) in zip(labels, scores) where (score >= cut) == (label == 1) { right += 1 }
    return Accuracy(value: Double(right) / Double(count), ofNobodyChurns: 1 - churnRate, cut: cut)
  }
}

/// A log loss, and how much of it is only a lower bound.
public struct LogLoss: Sendable, Equatable {
  /// Mean over the accounts, in nats; always finite.
  public var mean: Double
  /// Accounts whose probability was exactly 0 or 1 and wrong: their loss is a lower bound.
  public var boundedCount: Int
}

/// A share of right predictions beside the one that costs nothing to reach.
public struct Accuracy: Sendable, Equatable {
  /// Share right at the cut, 0…1.
  public var value: Double
  /// Share right when nobody is expected to churn, 0…1.
  public var ofNobodyChurns: Double
  /// "Will churn" is score ≥ cut.
  public var cut: Double
}
