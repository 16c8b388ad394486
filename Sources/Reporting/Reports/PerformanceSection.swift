public import Evaluation

/// A performance as parts of a report: the money first, ranking and calibration below.
public struct PerformanceSection: Sendable {
  /// The figures.
  public var performance: Performance
  /// The economics behind them.
  public var economics: EconomicsSummary

  /// Creates a section.
  public init(_ performance: Performance, economics: EconomicsSummary) {
    self.performance = performance
    self.economics = economics
  }

  /// The answer in a line: what the EV rule earned against the simple policies.
  public var headline: String {
    let profit = performance.assessment.profit
    guard let rule = profit.evRule else {
      return "Best cut of the ranking: \(NumberStyle.money(profit.maximum.perAccount)) per account, "
        + "treating \(NumberStyle.percent(profit.maximum.fraction))."
    }
    let interval = profit.evRuleGain.flatMap { difference -> String? in
      guard let lower = difference.lower, let upper = difference.upper else { return nil }
      return " " + NumberStyle.interval(NumberStyle.money(lower), NumberStyle.money(upper))
    }
    return "Treating \(NumberStyle.count(rule.treated)) of \(NumberStyle.count(performance.rows)) "
      + (performance.isClustered ? "rows" : "accounts") + " where it pays earns \(NumberStyle.money(rule.profit)): "
      + "\(NumberStyle.money(rule.profitPerAccount))\(interval ?? "") per account; "
      + "treating everybody \(NumberStyle.money(profit.everybody.profitPerAccount)), nobody 0.00."
  }

  var blocks: [Document.Block] { [.paragraph(headline)] + blocksBelowHeadline }

  var blocksBelowHeadline: [Document.Block] {
    [.paragraph(economics.sentence), .table(moneyGrid), .facts(rankingFacts + [accuracyFact].compactMap(\.self))]
      + calibrationBlocks
  }

  private var moneyGrid: Document.Grid {
    let profit = performance.assessment.profit
    var rows: [[String]] = []
    func row(_ name: String, _ outcome: PolicyOutcome, note: String = "") {
      rows.append([
        name, NumberStyle.money(outcome.profitPerAccount), NumberStyle.money(outcome.profit),
        NumberStyle.percent(outcome.fraction), note,
      ])
    }
    if let rule = profit.evRule { row("EV rule", rule, note: "treat when expected value > 0") }
    rows.append(["nobody", NumberStyle.money(0), NumberStyle.money(0), NumberStyle.percent(0), ""])
    row("everybody", profit.everybody)
    rows.append([
      "best cut (MPC)", NumberStyle.money(profit.maximum.perAccount), NumberStyle.money(profit.maximum.total),
      NumberStyle.percent(profit.maximum.fraction),
      profit.maximum.threshold.map { "score ≥ \(NumberStyle.significant($0)), found with hindsight" }
        ?? "treat nobody",
    ])
    if let expected = profit.expectedMaximum {
      rows.append([
        "EMPC", NumberStyle.money(expected.perAccount), NumberStyle.undefined,
        NumberStyle.percent(expected.fraction), "best cut if acceptance were known",
      ])
      rows.append([
        "value of a pilot", NumberStyle.money(expected.pilotValue), NumberStyle.undefined, "",
        "EMPC − MPC: worth of knowing acceptance",
      ])
    }
    return .init(
      titles: ["policy", "profit/account", "profit, total", "treated", ""], rows: rows, leftColumns: [0, 4])
  }

  /// Nobody and everybody: all that can be said of policies where scores are not probabilities.
  var withoutRuleGrid: Document.Grid {
    let everybody = performance.assessment.profit.everybody
    return .init(
      titles: ["policy", "treated", "profit", "/account"],
      rows: [
        ["nobody", "0", NumberStyle.money(0), NumberStyle.fixed(0, 3)],
        [
          "everybody", NumberStyle.count(everybody.treated), NumberStyle.money(everybody.profit),
          NumberStyle.fixed(everybody.profitPerAccount, 3),
        ],
      ])
  }

  var rankingFacts: [Document.Fact] {
    let ranking = performance.assessment
    let clustered = performance.isClustered ? ", by account" : ""
    return [
      Document.Fact("churners", churnersText),
      Document.Fact(
        "AUC",
        ranking.area.map {
          NumberStyle.fixed($0.value)
            + ($0.lower == nil
              ? ""
              : " " + NumberStyle.interval(NumberStyle.fixed($0.lower), NumberStyle.fixed($0.upper))
                + " (DeLong\(clustered))")
        } ?? "– (one class only)"),
      Document.Fact("average precision", NumberStyle.fixed(ranking.averagePrecision)),
      Document.Fact("top-decile lift", NumberStyle.fixed(ranking.liftTopDecile, 3) + " (ties shared)"),
    ]
  }

  /// Accuracy says little where few churn, so it never stands without that of "nobody churns".
  var accuracyFact: Document.Fact? {
    performance.assessment.accuracy.map {
      Document.Fact(
        "accuracy at ½",
        NumberStyle.percent($0.value) + "; “nobody churns” has \(NumberStyle.percent($0.ofNobodyChurns))")
    }
  }

  private var churnersText: String {
    "\(NumberStyle.count(performance.churners)) of \(NumberStyle.count(performance.rows)) rows "
      + "(\(NumberStyle.percent(Double(performance.churners) / Double(max(performance.rows, 1)))))"
      + (performance.isClustered ? ", \(NumberStyle.count(performance.accounts)) accounts" : "")
  }

  private var calibrationBlocks: [Document.Block] {
    if let note = noProbabilities { return [.paragraph(note)] }
    return [.facts(calibrationFacts)] + (decileGrid.map { [.table($0)] } ?? [])
  }

  /// Said where the scores are not probabilities.
  var noProbabilities: String? {
    performance.assessment.calibration == nil
      ? "Scores outside 0…1 are no probabilities: no EV rule, calibration, Brier score or log loss." : nil
  }

  var calibrationFacts: [Document.Fact] {
    guard let calibration = performance.assessment.calibration else { return [] }
    let line = calibration.recalibration
    return [
      Document.Fact("calibration slope", estimate(line.slope) + "  (1 is right)"),
      Document.Fact("calibration intercept", estimate(line.intercept) + "  (0 is right)"),
      Document.Fact("in the large", estimate(line.inTheLarge) + "  (0 is right; slope held at 1)"),
      Document.Fact("Brier score", NumberStyle.fixed(calibration.brier, 5)),
      Document.Fact("log loss", NumberStyle.fixed(calibration.logLoss.mean, 5)),
    ]
  }

  /// Predicted and observed, decile by decile.
  var decileGrid: Document.Grid? {
    guard let calibration = performance.assessment.calibration else { return nil }
    let rows = calibration.bins.rows.enumerated().map { index, row in
      let interval = row.interval()
      return [
        String(index + 1), NumberStyle.count(row.count), NumberStyle.percent(row.meanProbability),
        NumberStyle.percent(row.rate),
        NumberStyle.interval(NumberStyle.percent(interval.lower), NumberStyle.percent(interval.upper)),
      ]
    }
    return .init(titles: ["decile of score", "accounts", "predicted", "observed", "95 % interval"], rows: rows)
  }

  private func estimate(_ value: Recalibration.Estimate?) -> String {
    guard let value else { return NumberStyle.undefined }
    return "\(NumberStyle.fixed(value.value)) ± \(NumberStyle.fixed(1.96 * value.standardError))"
  }
}
