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
    // two halves that need nothing of each other, side by side
    let halves = concurrently(2) { half -> Half in
      if half == 0 { return .ranked(RankedFigures(accounts, economics, payoffs, clusters)) }
      return .line(Result { () throws(EvaluationError) in try CalibrationLine(accounts, logits: logits) })
    }
    guard case .ranked(let ranked) = halves[0], case .line(let found) = halves[1] else {
      preconditionFailure("each half is where it was made")
    }
    let line = try found.get()
    profit = ranked.profit
    area = ranked.area
    averagePrecision = ranked.averagePrecision
    liftTopDecile = ranked.liftTopDecile
    calibration = nil
    if let line { calibration = try Calibration(accounts, line, ranking: ranked.ranking) }
    accuracy = accounts.scoresAreProbabilities ? accounts.accuracy() : nil
  }
}

/// What is made on one thread.
private enum Half {
  case ranked(RankedFigures)
  case line(Result<CalibrationLine?, EvaluationError>)
}

/// What the order of the accounts tells.
private struct RankedFigures: Sendable {
  let ranking: Ranking
  var profit: Assessment.Profit
  let area: AreaUnderCurve?
  let averagePrecision: Double?
  let liftTopDecile: Double?

  init(_ accounts: ScoredAccounts, _ economics: CampaignEconomics, _ payoffs: Payoffs, _ clusters: Clusters?) {
    ranking = Ranking(accounts)
    if case .shared(let campaign) = economics {
      let expected = ranking.expectedMaximumProfit(campaign)
      profit = Assessment.Profit(accounts, expected.atMeanAcceptance, payoffs, clusters)
      profit.expectedMaximum = expected
    } else {
      profit = Assessment.Profit(accounts, accounts.maximumProfit(payoffs), payoffs, clusters)
    }
    area = clusters.map { AreaUnderCurve(accounts, clusters: $0) } ?? ranking.areaUnderCurve()
    averagePrecision = ranking.averagePrecision
    liftTopDecile = ranking.lift(at: 0.1)
  }
}

extension Assessment.Profit {
  fileprivate init(
    _ accounts: ScoredAccounts, _ maximum: MaximumProfit, _ payoffs: Payoffs, _ clusters: Clusters?
  ) {
    let everybody = [Bool](repeating: true, count: accounts.count)
    self.everybody = PolicyOutcome(of: everybody, labels: accounts.labels, payoffs)
    self.maximum = maximum
    guard accounts.scoresAreProbabilities else { return }
    let treated = payoffs.evRule(accounts.scores)
    let nobody = [Bool](repeating: false, count: accounts.count)
    evRule = PolicyOutcome(of: treated, labels: accounts.labels, payoffs)
    evRuleForecast = PolicyForecast(of: treated, probabilities: accounts.scores, payoffs)
    evRuleGain = ProfitDifference((nobody, treated), labels: accounts.labels, payoffs, clusters: clusters)
  }
}
