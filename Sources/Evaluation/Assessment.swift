/// Everything that is said of one score on accounts whose outcome is known, money first, from one sort.
public struct Assessment: Sendable, Equatable {
  /// What the accounts earn under each way to choose.
  public var profit: Profit
  /// AUC with its interval, clustered where clusters were given; `nil` with one outcome only.
  public var area: AreaUnderCurve?
  /// `nil` when nobody churned.
  public var averagePrecision: Double?
  /// Ties shared; `nil` when nobody churned.
  public var liftTopDecile: Double?
  /// `nil` where the scores are not probabilities.
  public var calibration: Calibration?
  /// At p ≥ ½, beside "nobody churns"; `nil` where the scores are not probabilities.
  public var accuracy: Accuracy?

  /// The money; treating nobody always earns 0.
  public struct Profit: Sendable, Equatable {
    /// What the EV rule turned out to earn; `nil` where the scores are not probabilities.
    public var evRule: PolicyOutcome?
    /// What it was expected to earn.
    public var evRuleForecast: PolicyForecast?
    /// Its profit per account against treating nobody, with the analytic error.
    public var evRuleGain: ProfitDifference?
    /// What treating everybody turned out to earn.
    public var everybody: PolicyOutcome
    /// MPC.
    public var maximum: MaximumProfit
    /// EMPC and the value of a pilot; `nil` where economics differ by account.
    public var expectedMaximum: ExpectedMaximumProfit?
  }

  /// Judges a score.
  ///
  /// - Parameters:
  ///   - accounts: outcomes and scores.
  ///   - economics: what treating earns.
  ///   - clusters: the account of each row where an account has several.
  ///   - logits: log-odds of the scores where they are known more exactly; finite.
  /// - Throws: as `Payoffs` and `Calibration`.
  /// - Complexity: O(n).
  public init(
    _ accounts: ScoredAccounts, _ economics: CampaignEconomics, clusters: Clusters? = nil, logits: [Double]? = nil
  ) throws(EvaluationError) {
    if let clusters, clusters.codes.count != accounts.count {
      throw .lengthMismatch(what: "the account of a row", expected: accounts.count, found: clusters.codes.count)
    }
    let ranking = Ranking(accounts)
    profit = Profit(accounts, ranking, try economics.payoffs(count: accounts.count), clusters)
    if case .shared(let campaign) = economics {
      let expected = ranking.expectedMaximumProfit(campaign)
      profit.expectedMaximum = expected
      profit.maximum = expected.atMeanAcceptance
    }
    area = clusters.map { AreaUnderCurve(accounts, clusters: $0) } ?? ranking.areaUnderCurve()
    averagePrecision = ranking.averagePrecision
    liftTopDecile = ranking.lift(at: 0.1)
    calibration = try Calibration(accounts, ranking: ranking, logits: logits)
    accuracy = accounts.scoresAreProbabilities ? accounts.accuracy() : nil
  }
}

extension Assessment.Profit {
  fileprivate init(_ accounts: ScoredAccounts, _ ranking: Ranking, _ payoffs: Payoffs, _ clusters: Clusters?) {
    let everybody = [Bool](repeating: true, count: accounts.count)
    self.everybody = PolicyOutcome(of: everybody, labels: accounts.labels, payoffs)
    maximum = accounts.maximumProfit(payoffs)
    guard accounts.scoresAreProbabilities else { return }
    let treated = payoffs.evRule(accounts.scores)
    let nobody = [Bool](repeating: false, count: accounts.count)
    evRule = PolicyOutcome(of: treated, labels: accounts.labels, payoffs)
    evRuleForecast = PolicyForecast(of: treated, probabilities: accounts.scores, payoffs)
    evRuleGain = ProfitDifference((nobody, treated), labels: accounts.labels, payoffs, clusters: clusters)
  }
}
