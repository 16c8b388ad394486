/// The EV rule and its rivals on the same accounts, in one table.
public struct Rivals: Sendable, Equatable {
  /// The rows, the EV rule first.
  public var rows: [Row]

  /// One way to choose whom to treat.
  public struct Row: Sendable, Equatable {
    /// Which.
    public var policy: Policy
    /// What it turned out to earn.
    public var outcome: PolicyOutcome
    /// What it was expected to earn.
    public var forecast: PolicyForecast
  }

  /// The ways.
  public enum Policy: String, Sendable, CaseIterable {
    /// Treat where EV > 0.
    case evRule = "ev_rule"
    /// Treat nobody.
    case nobody
    /// Treat everybody.
    case everybody
    /// Treat where p > ½.
    case aboveHalf = "above_half"
    /// Treat the tenth with the highest probability (whole tie groups nearest to it).
    case topDecile = "top_decile"
    /// Treat from one tuned cut-off up.
    case tunedCut = "tuned_cut"
    /// Treat where the four costs' Bayes rule says so.
    case bayesRule = "bayes_rule"
  }

  /// Judges the policies.
  ///
  /// - Parameters:
  ///   - accounts: outcomes and probabilities.
  ///   - payoffs: what treating earns; all policies are judged by them.
  ///   - tunedCut: treat when p ≥ it, chosen on other data; by default the best on these, which flatters it.
  ///   - bayes: payoffs of four costs, for a row of their rule.
  /// - Throws: `.notProbabilities`, `.lengthMismatch`.
  /// - Complexity: O(n).
  public init(
    _ accounts: ScoredAccounts, _ payoffs: Payoffs, tunedCut: Double? = nil, bayes: Payoffs? = nil
  ) throws(EvaluationError) {
    if let row = accounts.firstNonProbability { throw .notProbabilities(row: row) }
    for found in [payoffs.count, bayes?.count ?? accounts.count] where found != accounts.count {
      throw .lengthMismatch(what: "the economics", expected: accounts.count, found: found)
    }
    let p = accounts.scores
    rows = Rivals.treatments(accounts, payoffs, tunedCut: tunedCut, bayes: bayes).map { policy, treated in
      Row(
        policy: policy, outcome: PolicyOutcome(of: treated, labels: accounts.labels, payoffs),
        forecast: PolicyForecast(of: treated, probabilities: p, payoffs))
    }
  }

  /// Whom each policy treats, in the order of the rows.
  ///
  /// - Precondition: the scores are probabilities and payoffs are as many as accounts.
  /// - Complexity: O(n).
  public static func treatments(
    _ accounts: ScoredAccounts, _ payoffs: Payoffs, tunedCut: Double? = nil, bayes: Payoffs? = nil
  ) -> [(policy: Policy, treated: [Bool])] {
    let p = accounts.scores
    let cut = tunedCut ?? accounts.maximumProfit(payoffs).threshold ?? .infinity
    var policies: [(Policy, [Bool])] = [
      (.evRule, payoffs.evRule(p)),
      (.nobody, p.map { _ in false }),
      (.everybody, p.map { _ in true }),
      (.aboveHalf, p.map { $0 > 0.5 }),
      (.topDecile, accounts.top(0.1)),
      (.tunedCut, p.map { $0 >= cut }),
    ]
    if let bayes { policies.append((.bayesRule, bayes.evRule(p))) }
    return policies
  }

  /// The row of a policy.
  public subscript(_ policy: Policy) -> Row? { rows.first { $0.policy == policy } }
}
