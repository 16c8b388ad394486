import Parallel

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
    let payoffs = try economics.payoffs(count: accounts.count)
    // what needs no order of the accounts beside the sort, and then what needs it
    let (ranking, unordered) = together(
      { Ranking(accounts) },
      {
        (
          line: Result { () throws(EvaluationError) in try CalibrationLine(accounts, logits: logits) },
          policies: Policies(accounts, payoffs, clusters),
          accuracy: accounts.scoresAreProbabilities ? accounts.accuracy() : nil
        )
      })
    let line = try unordered.line.get()
    let (maximum, (ordered, found)) = together(
      { MostProfit(accounts, economics, payoffs, ranking) },
      {
        together(
          { RankedFigures(accounts, ranking, clusters) },
          {
            line.map { line in
              Result { () throws(EvaluationError) in try Calibration(accounts, line, ranking: ranking) }
            }
          })
      })
    profit = Profit(unordered.policies, maximum)
    area = ordered.area
    averagePrecision = ordered.averagePrecision
    liftTopDecile = ordered.liftTopDecile
    calibration = try found?.get()
    accuracy = unordered.accuracy
  }
}

/// What the order of the accounts tells.
private struct RankedFigures: Sendable {
  let area: AreaUnderCurve?
  let averagePrecision: Double?
  let liftTopDecile: Double?

  init(_ accounts: ScoredAccounts, _ ranking: Ranking, _ clusters: Clusters?) {
    area = clusters.map { AreaUnderCurve(accounts, clusters: $0) } ?? ranking.areaUnderCurve()
    averagePrecision = ranking.averagePrecision
    liftTopDecile = ranking.lift(at: 0.1)
  }
}

/// What the best cut earns.
private struct MostProfit: Sendable {
  let maximum: MaximumProfit
  let expected: ExpectedMaximumProfit?

  init(_ accounts: ScoredAccounts, _ economics: CampaignEconomics, _ payoffs: Payoffs, _ ranking: Ranking) {
    guard case .shared(let campaign) = economics else {
      (maximum, expected) = (accounts.maximumProfit(payoffs), nil)
      return
    }
    let found = ranking.expectedMaximumProfit(campaign)
    (maximum, expected) = (found.atMeanAcceptance, found)
  }
}

/// What ways to choose earn that need no order of the accounts; those by expected value where scores are probabilities.
private struct Policies: Sendable {
  let everybody: PolicyOutcome
  var evRule: PolicyOutcome?
  var forecast: PolicyForecast?
  var gain: ProfitDifference?

  init(_ accounts: ScoredAccounts, _ payoffs: Payoffs, _ clusters: Clusters?) {
    everybody = PolicyOutcome(of: [Bool](repeating: true, count: accounts.count), labels: accounts.labels, payoffs)
    guard accounts.scoresAreProbabilities else { return }
    let treated = payoffs.evRule(accounts.scores)
    let nobody = [Bool](repeating: false, count: accounts.count)
    evRule = PolicyOutcome(of: treated, labels: accounts.labels, payoffs)
    forecast = PolicyForecast(of: treated, probabilities: accounts.scores, payoffs)
    gain = ProfitDifference((nobody, treated), labels: accounts.labels, payoffs, clusters: clusters)
  }
}

extension Assessment.Profit {
  fileprivate init(_ policies: Policies, _ most: MostProfit) {
    (evRule, evRuleForecast, evRuleGain) = (policies.evRule, policies.forecast, policies.gain)
    everybody = policies.everybody
    (maximum, expectedMaximum) = (most.maximum, most.expected)
  }
}
