import Evaluation

extension BacktestReport {
  /// The answer in two sentences: how much churned, and how much of it the score had called safe.
  public var headline: String {
    guard let main else { return "No horizon can be told." }
    let (total, green) = (main.total, green(main))
    let within = isDated ? "Within \(main.days) days " : ""
    let lost = hasMoney ? ", \(NumberStyle.money(total.moneyLost)) lost" : ""
    let missed = hasMoney ? ", \(NumberStyle.money(green.moneyLost)) lost" : ""
    let share = total.churned > 0 ? Double(green.churned) / Double(total.churned) : nil
    return "\(within)\(NumberStyle.count(total.churned)) of \(NumberStyle.count(total.count)) \(unit) churned "
      + "(\(NumberStyle.percent(total.rate)))\(lost). The score had called \(NumberStyle.count(green.churned)) of them "
      + "safe (\(NumberStyle.percent(share)) of the churn\(missed))."
  }

  private var unit: String { isClustered ? "rows" : "accounts" }

  /// For people.
  public var document: Document {
    var blocks: [Document.Block] = [
      .heading("\(scoreColumn) of \(scores) against \(outcomes)", level: 1), .paragraph(headline),
    ]
    if let main { blocks.append(.table(grid(main))) }
    blocks.append(.paragraph(note))
    if backtest.horizons.count > 1 {
      blocks += [.heading("Churn rate by horizon", level: 2), .table(ratesGrid)]
    }
    blocks.append(.facts(facts))
    if showsDetails {
      for horizon in backtest.horizons.dropLast() {
        blocks += [.heading("Within \(horizon.days) days", level: 2), .table(grid(horizon))]
      }
    }
    return Document(blocks)
  }

  private func grid(_ horizon: Backtest.Horizon) -> Document.Grid {
    func line(_ name: String, _ score: String, _ cell: Backtest.Cell, _ mark: String) -> [String] {
      let interval = cell.interval()
      var line = [
        name, score, NumberStyle.count(cell.count), NumberStyle.count(cell.churned), NumberStyle.percent(cell.rate),
        cell.count == 0
          ? NumberStyle.undefined
          : NumberStyle.interval(NumberStyle.percent(interval.lower), NumberStyle.percent(interval.upper)),
        NumberStyle.percent(horizon.total.churned > 0 ? Double(cell.churned) / Double(horizon.total.churned) : nil),
      ]
      if hasMoney { line.append(NumberStyle.money(cell.moneyLost)) }
      return line + [mark]
    }
    var titles = ["band", "score", unit, "churned", "rate", "95 % interval", "of churn"]
    if hasMoney { titles.append("money lost") }
    let rows = horizon.bands.enumerated().map { index, cell in
      line(String(index + 1), bandNames[index], cell, index >= greenFrom ? "green" : "")
    }
    return .init(
      titles: titles + [""], rows: rows + [line("all", "", horizon.total, "")],
      leftColumns: [0, titles.count])
  }

  private var ratesGrid: Document.Grid {
    let rows = bandNames.indices.map { band in
      [String(band + 1), bandNames[band]] + backtest.horizons.map { NumberStyle.percent($0.bands[band].rate) }
    }
    let all = ["all", ""] + backtest.horizons.map { NumberStyle.percent($0.total.rate) }
    let known = [unit, ""] + backtest.horizons.map { NumberStyle.count($0.total.count) }
    let areas = ["AUC", ""] + backtest.horizons.map { NumberStyle.fixed($0.area?.value, 3) }
    return .init(
      titles: ["band", "score"] + backtest.horizons.map { "\($0.days) days" }, rows: rows + [all, known, areas])
  }

  private var note: String {
    let green =
      greenFrom == bandNames.count - 1 ? "Green is the safest band." : "Green are the safer half of the bands."
    return green + " Accounts of equal score are never parted."
      + (isClustered ? " Some accounts were scored several times: the intervals are too narrow." : "")
  }

  private var facts: [Document.Fact] {
    var facts = [Document.Fact("scored rows", NumberStyle.count(counts.scored))]
    func add(_ name: String, _ count: Int, _ fate: String) {
      if count > 0 { facts.append(Document.Fact(name, "\(NumberStyle.count(count)); \(fate)")) }
    }
    add(
      "… not among the outcomes", counts.unmatchedScores,
      counts.absentStayed ? "counted as stayed (--absent-stayed)" : "left out")
    add("… had left by the score’s day", counts.alreadyLeft, "left out")
    if let main { add("… not watched to the end", main.unknown, "left out of the longest horizon") }
    add("outcomes never scored", counts.unmatchedOutcomes, "left out")
    if let area = main?.area {
      let interval = area.lower == nil
        ? "" : " " + NumberStyle.interval(NumberStyle.fixed(area.lower), NumberStyle.fixed(area.upper))
      facts.append(Document.Fact("AUC", NumberStyle.fixed(area.value) + interval))
    }
    return facts
  }
}
