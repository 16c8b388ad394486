import Testing

@testable import Evaluation

/// Plans under limits.
@Suite struct CallPlanTests {
  /// The best expected profit of any set within the limits.
  func optimum(_ p: [Double], _ payoffs: Payoffs, contacts: Int, money: Double) -> Double {
    var best = 0.0
    for set in 0..<(1 << p.count) where set.nonzeroBitCount <= contacts {
      var (profit, spend) = (0.0, 0.0)
      for row in p.indices where set >> row & 1 == 1 {
        profit += payoffs.expectedValue(row, probability: p[row])
        spend += payoffs.expectedSpend(row, probability: p[row])
      }
      if spend <= money { best = max(best, profit) }
    }
    return best
  }

  @Test func `the greedy plan is within one account of the best set`() throws {
    for seed in 1...40 as ClosedRange<UInt64> {
      let firm = try MoneyLawsTests.Firm(11, seed: seed)
      let values = firm.payoffs.expectedValues(firm.p)
      let largest = max(0, values.max()!)
      for (contacts, money) in [(11, 20.0), (11, 60), (3, 1e9), (3, 25), (4, 40), (2, 14), (5, 70)] {
        let limits = try Limits(contacts: contacts == 11 ? nil : contacts, money: money)
        let plan = try CallPlan(firm.p, firm.payoffs, limits: limits)
        let best = optimum(firm.p, firm.payoffs, contacts: contacts, money: money)
        #expect(plan.forecast.spend <= money + 1e-9 && plan.order.count <= contacts)
        #expect(plan.forecast.profit <= best + 1e-9)
        #expect(plan.forecast.profit >= best - largest - 1e-9, "seed \(seed), \(contacts), \(money)")
        if money == 1e9 { expectClose(plan.forecast.profit, best) }
      }
    }
  }

  @Test func `more budget or more calls never lower the expected profit`() throws {
    for seed in 1...10 as ClosedRange<UInt64> {
      let firm = try MoneyLawsTests.Firm(60, seed: seed)
      for contacts in [nil, 5, 15, 100] {
        var last = -1.0
        for money in stride(from: 0.0, through: 700, by: 12.5) {
          let plan = try CallPlan(firm.p, firm.payoffs, limits: Limits(contacts: contacts, money: money))
          #expect(
            plan.forecast.profit >= last - 1e-9, "seed \(seed), contacts \(String(describing: contacts)), \(money)")
          #expect(plan.forecast.spend <= money + 1e-9)
          last = plan.forecast.profit
        }
      }
      var last = -1.0
      for contacts in 0...60 {
        let plan = try CallPlan(firm.p, firm.payoffs, limits: Limits(contacts: contacts))
        #expect(plan.forecast.profit >= last)
        last = plan.forecast.profit
      }
    }
  }

  @Test func `shadow prices are what one more call or unit of money earns`() throws {
    let firm = try MoneyLawsTests.Firm(60, seed: 21)
    for contacts in [3, 10] {
      let plan = try CallPlan(firm.p, firm.payoffs, limits: Limits(contacts: contacts))
      let more = try CallPlan(firm.p, firm.payoffs, limits: Limits(contacts: contacts + 1))
      expectClose(plan.priceOfContact, more.forecast.profit - plan.forecast.profit, 1e-9)
      #expect(plan.priceOfContact > 0 && plan.priceOfMoney == 0)
    }
    let poor = try CallPlan(firm.p, firm.payoffs, limits: Limits(money: 100))
    #expect(poor.priceOfMoney > 0)
    let free = try CallPlan(firm.p, firm.payoffs, limits: Limits(contacts: 60, money: 1e6))
    #expect(free.priceOfMoney == 0 && free.priceOfContact == 0)
    #expect(free.treated == firm.payoffs.evRule(firm.p))
  }

  @Test func `identical accounts under both limits use the budget to the last account`() throws {
    let payoffs = try Payoffs(
      AccountEconomics(value: .same(200), incentive: .same(10), contact: .same(1), acceptance: .same(0.3)), count: 50)
    let p = [Double](repeating: 0.5, count: 50)
    let spend = payoffs.expectedSpend(0, probability: 0.5)
    let plan = try CallPlan(p, payoffs, limits: Limits(contacts: 20, money: 7.5 * spend))
    #expect(plan.order == Array(0..<7))
    #expect(plan.decisions[7] == .overLimit)
  }

  @Test func `a campaign that cannot earn its fixed cost is not run`() throws {
    let economics = AccountEconomics(
      value: .same(200), incentive: .same(10), contact: .same(1), acceptance: .same(0.3), fixedCost: 100)
    let plan = try CallPlan([0.5, 0.5], Payoffs(economics, count: 2))
    #expect(plan.decisions == [.doesNotPay, .doesNotPay] && plan.forecast.profit == 0)
  }

  @Test func `the order of rows changes neither profit nor spend of a plan`() throws {
    let firm = try MoneyLawsTests.Firm(120, seed: 23)
    // Few different accounts, so that many tie in value or in return.
    let kinds = (0..<120).map { $0 % 5 }
    func plan(_ kinds: [Int], _ limits: Limits) throws -> CallPlan {
      let e = firm.economics
      func column(_ c: PerAccount) -> PerAccount { .each(kinds.map { c[$0] }) }
      let payoffs = try Payoffs(
        AccountEconomics(
          value: column(e.value), incentive: column(e.incentive), contact: column(e.contact),
          acceptance: column(e.acceptance)), count: 120)
      return try CallPlan(kinds.map { firm.p[$0] }, payoffs, limits: limits)
    }
    for (contacts, money) in [(nil, 300.0), (30, nil), (40, 400)] as [(Int?, Double?)] {
      let limits = try Limits(contacts: contacts, money: money)
      let (a, b) = (try plan(kinds, limits), try plan(kinds.sorted(), limits))
      expectClose(a.forecast.profit, b.forecast.profit, 1e-12)
      expectClose(a.forecast.spend, b.forecast.spend, 1e-12)
      #expect(a.order.count == b.order.count && a.order.count > 0)
    }
  }

  @Test func `a budget below the fixed cost runs no campaign`() throws {
    let economics = AccountEconomics(
      value: .same(900), incentive: .same(0), contact: .same(0), acceptance: .same(0.3), fixedCost: 100)
    let payoffs = try Payoffs(economics, count: 9)
    let p = [Double](repeating: 0.9, count: 9)
    #expect(try CallPlan(p, payoffs, limits: Limits(contacts: 5, money: 99)).order.isEmpty)
    #expect(try CallPlan(p, payoffs, limits: Limits(contacts: 5, money: 100)).order == [0, 1, 2, 3, 4])
  }

  @Test func `every account has one decision and a plan's order names the treated`() throws {
    let firm = try MoneyLawsTests.Firm(80, seed: 22)
    let plan = try CallPlan(firm.p, firm.payoffs, limits: Limits(contacts: 9, money: 60))
    #expect(Set(plan.order) == Set(plan.treated.indices.filter { plan.treated[$0] }.map(Int32.init)))
    for (row, decision) in plan.decisions.enumerated() {
      #expect((decision == .doesNotPay) == (firm.payoffs.expectedValue(row, probability: firm.p[row]) <= 0))
    }
  }
}
