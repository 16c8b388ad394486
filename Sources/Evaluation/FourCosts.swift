/// What each decision about each account costs; a gain is a negative cost. Named, never by position.
///
/// - SeeAlso: Elkan (2001), "The foundations of cost-sensitive learning", IJCAI.
public struct FourCosts: Sendable, Equatable {
  /// Treated and would have churned [money].
  public var truePositive: PerAccount
  /// Treated and would have stayed [money].
  public var falsePositive: PerAccount
  /// Left and churned [money].
  public var falseNegative: PerAccount
  /// Left and stayed [money].
  public var trueNegative: PerAccount

  /// Creates costs; nothing is checked before they meet accounts.
  public init(
    truePositive: PerAccount, falsePositive: PerAccount, falseNegative: PerAccount,
    trueNegative: PerAccount = .same(0)
  ) {
    self.truePositive = truePositive
    self.falsePositive = falsePositive
    self.falseNegative = falseNegative
    self.trueNegative = trueNegative
  }

  func checked(count: Int) throws(EvaluationError) {
    try truePositive.checked("the cost of a true positive", count: count, in: .finite)
    try falsePositive.checked("the cost of a false positive", count: count, in: .finite)
    try falseNegative.checked("the cost of a false negative", count: count, in: .finite)
    try trueNegative.checked("the cost of a true negative", count: count, in: .finite)
  }

  /// Cost of a treatment: each account pays for its decision and its outcome [money].
  public func cost(of treated: [Bool], labels: [UInt8]) -> Double {
    precondition(treated.count == labels.count, "one decision per account")
    var sum = 0.0
    for (account, label) in labels.enumerated() {
      switch (treated[account], label == 1) {
      case (true, true): sum += truePositive[account]
      case (true, false): sum += falsePositive[account]
      case (false, true): sum += falseNegative[account]
      case (false, false): sum += trueNegative[account]
      }
    }
    return sum
  }

  /// Savings of a treatment against the better of nobody and everybody: 1 − cost/min(cost(nobody), cost(everybody)).
  ///
  /// - Returns: at most 1 for non-negative costs; `nil` when the better of the two costs nothing or gains.
  public func savings(of treated: [Bool], labels: [UInt8]) -> Double? {
    let nobody = cost(of: [Bool](repeating: false, count: labels.count), labels: labels)
    let everybody = cost(of: [Bool](repeating: true, count: labels.count), labels: labels)
    let best = min(nobody, everybody)
    return best > 0 ? 1 - cost(of: treated, labels: labels) / best : nil
  }
}
