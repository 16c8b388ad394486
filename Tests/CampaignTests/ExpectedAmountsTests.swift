import Evaluation
import Testing

/// Plans from amounts alone against plans from probabilities and payoffs.
@Suite struct ExpectedAmountsTests {
  let count = 400
  let probabilities: [Double]
  let payoffs: Payoffs
  let amounts: ExpectedAmounts

  init() throws {
    let draws = (0..<400).map { Double(($0 * 7919 + 13) % 997) / 997 }
    probabilities = draws.map { 0.02 + 0.6 * $0 }
    payoffs = try Payoffs(
      AccountEconomics(
        value: .each(draws.indices.map { 50 + Double($0 * 31 % 400) }), incentive: .same(12), contact: .same(2),
        acceptance: .same(0.3), fixedCost: 20), count: 400)
    var amounts = ExpectedAmounts(fixedCost: 20)
    for rows in [0..<150, 150..<400] {
      amounts.append(
        ExpectedAmounts(
          values: rows.map { [probabilities, payoffs] in payoffs.expectedValue($0, probability: probabilities[$0]) },
          spends: rows.map { [probabilities, payoffs] in payoffs.expectedSpend($0, probability: probabilities[$0]) },
          saves: rows.map { [probabilities] in 0.3 * probabilities[$0] }))
    }
    self.amounts = amounts
  }

  static let limits: [(Int?, Double?)] = [(nil, nil), (30, nil), (nil, 250), (40, 250), (0, nil)]

  @Test func `amounts give the plan that probabilities and payoffs give`() throws {
    for (contacts, money) in Self.limits {
      let limits = try Limits(contacts: contacts, money: money)
      let (a, b) = (try amounts.plan(limits: limits), try CallPlan(probabilities, payoffs, limits: limits))
      #expect(a.decisions == b.decisions && a.order == b.order)
      #expect(a.priceOfContact == b.priceOfContact && a.priceOfMoney == b.priceOfMoney)
      expectClose(a.forecast.profit, b.forecast.profit)
      expectClose(a.forecast.spend, b.forecast.spend)
    }
  }

  @Test func `the order holds every account once: treated, over the limits, not worth it`() throws {
    for (contacts, money) in Self.limits {
      let limits = try Limits(contacts: contacts, money: money)
      let plan = try amounts.plan(limits: limits)
      let order = amounts.order(plan, limits: limits)
      #expect(order.sorted() == (0..<400).map { Int32($0) })
      let decisions = order.map { plan.decisions[Int($0)] }
      let sections: [CallPlan.Decision] = [.treat, .overLimit, .doesNotPay]
      #expect(decisions == sections.flatMap { kind in decisions.filter { $0 == kind } })
      let ranks = ExpectedAmounts.ranks(order)
      #expect(order.indices.allSatisfy { ranks[Int(order[$0])] == Int32($0 + 1) })
    }
  }

  @Test func `the curve is the depth curve at its depths, nobody earning nothing`() throws {
    let plan = try amounts.plan(limits: .none)
    let points = amounts.curve(amounts.order(plan, limits: .none))
    let wanted = DepthCurve(probabilities, payoffs)
    #expect(points.count == 401 && points[0].profit == 0 && points[0].spend == 0 && points[0].accounts == 0)
    for point in points {
      expectClose(point.profit, wanted.profit[point.accounts], 1e-9, floor: 1e-9)
      expectClose(point.spend, wanted.spend[point.accounts], 1e-9, floor: 1e-9)
      expectClose(point.saves, wanted.saves[point.accounts], 1e-9, floor: 1e-9)
    }
  }
}
