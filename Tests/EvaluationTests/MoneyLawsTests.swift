import Diagnostics
import Testing

@testable import Evaluation

/// Laws of money that hold for any accounts.
@Suite struct MoneyLawsTests {
  /// Accounts with tied scores, and economics that differ.
  struct Firm {
    var labels: [UInt8]
    var p: [Double]
    var economics: AccountEconomics
    var accounts: ScoredAccounts
    var payoffs: Payoffs

    init(_ count: Int, seed: UInt64, money: Double = 1) throws {
      var random = SeededGenerator(state: seed)
      p = (0..<count).map { _ in Double(Int.random(in: 1...19, using: &random)) / 20 }
      labels = p.map { Double.random(in: 0..<1, using: &random) < $0 ? 1 : 0 }
      func column(_ range: ClosedRange<Double>, _ scale: Double) -> PerAccount {
        .each((0..<count).map { _ in scale * Double.random(in: range, using: &random) })
      }
      economics = AccountEconomics(
        value: column(20...300, money), incentive: column(1...30, money), contact: column(1...5, money),
        acceptance: column(0.1...0.6, 1), stayersTake: column(0...1, 1))
      accounts = try ScoredAccounts(labels: labels, scores: p)
      payoffs = try Payoffs(economics, count: count)
    }
  }

  @Test func `treating nobody earns nothing, whatever the campaign`() throws {
    let firm = try Firm(50, seed: 1)
    let nobody = [Bool](repeating: false, count: 50)
    let fixed = try Payoffs(
      AccountEconomics(value: .same(9), incentive: .same(1), contact: .same(1), acceptance: .same(1), fixedCost: 7),
      count: 50)
    for payoffs in [firm.payoffs, fixed] {
      let outcome = PolicyOutcome(of: nobody, labels: firm.labels, payoffs)
      #expect(outcome.profit == 0 && outcome.spend == 0 && outcome.returnOnSpend == nil)
      #expect(PolicyForecast(of: nobody, probabilities: firm.p, payoffs).profit == 0)
    }
    let hopeless = Ranking(firm.accounts).maximumProfit(try Campaign(value: 10, incentive: 10))
    #expect(hopeless.total == 0 && hopeless.threshold == nil && hopeless.treated == 0)
  }

  @Test func `knowing the acceptance rate is never worth less than nothing`() throws {
    for seed in 1...30 as ClosedRange<UInt64> {
      let ranking = Ranking(try Firm(40, seed: seed).accounts)
      for (value, fixed) in [(200.0, 0.0), (60, 0), (25, 0), (200, 150), (200, 1_000)] {
        let campaign = try Campaign(value: value, fixedCost: fixed)
        let empc = ranking.expectedMaximumProfit(campaign)
        #expect(empc.perAccount >= empc.atMeanAcceptance.perAccount - 1e-12)
        #expect((0...1).contains(empc.fraction))
      }
    }
  }

  @Test func `a wide acceptance rate agrees with numeric integration, with and without a fixed cost`() throws {
    let ranking = Ranking(try Firm(60, seed: 4).accounts)
    for fixed in [0.0, 100, 900] {
      let campaign = try Campaign(acceptance: .beta(alpha: 2, beta: 3), fixedCost: fixed)
      let steps = 10_000
      var sum = 0.0
      for step in 0..<steps {
        let gamma = (Double(step) + 0.5) / Double(steps)
        let known = try Campaign(acceptance: .exactly(gamma), fixedCost: fixed)
        // The density of Beta(2, 3).
        sum += ranking.maximumProfit(known).perAccount * 12 * gamma * (1 - gamma) * (1 - gamma)
      }
      expectClose(ranking.expectedMaximumProfit(campaign).perAccount, sum / Double(steps), 1e-5)
    }
  }

  @Test func `an acceptance rate known exactly leaves a pilot nothing to find`() throws {
    let empc = Ranking(try Firm(40, seed: 3).accounts).expectedMaximumProfit(try Campaign(acceptance: .exactly(0.3)))
    #expect(empc.pilotValue == 0 && empc.perAccount > 0)
    #expect(empc.fraction == empc.atMeanAcceptance.fraction)
  }

  @Test func `an acceptance rate almost certain comes to the maximum profit at its mean`() throws {
    let ranking = Ranking(try Firm(200, seed: 5).accounts)
    let sure = try Campaign(acceptance: .beta(alpha: 3e9, beta: 7e9))
    let empc = ranking.expectedMaximumProfit(sure)
    expectClose(empc.perAccount, empc.atMeanAcceptance.perAccount, 1e-4)
  }

