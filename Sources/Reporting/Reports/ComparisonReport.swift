public import CanonicalJSON
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
      "Cannot tell: \(names.b) earned \(NumberStyle.money(profit.mean * 1000)) per 1,000 accounts more "
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

  private func intervalText(_ profit: ProfitDifference, factor: Double) -> String {
    guard let lower = profit.lower, let upper = profit.upper else { return "(no interval: one account)" }
    return NumberStyle.interval(NumberStyle.money(lower * factor), NumberStyle.money(upper * factor))
  }

  /// For people.
  public var document: Document {
    var blocks: [Document.Block] = [
      .heading("\(names.a) against \(names.b) on \(data)", level: 1), .paragraph(verdict),
      .paragraph(economics.sentence), .table(sideBySide),
    ]
    blocks.append(.facts(pairedFacts))
    return Document(blocks)
  }

  private var sideBySide: Document.Grid {
    let (a, b) = (comparison.a, comparison.b)
    func row(_ name: String, _ figure: (Performance) -> Double?, _ write: (Double?) -> String) -> [String] {
      let (x, y) = (figure(a), figure(b))
      let difference = x.flatMap { x in y.map { $0 - x } }
      return [name, write(x), write(y), write(difference)]
    }
    let money = { NumberStyle.money($0) }
    let four = { NumberStyle.fixed($0, 4) }
    let share = { NumberStyle.percent($0) }
    return .init(
      titles: ["", names.a, names.b, "difference"],
      rows: [
        row("profit/account, EV rule", { $0.assessment.profit.evRule?.profitPerAccount }, money),
        row("treated", { $0.assessment.profit.evRule?.fraction }, share),
        row("profit/account, everybody", { $0.assessment.profit.everybody.profitPerAccount }, money),
        row("MPC", { $0.assessment.profit.maximum.perAccount }, money),
        row("EMPC", { $0.assessment.profit.expectedMaximum?.perAccount }, money),
        row("AUC", { $0.assessment.area?.value }, four),
        row("average precision", { $0.assessment.averagePrecision }, four),
        row("top-decile lift", { $0.assessment.liftTopDecile }, four),
        row("calibration slope", { $0.assessment.calibration?.recalibration.slope?.value }, four),
        row("calibration intercept", { $0.assessment.calibration?.recalibration.intercept?.value }, four),
        row("Brier score", { $0.assessment.calibration?.brier }, four),
        row("log loss", { $0.assessment.calibration?.logLoss.mean }, four),
        row("accuracy at ½", { $0.assessment.accuracy?.value }, share),
        row("accuracy, nobody churns", { $0.assessment.accuracy?.ofNobodyChurns }, share),
      ])
  }

  private var pairedFacts: [Document.Fact] {
    var facts: [Document.Fact] = []
    let clustered = comparison.a.isClustered ? ", by account" : ""
    if let profit = comparison.profit {
      facts.append(
        Document.Fact(
          "profit difference", "\(NumberStyle.fixed(profit.mean)) per account \(intervalText4(profit))\(clustered)"))
      facts.append(
        Document.Fact(
          "in total", "\(NumberStyle.money(profit.total)) on \(NumberStyle.count(profit.count)) rows"))
    }
    if let swaps = comparison.swaps {
      facts.append(
        Document.Fact(
          "call lists", "\(NumberStyle.count(swaps.onlyB)) accounts enter, \(NumberStyle.count(swaps.onlyA)) leave"))
    }
    if let areas = comparison.areas {
      let (lower, upper) = (NumberStyle.fixed(areas.lower), NumberStyle.fixed(areas.upper))
      facts.append(
        Document.Fact(
          "AUC difference",
          "\(NumberStyle.fixed(areas.difference)) \(NumberStyle.interval(lower, upper)), paired DeLong\(clustered), "
            + "p = \(NumberStyle.pValue(areas.pValue))"))
    }
    return facts
  }

  private func intervalText4(_ profit: ProfitDifference) -> String {
    guard let lower = profit.lower, let upper = profit.upper else { return "" }
    return NumberStyle.interval(NumberStyle.fixed(lower), NumberStyle.fixed(upper))
  }

  /// For machines.
  public var json: JSONValue {
    let profit = comparison.profit
    let areas = comparison.areas
    return [
      "a": .object(members(names.a, comparison.a)), "b": .object(members(names.b, comparison.b)),
      "data": .string(data),
      "difference": [
        "profit": [
          "per_account": .figure(profit?.mean), "lower": .figure(profit?.lower), "upper": .figure(profit?.upper),
          "standard_error": .figure(profit?.standardError), "total": .figure(profit?.total),
          "smallest_detectable": .figure(profit?.smallestDetectable()),
          "accounts_needed": profit?.accountsNeeded().map { .count($0) } ?? .null,
        ],
        "auc": [
          "difference": .figure(areas?.difference), "lower": .figure(areas?.lower), "upper": .figure(areas?.upper),
          "standard_error": .figure(areas?.standardError), "z": .figure(areas?.z), "p": .figure(areas?.pValue),
        ],
        "only_a": comparison.swaps.map { .count($0.onlyA) } ?? .null,
        "only_b": comparison.swaps.map { .count($0.onlyB) } ?? .null,
      ],
      "verdict": .string(comparison.verdict.rawValue), "sentence": .string(verdict),
      "campaign": economics.json,
    ]
  }

  private func members(_ name: String, _ performance: Performance) -> JSONObject {
    JSONObject(
      [("name", .string(name))]
        + PerformanceSection(performance, economics: economics).members
        .filter { $0.0 != "campaign" })
  }
}
