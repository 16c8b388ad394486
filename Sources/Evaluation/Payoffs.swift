/// What treating each account gains and spends, by outcome: the common form of a campaign, per-account economics, a
/// choice among offers and a matrix of four costs. All amounts are against leaving the account alone.
///
///     EV = p·(gain if churner) + (1 − p)·(gain if stayer); treat when EV > 0
public struct Payoffs: Sendable, Equatable {
  /// n.
  public let count: Int
  /// γ(V − d) − f [money].
  public let ifChurner: PerAccount
  /// −(a·d + f) [money].
  public let ifStayer: PerAccount
  /// f + γ·d [money]; nothing for four costs, which do not tell spending from loss.
  public let spendIfChurner: PerAccount
  /// f + a·d [money].
  public let spendIfStayer: PerAccount
  /// γ: would-be churners saved per one treated; 0 for four costs.
  public let saves: PerAccount
  /// A: paid when anybody is treated [money].
  public let fixedCost: Double

  /// Payoffs of per-account economics.
  ///
  /// - Throws: `.lengthMismatch`, `.notFinite`, `.outOfRange` (negative money, impossible probabilities).
  /// - Complexity: O(n), O(1) where everything is shared.
  public init(_ economics: AccountEconomics, count: Int) throws(EvaluationError) {
    try economics.checked(count: count)
    let (v, d, f) = (economics.value, economics.incentive, economics.contact)
    let (g, a) = (economics.acceptance, economics.stayersTake)
    self.count = count
    ifChurner = .combining([g, v, d, f], count: count) { $0[0] * ($0[1] - $0[2]) - $0[3] }
    ifStayer = .combining([a, d, f], count: count) { -($0[0] * $0[1] + $0[2]) }
    spendIfChurner = .combining([g, d, f], count: count) { $0[0] * $0[1] + $0[2] }
    spendIfStayer = .combining([a, d, f], count: count) { $0[0] * $0[1] + $0[2] }
    saves = g
    fixedCost = economics.fixedCost
  }

  /// Payoffs of a campaign that is the same for all.
  public init(_ campaign: Campaign, count: Int) {
    do {
      try self.init(AccountEconomics(campaign), count: count)
    } catch {
      preconditionFailure("a campaign is checked when it is made")
    }
  }

  /// Payoffs of four costs: gain if churner FN − TP, gain if stayer TN − FP.
  ///
  /// - Throws: `.lengthMismatch`, `.notFinite`, `.outOfRange`.
  public init(_ costs: FourCosts, count: Int) throws(EvaluationError) {
    try costs.checked(count: count)
    self.count = count
    ifChurner = .combining([costs.falseNegative, costs.truePositive], count: count) { $0[0] - $0[1] }
    ifStayer = .combining([costs.trueNegative, costs.falsePositive], count: count) { $0[0] - $0[1] }
    spendIfChurner = .same(0)
    spendIfStayer = .same(0)
    saves = .same(0)
    fixedCost = 0
  }

  init(
    count: Int, gains: (churner: PerAccount, stayer: PerAccount), spends: (churner: PerAccount, stayer: PerAccount),
    saves: PerAccount, fixedCost: Double
  ) {
    self.count = count
    (ifChurner, ifStayer) = gains
    (spendIfChurner, spendIfStayer) = spends
    self.saves = saves
    self.fixedCost = fixedCost
  }

  /// EV of treating an account with churn probability p [money].
  @inline(__always)
  public func expectedValue(_ account: Int, probability p: Double) -> Double {
    p * ifChurner[account] + (1 - p) * ifStayer[account]
  }

  /// Expected spend on a treated account: f + d(γp + a(1−p)) [money].
  @inline(__always)
  public func expectedSpend(_ account: Int, probability p: Double) -> Double {
    p * spendIfChurner[account] + (1 - p) * spendIfStayer[account]
  }

  /// What treating the account turned out to gain [money].
  @inline(__always)
  public func gain(_ account: Int, label: UInt8) -> Double {
    label == 1 ? ifChurner[account] : ifStayer[account]
  }

  /// p*: the churn probability from which treating pays; `nil` when it never does.
  ///
  ///     p* = (a·d + f)/(γ(V − d) + a·d); for four costs (FP − TN)/(FP − TN + FN − TP)
  public func breakEvenProbability(_ account: Int) -> Double? {
    Payoffs.breakEven(ifChurner: ifChurner[account], ifStayer: ifStayer[account])
  }

  static func breakEven(ifChurner: Double, ifStayer: Double) -> Double? {
    guard ifChurner > 0, ifChurner > ifStayer else { return nil }
    return max(0, -ifStayer / (ifChurner - ifStayer))
  }

  /// EV of every account [money].
  ///
  /// - Complexity: O(n).
  public func expectedValues(_ probabilities: [Double]) -> [Double] {
    precondition(probabilities.count == count, "one probability per account")
    return probabilities.indices.map { expectedValue($0, probability: probabilities[$0]) }
  }

  /// The EV rule: treat when EV > 0, strictly.
  ///
  /// - Complexity: O(n).
  public func evRule(_ probabilities: [Double]) -> [Bool] {
    precondition(probabilities.count == count, "one probability per account")
    return probabilities.indices.map { expectedValue($0, probability: probabilities[$0]) > 0 }
  }
}
