public import Diagnostics
public import Evaluation

/// The answer of `churn compare`.
public struct ComparisonReport: Report {
  /// Names of the two.
  public var names: (a: String, b: String)
  /// The data they were compared on.
  public var data: String
  /// The figures.
  public var comparison: Comparison
  /// The economics behind them.
  public var economics: EconomicsSummary
  /// The profit difference per account, accounts resampled; `nil` where they were not.
  public var resampled: ResampledEstimate?
  /// Who enters and who leaves the call list; `nil` without probabilities.
  public var swaps: SwapSection?
  /// Why scores changed; `nil` without models.
  public var change: ScoreChangeSection?
  /// The coefficients side by side; `nil` without models.
  public var coefficients: CoefficientsSection?
  /// How far B's scores are distributed from A's.
  public var shift: PopulationShift?
  /// Conditions, judged.
  public var gates: [GateResult] = []
  /// Whether the long parts are shown to people; machines always get them.
  public var showsDetails = false

  /// Creates a report.
  public init(names: (a: String, b: String), data: String, comparison: Comparison, economics: EconomicsSummary) {
    self.names = names
    self.data = data
    self.comparison = comparison
    self.economics = economics
  }

  /// The verdict in a sentence.
  public var verdict: String {
    guard let profit = comparison.profit else { return rankingVerdict }
    let size = profit.mean.magnitude * 1000
    let interval = intervalText(profit, factor: 1000)
    switch profit.verdict {
    case .b:
      return "\(names.b) is better: worth \(NumberStyle.money(size)) more per 1,000 accounts \(interval)."
    case .a:
      return "\(names.a) is better: \(names.b) earns \(NumberStyle.money(size)) less per 1,000 accounts \(interval)."
    case .cannotTell: return cannotTell(profit)
    }
  }

  private func cannotTell(_ profit: ProfitDifference) -> String {
    if profit.mean == 0, (profit.standardError ?? 0) == 0 {
      return "Cannot tell: on these accounts both make the same decisions."
    }
    var text =
      "Cannot tell: \(names.b) earned \(NumberStyle.money(profit.mean.magnitude * 1000)) "
      + "\(profit.mean < 0 ? "less" : "more") per 1,000 accounts "
      + "\(intervalText(profit, factor: 1000))."
    if let shown = profit.smallestDetectable() {
      text += " A difference of \(NumberStyle.money(shown * 1000)) would have shown."
    }
    if let needed = profit.accountsNeeded(), needed > profit.clusterCount {
      text += " To show one of the size seen, about \(NumberStyle.count(needed)) accounts are needed."
    }
    return text
  }

  private var rankingVerdict: String {
    guard let areas = comparison.areas else { return "Cannot tell: only one class, and no probabilities to act on." }
    switch areas.verdict {
    case .a: return "\(names.a) ranks better (AUC); without probabilities money cannot decide."
    case .b: return "\(names.b) ranks better (AUC); without probabilities money cannot decide."
    case .cannotTell: return "Cannot tell: the AUCs do not differ by more than chance."
    }
  }

  func intervalText(_ profit: ProfitDifference, factor: Double) -> String {
    guard let lower = profit.lower, let upper = profit.upper else { return "(no interval: one account)" }
    return NumberStyle.interval(NumberStyle.money(lower * factor), NumberStyle.money(upper * factor))
  }

  /// The problem that ends the run when a gate says no.
  public var gateProblem: Problem? { GateResult.problem(gates.map { (names.b, $0) }) }
}
