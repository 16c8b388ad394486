import Testing

@testable import Evaluation

@Suite struct AssessmentTests {
  @Test func `an assessment is its parts`() throws {
    let accounts = try Reference.accounts("wa/wa_subset_scores.csv")
    let ranking = Ranking(accounts)
    let found = try Assessment(accounts, .shared(.literature))
    #expect(found.area == ranking.areaUnderCurve() && found.averagePrecision == ranking.averagePrecision)
    #expect(found.liftTopDecile == ranking.lift(at: 0.1))
    #expect(found.profit.expectedMaximum == ranking.expectedMaximumProfit(.literature))
    #expect(found.profit.maximum == ranking.maximumProfit(.literature))
    #expect(try found.calibration == Calibration(accounts))
    expectClose(found.profit.evRule?.profitPerAccount, found.profit.evRuleGain?.mean, 1e-12)
    expectClose(found.profit.everybody.profitPerAccount, ranking.profitOfEverybody(.literature), 1e-12)
    let shared = try Assessment(accounts, .perAccount(AccountEconomics(.literature)))
    #expect(shared.profit.expectedMaximum == nil && shared.profit.evRule == found.profit.evRule)
    expectClose(shared.profit.maximum.total, found.profit.maximum.total, 1e-12)
  }

  @Test func `margins are judged by rank only, and one outcome by money only`() throws {
    let margins = try Assessment(try Reference.accounts("tiny/margins8.csv"), .shared(.literature))
    #expect(margins.profit.evRule == nil && margins.calibration == nil && margins.accuracy == nil)
    #expect(margins.area?.value == 0.625 && margins.profit.maximum.treated == 7)
    let one = try Assessment(try ScoredAccounts(labels: [1], scores: [0.9]), .shared(.literature))
    #expect(one.area == nil && one.profit.evRule?.profit == 56 && one.profit.evRuleGain?.standardError == nil)
  }

  @Test func `clusters widen the errors of repeated rows`() throws {
    let rows = ComparisonTests.Rows(200, seed: 3)
    let twice = try ScoredAccounts(labels: rows.labels + rows.labels, scores: rows.a + rows.a)
    let clusters = Clusters((0..<400).map { Int32($0 % 200) })
    let plain = try Assessment(twice, .shared(.literature))
    let clustered = try Assessment(twice, .shared(.literature), clusters: clusters)
    #expect(clustered.area!.standardError! > 1.3 * plain.area!.standardError!)
    #expect(clustered.profit.evRuleGain!.standardError! > 1.3 * plain.profit.evRuleGain!.standardError!)
    expectClose(clustered.area?.value, plain.area?.value, 1e-12)
    #expect(throws: EvaluationError.self) {
      try Assessment(twice, .shared(.literature), clusters: Clusters([1, 2]))
    }
  }
}
