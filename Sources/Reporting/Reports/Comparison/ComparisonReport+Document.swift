import Evaluation

extension ComparisonReport {
  /// For people.
  public var document: Document {
    var blocks: [Document.Block] = [
      .heading("\(names.a) against \(names.b) on \(data)", level: 1), .paragraph(verdict),
    ]
    if !gates.isEmpty { blocks.append(.facts(gates.map(\.fact))) }
    blocks += [.paragraph(economics.sentence), .table(sideBySide), .facts(pairedFacts)]
    if let swaps { blocks += [.heading("Who enters and who leaves the call list", level: 2), .table(swaps.grid)] }
    return Document(blocks + (showsDetails ? details : []))
  }

  private var details: [Document.Block] {
    var blocks: [Document.Block] = [.heading("Further figures", level: 2), .table(furtherFigures)]
    if let change {
      blocks += [.heading("Why scores changed (log-odds)", level: 2), .table(change.grid)]
    }
    if let coefficients {
      blocks += [
        .heading("Coefficients", level: 2), .table(coefficients.grid(names)), .paragraph(coefficients.note),
      ]
    }
    return blocks
  }

  private func row(
    _ name: String, _ write: (Double?) -> String, _ figure: (Performance) -> Double?
  ) -> [String] {
    let (x, y) = (figure(comparison.a), figure(comparison.b))
    let difference = x.flatMap { x in y.map { $0 - x } }
    return [name, write(x), write(y), write(difference)]
  }

  private var sideBySide: Document.Grid {
    let money = { NumberStyle.money($0) }
    let three = { NumberStyle.fixed($0, 3) }
    let four = { NumberStyle.fixed($0, 4) }
    return .init(
      titles: ["", names.a, names.b, "difference"],
      rows: [
        row("profit, EV rule", money) { $0.assessment.profit.evRule?.profit },
        row("… per account", three) { $0.assessment.profit.evRule?.profitPerAccount },
        row("… expected", three) { $0.assessment.profit.evRuleForecast?.profitPerAccount },
        row("treated", { NumberStyle.percent($0) }) { $0.assessment.profit.evRule?.fraction },
        row("AUC", four) { $0.assessment.area?.value },
        row("calibration slope", four) { $0.assessment.calibration?.recalibration.slope?.value },
        row("Brier score", four) { $0.assessment.calibration?.brier },
      ])
  }

  private var furtherFigures: Document.Grid {
    let three = { NumberStyle.fixed($0, 3) }
    let four = { NumberStyle.fixed($0, 4) }
    let share = { NumberStyle.percent($0) }
    return .init(
      titles: ["", names.a, names.b, "difference"],
      rows: [
        row("everybody, per account", three) { $0.assessment.profit.everybody.profitPerAccount },
        row("best cut (MPC)", three) { $0.assessment.profit.maximum.perAccount },
        row("EMPC", three) { $0.assessment.profit.expectedMaximum?.perAccount },
        row("average precision", four) { $0.assessment.averagePrecision },
        row("top-decile lift", three) { $0.assessment.liftTopDecile },
        row("calibration intercept", four) { $0.assessment.calibration?.recalibration.intercept?.value },
        row("in the large", four) { $0.assessment.calibration?.recalibration.inTheLarge?.value },
        row("log loss", four) { $0.assessment.calibration?.logLoss.mean },
        row("accuracy at ½", share) { $0.assessment.accuracy?.value },
        row("accuracy, nobody churns", share) { $0.assessment.accuracy?.ofNobodyChurns },
      ])
  }

  private var pairedFacts: [Document.Fact] {
    var facts: [Document.Fact] = []
    let clustered = comparison.a.isClustered ? ", by account" : ""
    if let profit = comparison.profit {
      facts.append(
        Document.Fact(
          "profit difference", "\(NumberStyle.fixed(profit.mean)) per account \(intervalText4(profit))\(clustered)"))
      if let resampled {
        let (lower, upper) = (NumberStyle.fixed(resampled.lower), NumberStyle.fixed(resampled.upper))
        facts.append(
          Document.Fact(
            "… accounts resampled",
            "\(NumberStyle.interval(lower, upper)), \(NumberStyle.count(resampled.resamples)) paired resamples"))
      }
      facts.append(
        Document.Fact(
          "in total",
          "\(NumberStyle.money(profit.total)) \(intervalText(profit, factor: Double(profit.count))) "
            + "on \(NumberStyle.count(profit.count)) rows"))
    }
    if let areas = comparison.areas {
      let (lower, upper) = (NumberStyle.fixed(areas.lower), NumberStyle.fixed(areas.upper))
      facts.append(
        Document.Fact(
          "AUC difference",
          "\(NumberStyle.fixed(areas.difference)) \(NumberStyle.interval(lower, upper)), paired DeLong\(clustered), "
            + "p = \(NumberStyle.pValue(areas.pValue))"))
    }
    facts += [change?.fact, shiftFact, coefficients?.fact].compactMap(\.self)
    return facts
  }

  private var shiftFact: Document.Fact? {
    shift.map {
      let reading = $0.value < 0.1 ? "stable" : $0.value <= 0.25 ? "moved" : "shifted"
      return Document.Fact("shift of the scores (PSI)", "\(NumberStyle.fixed($0.value, 4)) (\(reading))")
    }
  }

  private func intervalText4(_ profit: ProfitDifference) -> String {
    guard let lower = profit.lower, let upper = profit.upper else { return "" }
    return NumberStyle.interval(NumberStyle.fixed(lower), NumberStyle.fixed(upper))
  }
}
