/// Everything that one set of scores is judged by on accounts whose outcome is known: money first, then ranking, then
/// calibration.
public struct Performance: Sendable, Equatable {
  /// Rows judged.
  public var rows: Int
  /// Accounts among them.
  public var accounts: Int
  /// Rows whose account churned.
  public var churners: Int
  /// Whether errors allow for several rows of one account.
  public var isClustered: Bool
  /// What it earns.
  public var profit: Profit
  /// How well it orders.
  public var ranking: RankingQuality
  /// Whether its probabilities mean what they say; `nil` for scores that are no probabilities.
  public var calibration: Calibration?
  /// Share of rows put on the right side of ½; `nil` for scores that are no probabilities.
  public var accuracy: Accuracy?

  /// Money, per account unless said otherwise.
  public struct Profit: Sendable, Equatable {
    /// Realised by treating where EV > 0; `nil` for scores that are no probabilities.
    public var evRule: PolicyOutcome?
    /// The interval of its profit per account.
    public var evRuleDifference: ProfitDifference?
    /// Realised by treating everybody.
    public var everybody: PolicyOutcome
    /// The best cut of the ranking, chosen with hindsight.
    public var maximum: MaximumProfit
    /// The same with the acceptance rate taken from its distribution.
    public var expectedMaximum: ExpectedMaximumProfit
  }

  /// The order of the scores against the outcome.
  public struct RankingQuality: Sendable, Equatable {
    /// AUC with its DeLong variance; `nil` with one class only.
    public var area: AreaUnderCurve?
    /// Average precision; `nil` without churners.
    public var averagePrecision: Double?
    /// Lift of the riskiest tenth, ties shared.
    public var liftTopDecile: Double?
  }

  /// Judges scores.
  ///
  /// - Parameters:
  ///   - accounts: outcomes and scores.
  ///   - logits: log-odds of the scores where they are known more exactly than the scores; length n.
  ///   - campaign: the economics of the rank measures (the mean value where value differs by account).
  ///   - payoffs: the economics of each account for the EV rule.
  ///   - clusters: the account of each row, where an account has several.
  /// - Throws: `.lengthMismatch`, `.notFinite`.
  /// - Complexity: O(n log n).
  public init(
    _ accounts: ScoredAccounts, logits: [Double]? = nil, economics: (campaign: Campaign, payoffs: Payoffs),
    clusters: Clusters? = nil
  ) throws(EvaluationError) {
    let (campaign, payoffs) = economics
    rows = accounts.count
    self.accounts = clusters?.count ?? accounts.count
    churners = accounts.churnerCount
    isClustered = clusters != nil
    let order = Ranking(accounts)
    let all = [Bool](repeating: true, count: accounts.count)
    profit = Profit(
      evRule: nil, evRuleDifference: nil, everybody: PolicyOutcome(of: all, labels: accounts.labels, payoffs),
      maximum: order.maximumProfit(campaign), expectedMaximum: order.expectedMaximumProfit(campaign))
    if accounts.scoresAreProbabilities {
      let treated = payoffs.evRule(accounts.scores)
      let nobody = [Bool](repeating: false, count: accounts.count)
      profit.evRule = PolicyOutcome(of: treated, labels: accounts.labels, payoffs)
      profit.evRuleDifference = ProfitDifference(
        (a: nobody, b: treated), labels: accounts.labels, payoffs, clusters: clusters)
      accuracy = accounts.accuracy()
    }
    let area = clusters.map { AreaUnderCurve(accounts, clusters: $0) } ?? order.areaUnderCurve()
    ranking = RankingQuality(
      area: area, averagePrecision: order.averagePrecision, liftTopDecile: order.lift(at: 0.1))
    calibration = try Calibration(accounts, logits: logits)
  }
}