  @Test func `the order of rows never matters`() throws {
    let firm = try Firm(300, seed: 6)
    var random = SeededGenerator(state: 99)
    let shuffled = Array(firm.p.indices).shuffled(using: &random)
    let other = try ScoredAccounts(labels: shuffled.map { firm.labels[$0] }, scores: shuffled.map { firm.p[$0] })
    let (a, b) = (Ranking(firm.accounts), Ranking(other))
    #expect(a.cuts == b.cuts && a.hull == b.hull)
    #expect(a.auc == b.auc && a.averagePrecision == b.averagePrecision && a.lift(at: 0.1) == b.lift(at: 0.1))
    #expect(a.areaUnderCurve() == b.areaUnderCurve())
    #expect(a.expectedMaximumProfit(.literature) == b.expectedMaximumProfit(.literature))
    #expect(try CalibrationBins(firm.accounts) == CalibrationBins(other))
    #expect(firm.accounts.top(0.1) != other.top(0.1))
    #expect(shuffled.map { firm.accounts.top(0.1)[$0] } == other.top(0.1))
  }

  @Test func `a thousand equal scores have lift one and no cut between them`() throws {
    let labels = (0..<1_000).map { UInt8($0 % 4 == 0 ? 1 : 0) }
    let ranking = Ranking(try ScoredAccounts(labels: labels, scores: [Double](repeating: 0.25, count: 1_000)))
    #expect(ranking.cuts.count == 1 && ranking.auc == 0.5)
    for share in [0.001, 0.1, 0.333, 1] { expectClose(ranking.lift(at: share), 1, 1e-15) }
    #expect(ranking.maximumProfit(.literature).treated == 1_000)
  }

  @Test func `with one outcome only, profit is defined and ranking is not`() throws {
    for label in [0, 1] as [UInt8] {
      let accounts = try ScoredAccounts(labels: [label, label, label], scores: [0.2, 0.5, 0.9])
      let ranking = Ranking(accounts)
      #expect(ranking.auc == nil && ranking.areaUnderCurve() == nil)
      #expect((ranking.averagePrecision == nil) == (label == 0) && (ranking.lift(at: 0.1) == nil) == (label == 0))
      expectClose(ranking.maximumProfit(.literature).perAccount, label == 1 ? 56 : 0, 1e-15)
      #expect(ranking.expectedMaximumProfit(.literature).perAccount.isFinite)
      let calibration = try #require(try Calibration(accounts))
      #expect(calibration.recalibration.slope == nil && calibration.recalibration.inTheLarge == nil)
      #expect(calibration.brier > 0)
      #expect(try PairedAreas(labels: accounts.labels, scores: (accounts.scores, accounts.scores)) == nil)
    }
  }

  @Test func `all money times k is every result times k`() throws {
    for k in [0.5, 4.0] {
      let (one, many) = (try Firm(120, seed: 7), try Firm(120, seed: 7, money: k))
      #expect(one.payoffs.evRule(one.p) == many.payoffs.evRule(many.p))
      for limits in [Limits.none, try Limits(contacts: 20)] {
        let (a, b) = (
          try CallPlan(one.p, one.payoffs, limits: limits), try CallPlan(many.p, many.payoffs, limits: limits)
        )
        #expect(a.decisions == b.decisions)
        #expect(k * a.forecast.profit == b.forecast.profit && k * a.priceOfContact == b.priceOfContact)
      }
      let poor = try CallPlan(one.p, one.payoffs, limits: Limits(contacts: 30, money: 150))
      let rich = try CallPlan(many.p, many.payoffs, limits: Limits(contacts: 30, money: 150 * k))
      #expect(poor.treated == rich.treated)
      expectClose(poor.priceOfMoney, rich.priceOfMoney, 1e-9)
      let (a, b) = (Ranking(one.accounts), Ranking(many.accounts))
      let scaled = try Campaign(value: 200 * k, incentive: 10 * k, contact: k)
      #expect(k * a.expectedMaximumProfit(.literature).perAccount == b.expectedMaximumProfit(scaled).perAccount)
      #expect(k * one.accounts.maximumProfit(one.payoffs).total == many.accounts.maximumProfit(many.payoffs).total)
    }
  }

