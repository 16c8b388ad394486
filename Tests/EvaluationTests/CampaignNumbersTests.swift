import Testing

@testable import Evaluation

/// The numbers of `campaign_wa_subset.json`, of `wa_subset_campaign.csv` and of `clv_table.json`.
@Suite struct CampaignNumbersTests {
  struct File: Decodable {
    struct Risk: Decodable {
      var monthlyRevenue, monthlyAtRisk, annualAtRisk, share, actualMonthlyLost, valueAtRisk: Double
    }
    struct Rule: Decodable {
      var nTargeted, churnersReached: Int
      var expectedProfit, realisedProfit, expectedSpend, realisedSpend, expectedSaves, realisedSaves: Double
      var roiExpected, roiRealised: Double
    }
    struct Point: Decodable {
      var n, churners: Int
      var expectedProfit, realisedProfit, expectedSpend, realisedSpend: Double
    }
    struct Plan: Decodable {
      var n: Int
      var spend, expectedProfit, realisedProfit: Double
    }
    struct Budget: Decodable {
      var budget: Double
      var byP, byEv, byRoi: Plan
    }
    var revenueAtRisk: Risk
    var rule: Rule
    var curveByEv: [Point]
    var budget: [Budget]
  }

  struct Telco {
    var labels: [UInt8]
    var p, monthly: [Double]
    var columns: [String: [Double]]
    var economics: AccountEconomics
    var payoffs: Payoffs

    init() throws {
      columns = try Reference.columns("wa/wa_subset_campaign.csv")
      labels = columns["y"]!.map { UInt8($0) }
      p = columns["p"]!
      monthly = columns["monthly"]!
      economics = AccountEconomics(
        value: .each(monthly.map { 12 * $0 }), incentive: .each(monthly.map { 12 * $0 * 0.05 }), contact: .same(15),
        acceptance: .same(0.3))
      payoffs = try Payoffs(economics, count: p.count)
    }
  }

  @Test func `every account's break-even, expected value, spend and decision agree`() throws {
    let telco = try Telco()
    let treated = telco.payoffs.evRule(telco.p)
    for row in telco.p.indices {
      expectClose(telco.payoffs.breakEvenProbability(row), telco.columns["p_star"]![row], 1e-12)
      let value = telco.payoffs.expectedValue(row, probability: telco.p[row])
      expectClose(value, telco.columns["expected_value"]![row], 1e-9, floor: 1e-11)
      let spend = telco.payoffs.expectedSpend(row, probability: telco.p[row])
      expectClose(spend, telco.columns["expected_spend"]![row], 1e-12)
      #expect(treated[row] == (telco.columns["target"]![row] == 1))
    }
  }

  @Test func `the rule's totals agree, expected and realised`() throws {
    let telco = try Telco()
    let wanted = try Reference.json("campaign_wa_subset.json", as: File.self).rule
    let plan = try CallPlan(telco.p, telco.payoffs)
    let outcome = PolicyOutcome(of: plan.treated, labels: telco.labels, telco.payoffs)
    #expect(plan.forecast.treated == wanted.nTargeted && outcome.treated == wanted.nTargeted)
    #expect(outcome.churnersReached == wanted.churnersReached)
    expectClose(plan.forecast.profit, wanted.expectedProfit)
    expectClose(plan.forecast.spend, wanted.expectedSpend)
    expectClose(plan.forecast.saves, wanted.expectedSaves)
    expectClose(plan.forecast.returnOnSpend, wanted.roiExpected)
    expectClose(outcome.profit, wanted.realisedProfit)
    expectClose(outcome.spend, wanted.realisedSpend)
    expectClose(outcome.saves, wanted.realisedSaves)
    expectClose(outcome.returnOnSpend, wanted.roiRealised)
  }

