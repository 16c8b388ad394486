import Evaluation
import Reporting

extension JudgingRun {
  /// Of the accounts whose decision must change before an input counts as moved far.
  private static let tornadoShare = 0.05

  /// Everything that is said of one set of scores.
  func evaluation(of subject: JudgingData.Subject, _ data: JudgingData) throws -> EvaluationReport {
    let accounts = try ScoredAccounts(labels: data.labels, scores: subject.scores)
    let performance = try judgement(
      labels: data.labels, scores: subject.scores, logits: subject.logits, economics: data.economics,
      accounts: data.accounts)
    var report = EvaluationReport(
      subject: subject.name, data: options.data,
      section: PerformanceSection(performance, economics: data.economics.summary))
    let clusters = data.accounts.map { Clusters($0) }
    report.showsDetails = options.showsDetails
    report.maxima = maxima(of: performance.assessment.profit, accounts, data, clusters)
    report.chart = ProfitChart(
      title: "\(subject.name) on \(options.data)", curve: ProfitByDepth(accounts, data.economics.payoffs))
    guard accounts.scoresAreProbabilities else {
      if options.by != nil { throw Self.needsProbabilities(options) }
      return report
    }
    report.rivals = try rivals(of: accounts, data, clusters)
    report.segments = try segments(of: accounts, data)
    report.tornado = try tornado(of: accounts, data)
    return report
  }

  private func rivals(
    of accounts: ScoredAccounts, _ data: JudgingData, _ clusters: Clusters?
  ) throws -> RivalsSection {
    let payoffs = data.economics.payoffs
    let bayes = data.economics.isFourCosts ? payoffs : nil
    let rivals = try Rivals(accounts, payoffs, bayes: bayes)
    let rule = payoffs.evRule(accounts.scores)
    let nobody = [Bool](repeating: false, count: accounts.count)
    let leads = Rivals.treatments(accounts, payoffs, bayes: bayes).map {
      ProfitDifference((a: $0.treated, b: rule), labels: accounts.labels, payoffs, clusters: clusters)
    }
    let resampled = resampling(usually: 200).map { resampling in
      let gains = ProfitDifference.rows((a: nobody, b: rule), labels: accounts.labels, payoffs)
      return ProfitDifference.resampled(differences: gains, clusters: clusters, resampling)
        .less(rule.contains(true) ? payoffs.fixedCost / Double(accounts.count) : 0)
    }
    return RivalsSection(rivals, leads: leads, resampled: resampled, isFourCosts: data.economics.isFourCosts)
  }

  private func maxima(
    of profit: Assessment.Profit, _ accounts: ScoredAccounts, _ data: JudgingData, _ clusters: Clusters?
  ) -> MaximaSection {
    let resampling = resampling(usually: 200)
    guard case .shared(let campaign) = data.economics.economics else {
      return MaximaSection(
        profit,
        maximum: resampling.map {
          RankingOptimism.ofMaximumProfit(accounts, data.economics.payoffs, clusters: clusters, $0)
        }, isPerAccount: true, rows: accounts.count)
    }
    let optimism = resampling.map { RankingOptimism(accounts, campaign, clusters: clusters, $0) }
    return MaximaSection(
      profit, maximum: optimism?.maximumProfit, expectedMaximum: optimism?.expectedMaximumProfit, isPerAccount: false,
      rows: accounts.count)
  }

  private func segments(of accounts: ScoredAccounts, _ data: JudgingData) throws -> SegmentsSection? {
    guard let segmentation = data.segmentation else { return nil }
    let rows = try SegmentRow.rows(
      of: segmentation.codes, accounts, treated: data.economics.payoffs.evRule(accounts.scores),
      data.economics.payoffs)
    return SegmentsSection(
      column: segmentation.column, rows: rows.map { (segmentation.names[Int($0.segment)], $0) },
      pooledLevels: segmentation.pooledLevels, isClustered: data.accounts != nil)
  }

  private func tornado(of accounts: ScoredAccounts, _ data: JudgingData) throws -> TornadoSection? {
    let economics: AccountEconomics
    switch data.economics.economics {
    case .shared(let campaign): economics = AccountEconomics(campaign)
    case .perAccount(let perAccount): economics = perAccount
    case .fourCosts: return nil
    }
    let tornado = try Tornado(accounts.scores, economics, share: Self.tornadoShare)
    return TornadoSection(tornado, share: Self.tornadoShare)
  }
}