  @Test func `shared economics give the same best cut as a campaign`() throws {
    let firm = try Firm(150, seed: 8)
    let campaign = try Campaign(stayersTake: 0.4, fixedCost: 50)
    let byAccount = firm.accounts.maximumProfit(Payoffs(campaign, count: 150))
    let byCount = Ranking(firm.accounts).maximumProfit(campaign)
    #expect(byAccount.treated == byCount.treated && byAccount.threshold == byCount.threshold)
    expectClose(byAccount.total, byCount.total, 1e-12)
  }

  @Test func `the four-cost rule is the EV rule of the campaign it was made from`() throws {
    let firm = try Firm(100, seed: 9)
    let e = firm.economics
    let costs = FourCosts(
      truePositive: .each(
        (0..<100).map { e.contact[$0] + e.acceptance[$0] * e.incentive[$0] + (1 - e.acceptance[$0]) * e.value[$0] }),
      falsePositive: .each((0..<100).map { e.contact[$0] + e.stayersTake[$0] * e.incentive[$0] }),
      falseNegative: e.value)
    let four = try Payoffs(costs, count: 100)
    for row in 0..<100 {
      expectClose(four.breakEvenProbability(row), firm.payoffs.breakEvenProbability(row), 1e-11)
    }
    #expect(four.evRule(firm.p) == firm.payoffs.evRule(firm.p))
    let everybody = [Bool](repeating: true, count: 100)
    #expect(costs.savings(of: everybody, labels: firm.labels)! <= 1e-12)
  }

  @Test func `break-even probability and acceptance are where expected value is nothing`() throws {
    #expect(Campaign.literature.breakEvenProbability == 11.0 / 67)
    let firm = try Firm(100, seed: 10)
    for row in 0..<100 {
      if let p = firm.payoffs.breakEvenProbability(row), p <= 1 {
        expectClose(firm.payoffs.expectedValue(row, probability: p), 0, floor: 1e-10)
      }
      if let gamma = firm.economics.breakEvenAcceptance(row, probability: firm.p[row]) {
        var changed = firm.economics
        changed.acceptance = .same(gamma)
        let value = try Payoffs(changed, count: 100).expectedValue(row, probability: firm.p[row])
        expectClose(value, 0, floor: 1e-10)
      }
    }
    #expect(try Campaign(value: 10, incentive: 10).breakEvenProbability == nil)
  }

  @Test func `the best of several offers is never worse than any one of them`() throws {
    let (first, second) = (try Firm(80, seed: 11), try Firm(80, seed: 12))
    let choice = try OfferChoice([first.payoffs, second.payoffs], probabilities: first.p)
    let values = choice.payoffs.expectedValues(first.p)
    for row in 0..<80 {
      let each = [first, second].map { $0.payoffs.expectedValue(row, probability: first.p[row]) }
      #expect(values[row] == each.max()!)
      #expect(choice.best[row] == (values[row] > 0 ? Int32(each.firstIndex(of: values[row])!) : -1))
    }
    let alone = try OfferChoice([first.payoffs, first.payoffs], probabilities: first.p)
    #expect(alone.best.allSatisfy { $0 <= 0 })
  }

  @Test func `impossible economics are refused with their row`() {
    #expect(throws: EvaluationError.self) { try Campaign(value: -1) }
    #expect(throws: EvaluationError.self) { try Campaign(acceptance: .exactly(1.5)) }
    #expect(throws: EvaluationError.self) { try Campaign(acceptance: .beta(alpha: 0, beta: 1)) }
    let economics = AccountEconomics(
      value: .each([1, -1]), incentive: .same(0), contact: .same(0), acceptance: .same(0.5))
    #expect(throws: EvaluationError.outOfRange(what: "the value", range: "a finite amount of at least 0", row: 1)) {
      try Payoffs(economics, count: 2)
    }
    #expect(throws: EvaluationError.lengthMismatch(what: "the value", expected: 3, found: 2)) {
      try Payoffs(economics, count: 3)
    }
    #expect(throws: EvaluationError.notFinite(what: "the score", row: 1)) {
      try ScoredAccounts(labels: [0, 1], scores: [0, .nan])
    }
    #expect(throws: EvaluationError.labelNotBinary(row: 0)) { try ScoredAccounts(labels: [2], scores: [0]) }
    #expect(throws: EvaluationError.noAccounts) { try ScoredAccounts(labels: [], scores: []) }
    #expect(EvaluationError.notFinite(what: "the score", row: 1).problem.message.contains("account 2"))
  }
}