  @Test func `the curve by expected value agrees at every depth given`() throws {
    let telco = try Telco()
    let curve = DepthCurve(telco.p, telco.payoffs)
    let realised = curve.realisedProfit(labels: telco.labels, telco.payoffs)
    let points = try Reference.json("campaign_wa_subset.json", as: File.self).curveByEv
    #expect(points.count == 21)
    for point in points {
      expectClose(curve.profit[point.n], point.expectedProfit)
      expectClose(curve.spend[point.n], point.expectedSpend)
      expectClose(realised[point.n], point.realisedProfit)
      let churners = curve.order.prefix(point.n).reduce(0) { $0 + Int(telco.labels[Int($1)]) }
      #expect(churners == point.churners)
    }
    #expect(curve.bestDepth == 3256)
  }

  @Test func `budgets agree by return, by expected value and by probability`() throws {
    let telco = try Telco()
    let budgets = try Reference.json("campaign_wa_subset.json", as: File.self).budget
    #expect(budgets.count == 5)
    for wanted in budgets {
      let plan = try CallPlan(telco.p, telco.payoffs, limits: Limits(money: wanted.budget))
      let outcome = PolicyOutcome(of: plan.treated, labels: telco.labels, telco.payoffs)
      #expect(plan.order.count == wanted.byRoi.n)
      expectClose(plan.forecast.spend, wanted.byRoi.spend)
      expectClose(plan.forecast.profit, wanted.byRoi.expectedProfit)
      expectClose(outcome.profit, wanted.byRoi.realisedProfit)
      for (key, by) in [(DepthCurve.Key.expectedValue, wanted.byEv), (.probability, wanted.byP)] {
        let curve = DepthCurve(telco.p, telco.payoffs, by: key)
        let order = curve.order.filter { telco.payoffs.expectedValue(Int($0), probability: telco.p[Int($0)]) > 0 }
        var (depth, spend, profit) = (0, 0.0, 0.0)
        for row in order.map(Int.init) {
          let next = spend + telco.payoffs.expectedSpend(row, probability: telco.p[row])
          if next > wanted.budget { break }
          (depth, spend) = (depth + 1, next)
          profit += telco.payoffs.expectedValue(row, probability: telco.p[row])
        }
        #expect(depth == by.n)
        expectClose(spend, by.spend)
        expectClose(profit, by.expectedProfit)
      }
    }
  }

  @Test func `revenue at risk agrees`() throws {
    let telco = try Telco()
    let wanted = try Reference.json("campaign_wa_subset.json", as: File.self).revenueAtRisk
    let risk = try RevenueAtRisk(telco.p, revenue: .each(telco.monthly), labels: telco.labels)
    expectClose(risk.revenue, wanted.monthlyRevenue)
    expectClose(risk.atRisk, wanted.monthlyAtRisk)
    expectClose(12 * risk.atRisk, wanted.annualAtRisk)
    expectClose(risk.share, wanted.share)
    expectClose(risk.lost, wanted.actualMonthlyLost)
    let value = try RevenueAtRisk(telco.p, revenue: telco.economics.value)
    expectClose(value.atRisk, wanted.valueAtRisk)
  }

  @Test func `lifetime values agree with the table`() throws {
    struct Row: Decodable {
      var margin, monthlyChurn, annualDiscount, monthlyDiscount, clvDue, clvOrdinary: Double
      var clv12M, clv36M: Double
    }
    let rows: [Row] = try Reference.json("clv_table.json")
    #expect(rows.count == 9)
    for row in rows {
      let discount = CustomerLifetimeValue.monthlyDiscount(fromAnnual: row.annualDiscount)
      expectClose(discount, row.monthlyDiscount, 1e-12)
      expectClose(CustomerLifetimeValue.annualDiscount(fromMonthly: discount), row.annualDiscount, 1e-14)
      let value = try CustomerLifetimeValue(margin: row.margin, churn: row.monthlyChurn, discount: discount)
      expectClose(value.due, row.clvDue, 1e-12)
      expectClose(value.ordinary, row.clvOrdinary, 1e-12)
      expectClose(value.overHorizon(12), row.clv12M, 1e-12)
      expectClose(value.overHorizon(36), row.clv36M, 1e-12)
    }
    expectClose(CustomerLifetimeValue.monthlyChurn(fromProbability: 1 - 0.97 * 0.97 * 0.97, overMonths: 3), 0.03, 1e-14)
  }
}
