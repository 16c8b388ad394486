import Testing

@testable import Evaluation

/// Tables of the evaluation: rivals, segments, bands, tornado.
@Suite struct ReportPartsTests {
  @Test func `rivals stand in one table, judged alike`() throws {
    let firm = try MoneyLawsTests.Firm(400, seed: 31)
    let four = try Payoffs(
      FourCosts(truePositive: .same(60), falsePositive: .same(11), falseNegative: .same(200)), count: 400)
    let rivals = try Rivals(
      firm.accounts, firm.payoffs, bayes: four, limited: firm.payoffs.evRule(firm.accounts.scores))
    #expect(rivals.rows.map(\.policy) == Rivals.Policy.allCases)
    #expect(rivals[.nobody]?.outcome.profit == 0)
    #expect(rivals[.everybody]?.outcome.fraction == 1)
    let best = rivals.rows.map(\.forecast.profit).max()
    #expect(rivals[.evRule]?.forecast.profit == best)
    expectClose(rivals[.tunedCut]?.outcome.profit, firm.accounts.maximumProfit(firm.payoffs).total, 1e-12)
    #expect(rivals[.aboveHalf]?.outcome.treated == firm.p.count { $0 > 0.5 })
    #expect(try Rivals(firm.accounts, firm.payoffs)[.bayesRule] == nil)
    #expect(
      try Rivals(firm.accounts, firm.payoffs, tunedCut: 0.5)[.tunedCut]?.outcome.treated == firm.p.count { $0 >= 0.5 })
  }

  @Test func `segments add up to the whole and flag a loss`() throws {
    let firm = try MoneyLawsTests.Firm(300, seed: 32)
    let segments = (0..<300).map { Int32($0 % 3) }
    let treated = firm.payoffs.evRule(firm.p)
    let rows = try SegmentRow.rows(of: segments, firm.accounts, treated: treated, firm.payoffs)
    #expect(rows.map(\.segment) == [0, 1, 2] && rows.reduce(0) { $0 + $1.count } == 300)
    let outcome = PolicyOutcome(of: treated, labels: firm.labels, firm.payoffs)
    expectClose(rows.reduce(0) { $0 + $1.profit }, outcome.profit, 1e-12)
    #expect(rows.reduce(0) { $0 + $1.treated } == outcome.treated)
    let stayers = try ScoredAccounts(labels: [0, 0, 1], scores: [0.9, 0.9, 0.9])
    let loss = try SegmentRow.rows(
      of: [7, 7, -1], stayers, treated: [true, true, true], Payoffs(.literature, count: 3))
    #expect(loss.map(\.isTreatedAtLoss) == [false, true] && loss[1].observedToExpected == 0)
  }

  @Test func `bands hold every account once, with rates between their ends`() throws {
    let firm = try MoneyLawsTests.Firm(250, seed: 33)
    let probabilities = try RiskBands.Probabilities(
      values: firm.p, lower: firm.p.map { $0 * 0.8 }, upper: firm.p.map { min(1, $0 * 1.3) })
    let byMoney = RiskBands(probabilities, firm.payoffs)
    let byCuts = RiskBands(probabilities, cuts: [0.7, 0.3, 0.1])
    for bands in [byMoney, byCuts] {
      #expect(bands.rows.reduce(0) { $0 + $1.count } == 250 && bands.membership.count == 250)
      let expected = bands.rows.reduce(0) { $0 + Double($1.count) * ($1.expectedRate ?? 0) }
      expectClose(expected, firm.p.reduce(0, +), 1e-12)
      for row in bands.rows where row.count > 0 {
        #expect(row.lower! <= row.expectedRate! && row.expectedRate! <= row.upper!)
      }
      let outcomes = bands.outcomes(labels: firm.labels)
      #expect(outcomes.map(\.count) == bands.rows.map(\.count))
      #expect(outcomes.reduce(0) { $0 + $1.churners } == firm.accounts.churnerCount)
    }
    #expect(byMoney.rows.map(\.name) == ["red", "amber", "green"])
    #expect(byMoney.membership.map { $0 == 0 } == firm.payoffs.evRule(firm.p))
    #expect(byCuts.rows[0].count == firm.p.count { $0 >= 0.7 } && byCuts.rows.count == 4)
    #expect(RiskBands(probabilities, cuts: [2]).rows[0] == RiskBands.Row(name: "1"))
  }

  @Test func `a tornado's limits are where the share of decisions changes`() throws {
    let firm = try MoneyLawsTests.Firm(200, seed: 34)
    let tornado = try Tornado(firm.p, firm.economics)
    let today = firm.payoffs.evRule(firm.p)
    func changed(_ input: Tornado.Input, _ factor: Double) throws -> Int {
      func scaled(_ column: PerAccount) -> PerAccount { .each((0..<200).map { column[$0] * factor }) }
      var e = firm.economics
      var p = firm.p
      switch input {
      case .value: e.value = scaled(e.value)
      case .incentive: e.incentive = scaled(e.incentive)
      case .contact: e.contact = scaled(e.contact)
      case .acceptance: e.acceptance = scaled(e.acceptance)
      case .stayersTake: e.stayersTake = scaled(e.stayersTake)
      case .churnProbability: p = p.map { $0 * factor }
      }
      return zip(today, try Payoffs(e, count: 200).evRule(p)).count { $0 != $1 }
    }
    #expect(tornado.bars.map(\.input) == Tornado.Input.allCases)
    for bar in tornado.bars {
      if let lower = bar.lowerFactor, lower > 0 {
        #expect(try changed(bar.input, lower * (1 - 1e-9)) >= 10, "\(bar.input)")
        #expect(try changed(bar.input, lower * (1 + 1e-9)) < 10, "\(bar.input)")
      }
      if let upper = bar.upperFactor {
        if bar.input == .value || bar.input == .contact || bar.input == .incentive {
          #expect(try changed(bar.input, upper * (1 + 1e-9)) >= 10, "\(bar.input)")
        }
        #expect(try changed(bar.input, upper * (1 - 1e-9)) < 10, "\(bar.input)")
      }
      #expect(bar.path.count == 9 && bar.path[4].factor == 1)
      expectClose(bar.path[4].keptDecisions, bar.path[4].newDecisions, 1e-12)
      for point in bar.path { #expect(point.newDecisions >= point.keptDecisions - 1e-12) }
    }
    #expect(tornado.bars.contains { $0.input == .value && $0.lowerFactor != nil && $0.upperFactor != nil })
  }

  @Test func `with an incentive in proportion to value the best cut is the EMPB, contact always paid`() throws {
    for (name, seed) in [("textbook8", 0.05), ("ties12", 0.2), ("perfect10", 0.05), ("margins8", 0.1)] {
      let columns = try Reference.columns("tiny/\(name).csv")
      let (labels, scores, values) = (columns["y"]!.map { UInt8($0) }, columns["score"]!, columns["clv"]!)
      let economics = AccountEconomics(
        value: .each(values), incentive: PerAccount.each(values).times(seed), contact: .same(15),
        acceptance: .same(Acceptance.literature.mean))
      let found = try ScoredAccounts(labels: labels, scores: scores).maximumProfit(
        Payoffs(economics, count: labels.count))
      var best = 0.0
      for cut in Set(scores) {
        var sum = 0.0
        for row in labels.indices where scores[row] >= cut {
          sum += labels[row] == 1 ? 0.3 * (1 - seed) * values[row] - 15 : -(seed * values[row] + 15)
        }
        best = max(best, sum)
      }
      expectClose(found.total, best, 1e-12, name)
      #expect(found.total > 0)
    }
  }

  @Test func `lifetime values hold at their edges`() throws {
    let free = try CustomerLifetimeValue(margin: 40, churn: 0, discount: 0)
    #expect(free.due == nil && free.ordinary == nil && free.overHorizon(3) == 120)
    let certain = try CustomerLifetimeValue(margin: 40, churn: 1, discount: 0.1)
    #expect(certain.ordinary == 0 && certain.overHorizon(5) == 40)
    expectClose(certain.due, 40, 1e-15)
    expectClose(try CustomerLifetimeValue(margin: 40, churn: 0.02, discount: 0.01).overHorizon(1), 40, 1e-14)
    #expect(throws: EvaluationError.self) { try CustomerLifetimeValue(margin: 40, churn: 1.2) }
    #expect(CustomerLifetimeValue.monthlyChurn(fromProbability: 1, overMonths: 3) == 1)
  }

  @Test func `the sample size needed shrinks with the square of the difference`() {
    let differences = (0..<500).map { Double($0 % 7) - 2.9 }
    let difference = ProfitDifference(differences: differences)
    let (one, two) = (difference.accountsNeeded(toShow: 0.1)!, difference.accountsNeeded(toShow: 0.2)!)
    #expect(abs(one - 4 * two) <= 4)
    // (1.959964 + 0.841621)² · 4 · 500/499 … at the variance of these values.
    let detectable = difference.smallestDetectable()!
    #expect(difference.accountsNeeded(toShow: detectable)! - 500 <= 1)
    expectClose(detectable / difference.standardError!, 2.801585218112969, 1e-12)
    #expect(difference.accountsNeeded(toShow: 0) == nil)
  }
}
