import Evaluation
import Foundation
import Reporting
import Testing

@testable import Workflow

/// `campaign_wa_subset.json` and `wa_subset_campaign.csv`, from the CSV file to the score file.
@Suite struct ReferenceCampaignTests {
  struct File: Decodable {
    struct Risk: Decodable { var monthlyRevenue, monthlyAtRisk: Double }
    struct Rule: Decodable {
      var nTargeted, churnersReached: Int
      var expectedProfit, realisedProfit, expectedSpend, realisedSpend, expectedSaves, realisedSaves: Double
      var roiExpected: Double
    }
    struct Point: Decodable {
      var n: Int
      var expectedProfit, expectedSpend: Double
    }
    struct Plan: Decodable {
      var n: Int
      var spend, expectedProfit: Double
    }
    struct Budget: Decodable {
      var budget: Double
      var byRoi: Plan
    }
    var revenueAtRisk: Risk
    var rule: Rule
    var curveByEv: [Point]
    var budget: [Budget]

    static func read() throws -> File {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return try decoder.decode(
        File.self, from: Data(contentsOf: URL(filePath: Telco.references + "/campaign_wa_subset.json")))
    }
  }

  @Test func `every account's probability, break-even, value, spend and decision agree`() throws {
    let sheet = try Telco.shared.score(Telco.campaign, data: Telco.data).sheet
    let wanted = try Sheet(file: Telco.references + "/wa/wa_subset_campaign.csv")
    let pairs = [
      ("p_churn", "p"), ("break_even_p", "p_star"), ("expected_value", "expected_value"),
      ("expected_spend", "expected_spend"),
    ]
    for (name, reference) in pairs {
      let (found, expected) = (sheet.numbers(name), wanted.numbers(reference))
      #expect(found.count == 7043 && expected.count == 7043)
      // Accounts near their break-even have an EV near 0: the error of p times the value at stake.
      for row in found.indices { expectClose(found[row], expected[row], 1e-9, floor: 3e-9, "\(name) \(row)") }
    }
    #expect(sheet.column("decision") == wanted.column("target").map { $0 == "1" ? "treat" : "leave" })
    #expect(sheet.column("why_not") == wanted.column("target").map { $0 == "1" ? "" : "does_not_pay" })
  }

  @Test func `the totals of the summary agree`() throws {
    let report = try Telco.shared.score(Telco.campaign, data: Telco.data).report
    let wanted = try File.read()
    let outcome = try #require(report.outcome)
    #expect(report.treated == wanted.rule.nTargeted)
    expectClose(report.expectedProfit, wanted.rule.expectedProfit)
    expectClose(outcome.spend, wanted.rule.expectedSpend)
    expectClose(outcome.saves, wanted.rule.expectedSaves)
    expectClose(outcome.returnOnSpend, wanted.rule.roiExpected)
    expectClose(outcome.revenue?.monthly, wanted.revenueAtRisk.monthlyRevenue)
    expectClose(outcome.revenue?.atRisk, wanted.revenueAtRisk.monthlyAtRisk)
  }

  @Test func `the plan file agrees with the curve at all 21 depths`() throws {
    let telco = Telco.shared
    _ = try telco.score(Telco.campaign, data: Telco.data) { $0.plan = telco.scratch.at("plan.csv") }
    let plan = try Sheet(file: telco.scratch.at("plan.csv"))
    #expect(plan.rows.count == 1001)
    let depths = plan.numbers("accounts")
    let points = try File.read().curveByEv
    #expect(points.count == 21)
    for point in points {
      let row = try #require(depths.firstIndex(of: Double(point.n)))
      expectClose(plan.numbers("expected_profit")[row], point.expectedProfit)
      expectClose(plan.numbers("expected_spend")[row], point.expectedSpend)
    }
  }

  @Test func `budgets agree, and what is over them is told from what does not pay`() throws {
    let telco = Telco.shared
    let budgets = try File.read().budget
    #expect(budgets.count == 5)
    for wanted in budgets {
      let (sheet, report, _) = try telco.score(Telco.campaign + "\nlimits: {money: \(wanted.budget)}", data: Telco.data)
      #expect(report.treated == wanted.byRoi.n)
      expectClose(report.expectedProfit, wanted.byRoi.expectedProfit)
      expectClose(report.outcome?.spend, wanted.byRoi.spend)
      let reasons = sheet.column("why_not")
      #expect(reasons.count { $0 == "over_limit" } == report.outcome?.overLimit)
      #expect(reasons.count { $0 == "" } == report.treated)
      #expect(zip(sheet.column("decision"), reasons).allSatisfy { ($0 == "treat") == $1.isEmpty })
    }
  }

  @Test func `evaluate under the campaign gives the realised profit, spend and saves`() throws {
    let telco = Telco.shared
    let rule = try File.read().rule
    let report = try JudgingRun(options: telco.judging(Telco.campaign, data: Telco.data)).evaluation()
    let profit = report.section.performance.assessment.profit
    let outcome = try #require(profit.evRule)
    #expect(outcome.treated == rule.nTargeted && outcome.churnersReached == rule.churnersReached)
    expectClose(outcome.profit, rule.realisedProfit)
    expectClose(outcome.spend, rule.realisedSpend)
    expectClose(outcome.saves, rule.realisedSaves)
    expectClose(profit.evRuleForecast?.profit, rule.expectedProfit)
  }

  @Test func `intervals are those of the covariance that R's glm gives`() throws {
    let sheet = try Telco.shared.score(Telco.campaign, data: Telco.data).sheet
    let data = try Sheet(file: Telco.data)
    let covariance = try Sheet(file: Telco.fixtures + "/wa_subset_vcov.csv")
    let terms = Array(covariance.names.dropFirst())
    let matrix = covariance.rows.map { $0.dropFirst().map { Double($0)! } }
    let (p, lower, upper) = (sheet.numbers("p_churn"), sheet.numbers("p_lower"), sheet.numbers("p_upper"))
    for row in stride(from: 0, to: p.count, by: 7) {
      let x = terms.map { term -> Double in
        if term == "(Intercept)" { return 1 }
        for name in data.names where term.hasPrefix(name) {
          let cell = data.column(name, row)
          return term == name ? Double(cell)! : (term == name + cell ? 1 : 0)
        }
        fatalError("no column for \(term)")
      }
      var variance = 0.0
      for i in x.indices { for j in x.indices { variance += x[i] * matrix[i][j] * x[j] } }
      let logit = log(p[row] / (1 - p[row]))
      let reach = 1.959963984540054 * variance.squareRoot()
      expectClose(lower[row], 1 / (1 + exp(-(logit - reach))), 1e-6, "lower \(row)")
      expectClose(upper[row], 1 / (1 + exp(-(logit + reach))), 1e-6, "upper \(row)")
    }
  }
}

extension Sheet {
  fileprivate func column(_ name: String, _ row: Int) -> String { rows[row][names.firstIndex(of: name)!] }
}
