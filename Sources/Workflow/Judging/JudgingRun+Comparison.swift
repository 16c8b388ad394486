import Evaluation
import Reporting
import Tables

extension JudgingRun {
  /// The money, ranking and call lists of a challenger against the champion.
  func comparison(
    of challenger: JudgingData.Subject, against champion: JudgingData.Subject, _ data: JudgingData
  ) throws -> ComparisonReport {
    let (a, b) = (champion, challenger)
    let clusters = data.accounts.map { Clusters($0) }
    let comparison = try Comparison(
      labels: data.labels, (scores: a.scores, logits: a.logits), (scores: b.scores, logits: b.logits),
      economics: data.economics.economics, clusters: clusters)
    var report = ComparisonReport(
      names: (a: a.name, b: b.name), data: options.data, comparison: comparison, economics: data.economics.summary)
    report.showsDetails = options.showsDetails
    report.shift = try PopulationShift(base: a.scores, new: b.scores)
    guard let profit = comparison.profit else { return report }
    let payoffs = data.economics.payoffs
    let lists = (a: payoffs.evRule(a.scores), b: payoffs.evRule(b.scores))
    report.swaps = SwapSection(
      SwapSet(lists, labels: data.labels, payoffs, money: data.economics.value), total: profit.total,
      hasSpend: !data.economics.isFourCosts, names: report.names)
    report.resampled = resampling(usually: 2_000).map { resampling in
      let differences = ProfitDifference.rows(lists, labels: data.labels, payoffs)
      let campaigns = (lists.b.contains(true) ? 1.0 : 0) - (lists.a.contains(true) ? 1.0 : 0)
      return ProfitDifference.resampled(differences: differences, clusters: clusters, resampling)
        .less(campaigns * payoffs.fixedCost / Double(differences.count))
    }
    return report
  }

  /// Adds what two models say of their difference: why scores changed, and the coefficients side by side.
  func explain(
    _ report: inout ComparisonReport, _ challenger: JudgingData.Subject, _ champion: JudgingData.Subject,
    _ data: JudgingData, _ before: PairedSnapshot?
  ) throws {
    guard let a = champion.model, let b = challenger.model else { return }
    let splitter = ScoreSplitter(a, b)
    if let before {
      report.change = try splitter.split(data.table.selecting(before.nowRows), before: before.table)
      report.change?.unmatched = before.unmatched
    } else {
      report.change = try splitter.split(data.table, before: nil)
    }
    report.coefficients = CoefficientsSection(a.model, b.model, sharesTraining: a.sharesTraining(with: b))
  }
}

extension LoadedModel {
  /// Whether the training records of both name the same file.
  fileprivate func sharesTraining(with other: LoadedModel) -> Bool {
    trainingFiles.contains { other.trainingFiles.contains($0) }
  }
}

extension Economics.OfRows {
  /// What each account is worth; 0 where the economics do not say.
  fileprivate var value: PerAccount {
    switch economics {
    case .shared(let campaign): .same(campaign.value)
    case .perAccount(let perAccount): perAccount.value
    case .fourCosts: .same(0)
    }
  }
}
