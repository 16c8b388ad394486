import Diagnostics
import Evaluation
import Foundation
import Reporting
import Testing

@testable import Workflow

/// What must hold of scores under any campaign.
@Suite struct CampaignLawTests {
  static let telco = Telco.shared
  static let count = 1200

  static let offers = """
    value: 12 * monthly_charges
    contact: 4
    offers:
      - {name: discount, acceptance: 0.35, incentive: 8%}
      - {name: call, acceptance: 0.2, contact: 22, incentive: 0}
      - {name: mail, acceptance: 0.06, contact: 1, incentive: 5}
    """

  @Test func `the columns before the campaign's are those without a campaign`() throws {
    let plain = try Self.telco.score(nil).text
    let literature = try Self.telco.score("acceptance: {alpha: 6, beta: 14}").text
    let (a, b) = (plain.split(separator: "\n"), literature.split(separator: "\n"))
    #expect(a.count == b.count && a.count == Self.count + 1)
    for (short, long) in zip(a, b) { #expect(long.hasPrefix(short + ",")) }
  }

  @Test func `ranks are a permutation, the treated first, and go down in expected value`() throws {
    for limits in ["", "\nlimits: {contacts: 120}", "\nlimits: {contacts: 150, money: 4000}"] {
      let (sheet, report, _) = try Self.telco.score(Telco.campaign + limits)
      let ranks = sheet.numbers("rank").map { Int($0) }
      #expect(ranks.sorted() == Array(1...Self.count))
      for (rank, decision) in zip(ranks, sheet.column("decision")) {
        #expect((rank <= report.treated) == (decision == "treat"))
      }
      guard limits.isEmpty || !limits.contains("money") else { continue }
      let values = sheet.numbers("expected_value")
      let order = ranks.indices.sorted { ranks[$0] < ranks[$1] }
      #expect(zip(order, order.dropFirst()).allSatisfy { values[$0] >= values[$1] })
    }
  }

  @Test func `bytes depend on neither threads nor the pass, and one pass decides as two do`() throws {
    let campaign = Self.offers + "\nlimits: {contacts: 900, money: 25000}"
    let one = try Self.telco.score(campaign, data: Telco.data) { $0.reading.threads = 1 }
    let three = try Self.telco.score(campaign, data: Telco.data) { $0.reading.threads = 3 }
    #expect(one.text == three.text && one.report.outcome == three.report.outcome)
    let ranked = try Self.telco.score(Self.offers)
    let streamed = try Self.telco.score(Self.offers) { $0.ranks = false }
    #expect(!streamed.sheet.names.contains("rank"))
    for name in streamed.sheet.names { #expect(streamed.sheet.column(name) == ranked.sheet.column(name)) }
  }

  @Test func `the order of rows changes no account's decision and no total`() throws {
    let lines = try String(contentsOfFile: Self.telco.few, encoding: .utf8).split(separator: "\n")
    let turned = Self.telco.scratch.put(
      ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n", at: "turned.csv")
    let campaign = Telco.campaign + "\nlimits: {contacts: 70}"
    let (a, b) = (try Self.telco.score(campaign), try Self.telco.score(campaign, data: turned))
    #expect(a.sheet.column("expected_value") == Array(b.sheet.column("expected_value").reversed()))
    #expect(a.report.treated == b.report.treated)
    expectClose(a.report.expectedProfit, b.report.expectedProfit, 1e-12)
    expectClose(a.report.outcome?.prices?.contact, b.report.outcome?.prices?.contact, 1e-12)
  }

  @Test func `a band's accounts add up, and its promise is the mean of its accounts`() throws {
    for bands in ["", "\nbands: {red: 0.4, amber: 20%}"] {
      let (sheet, report, _) = try Self.telco.score(Telco.campaign + bands)
      let rows = try #require(report.outcome).bands
      #expect(rows.map(\.name) == ["red", "amber", "green"])
      #expect(rows.reduce(0) { $0 + $1.count } == Self.count)
      let p = try RiskBands.Probabilities(
        values: sheet.numbers("p_churn"), lower: sheet.numbers("p_lower"), upper: sheet.numbers("p_upper"))
      let monthly = try Sheet(file: Self.telco.few).numbers("monthly_charges")
      let payoffs = try Payoffs(
        AccountEconomics(
          value: .each(monthly.map { 12 * $0 }), incentive: .each(monthly.map { 12 * $0 * 0.05 }), contact: .same(15),
          acceptance: .same(0.3)), count: Self.count)
      let wanted = bands.isEmpty ? RiskBands(p, payoffs) : RiskBands(p, cuts: [0.4, 0.2])
      #expect(sheet.column("band") == wanted.membership.map { ["red", "amber", "green"][Int($0)] })
      for (row, expected) in zip(rows, wanted.rows) {
        #expect(row.count == expected.count && row.count > 0)
        expectClose(row.expectedRate, expected.expectedRate)
        expectClose(row.lower, expected.lower)
        expectClose(row.upper, expected.upper)
      }
    }
  }

  @Test func `money times k is results times k, and the same decisions`() throws {
    let campaign = { (k: Double) in
      """
      value: {column: monthly_charges, times: \(12 * k)}
      contact: \(15 * k)
      incentive: \(40 * k)
      fixed_cost: \(900 * k)
      limits: {money: \(5000 * k), contacts: 250}
      """
    }
    let (a, b) = (try Self.telco.score(campaign(1)), try Self.telco.score(campaign(8)))
    #expect(a.sheet.column("decision") == b.sheet.column("decision"))
    #expect(a.sheet.column("rank") == b.sheet.column("rank") && a.sheet.column("band") == b.sheet.column("band"))
    for (x, y) in zip(a.sheet.numbers("expected_value"), b.sheet.numbers("expected_value")) { #expect(8 * x == y) }
    expectClose(8 * a.report.expectedProfit, b.report.expectedProfit)
    expectClose(a.report.outcome?.returnOnSpend, b.report.outcome?.returnOnSpend)
    expectClose(a.report.outcome?.prices?.money, b.report.outcome?.prices?.money)
  }

  @Test func `more budget or more calls never lower the expected profit`() throws {
    for limit in ["money: ", "contacts: ", "money: 2500, contacts: "] {
      var last = 0.0
      for room in [0, 50, 400, 100_000] {
        let report = try Self.telco.score(Telco.campaign + "\nlimits: {\(limit)\(room)}").report
        #expect(report.expectedProfit >= last - 1e-9)
        last = report.expectedProfit
      }
      #expect(last > 0)
    }
  }

  @Test func `the best offer is the one with the highest expected value, and none where none pays`() throws {
    let sheet = try Self.telco.score(Self.offers).sheet
    let monthly = try Sheet(file: Self.telco.few).numbers("monthly_charges")
    let p = sheet.numbers("p_churn")
    let names = sheet.column("offer")
    let values = sheet.numbers("expected_value")
    #expect(Set(names) == ["", "discount", "call", "mail"])
    for row in stride(from: 0, to: p.count, by: 11) {
      let v = 12 * monthly[row]
      let each: [(String, Double)] = [
        ("discount", (0.35, 0.08 * v, 4.0)), ("call", (0.2, 0.0, 22.0)), ("mail", (0.06, 5.0, 1.0)),
      ].map { ($0, p[row] * ($1.0 * (v - $1.1) - $1.2) - (1 - p[row]) * ($1.1 + $1.2)) }
      let best = each.max { $0.1 < $1.1 }!
      expectClose(values[row], best.1)
      #expect(names[row] == (best.1 > 0 ? best.0 : ""))
    }
  }

  @Test func `four costs decide by what each outcome costs, and speak of no spend`() throws {
    let (sheet, report, _) = try Self.telco.score(
      "costs: {true_positive: 25, false_positive: 30, false_negative: monthly_charges, true_negative: -2}")
    let monthly = try Sheet(file: Self.telco.few).numbers("monthly_charges")
    let values = sheet.numbers("expected_value")
    for (row, p) in sheet.numbers("p_churn").enumerated() {
      expectClose(values[row], p * (monthly[row] - 25) + (1 - p) * (-2 - 30), floor: 1e-11)
    }
    #expect(sheet.column("expected_spend").allSatisfy { $0.isEmpty })
    #expect(report.outcome?.spend == nil && report.outcome?.saves == nil)
  }

  @Test func `a lifetime by the model gives each account its own value`() throws {
    let (sheet, _, _) = try Self.telco.score(
      "horizon_days: 365\nclv: {margin: monthly_charges, churn: from_model, annual_discount: 10%, horizon_months: 24}")
    let monthly = try Sheet(file: Self.telco.few).numbers("monthly_charges")
    let discount = pow(1.1, 1.0 / 12) - 1
    let (probabilities, values) = (sheet.numbers("p_churn"), sheet.numbers("expected_value"))
    for row in probabilities.indices {
      let p = probabilities[row]
      let q = pow(1 - p, 1.0 / 12) / (1 + discount)
      let v = monthly[row] * (1 - pow(q, 24)) / (1 - q)
      expectClose(
        values[row], p * (0.3 * (v - 10) - 1) - (1 - p) * 11, 1e-9, floor: 1e-10)
    }
  }

  @Test func `every number may be a column of its own`() throws {
    let lines = try String(contentsOfFile: Self.telco.few, encoding: .utf8).split(separator: "\n")
    func draw(_ row: Int, _ most: Int) -> Double { Double((row * 37 + most * 11) % most) / 100 }
    let rows = lines.dropFirst().enumerated().map { row, line in
      "\(line),\(draw(row, 97)),\(draw(row, 31)),\(draw(row, 89)),\(draw(row, 400))"
    }
    let data = Self.telco.scratch.put(
      ([lines[0] + ",gamma,share,taken,cost"] + rows).joined(separator: "\n") + "\n", at: "columns.csv")
    let (sheet, report, _) = try Self.telco.score(
      "value: monthly_charges\nincentive: {fraction: share}\nacceptance: gamma\nstayers_take: taken\ncontact: cost",
      data: data)
    let monthly = try Sheet(file: Self.telco.few).numbers("monthly_charges")
    let (probabilities, values) = (sheet.numbers("p_churn"), sheet.numbers("expected_value"))
    for (row, p) in probabilities.enumerated() {
      let (v, d, f) = (monthly[row], monthly[row] * draw(row, 31), draw(row, 400))
      let wanted = p * (draw(row, 97) * (v - d) - f) - (1 - p) * (draw(row, 89) * d + f)
      expectClose(values[row], wanted, 1e-9, floor: 1e-10)
    }
    #expect(report.economics.details?.columns == ["monthly_charges", "share", "cost", "gamma", "taken"])
  }

  @Test func `a file without rows is summed up under the campaign that was given`() throws {
    let header = try String(contentsOfFile: Self.telco.few, encoding: .utf8).split(separator: "\n")[0]
    let empty = Self.telco.scratch.put(header + "\n", at: "empty.csv")
    let alike = try Self.telco.score("value: 500\ncontact: 3", data: empty).report.economics
    #expect(alike.campaign.value == 500 && alike.campaign.contact == 3 && alike.hasMeans)
    let option = try Self.telco.score(nil, data: empty) { $0.economics.value = 321 }.report.economics
    #expect(option.campaign.value == 321)
    #expect(try Self.telco.score(Telco.campaign, data: empty).report.economics.hasMeans == false)
  }

  @Test func `several offers need probabilities, and say so`() throws {
    var options = Self.telco.judging(Self.offers)
    options.models = []
    options.scores = ["monthly_charges"]
    options.target = "churn"
    #expect(throws: Problem.self) { () throws in _ = try JudgingRun(options: options).evaluation() }
    options.economics.campaign = Self.telco.scratch.put(Telco.campaign, at: "single.yml")
    _ = try JudgingRun(options: options).evaluation()
  }

  @Test func `a campaign that cannot earn its fixed cost calls nobody`() throws {
    let (sheet, report, _) = try Self.telco.score(Telco.campaign + "\nfixed_cost: 10000000")
    #expect(report.treated == 0 && report.expectedProfit == 0 && report.outcome?.spend == 0)
    #expect(sheet.column("why_not").allSatisfy { $0 == "does_not_pay" })
  }

  @Test func `the health score falls as the probability rises`() throws {
    let sheet = try Self.telco.score("health_score: true").sheet
    for (p, health) in zip(sheet.numbers("p_churn"), sheet.numbers("health_score")) {
      #expect(abs(health - 100 * (1 - p)) <= 0.0501)
    }
  }

  @Test func `a model compared with itself under a campaign differs by exactly nothing`() throws {
    for campaign in [Telco.campaign, Self.offers] {
      var options = Self.telco.judging(campaign)
      options.models = ["wa", "wa"]
      let comparison = try JudgingRun(options: options).comparison().comparison
      #expect(comparison.profit?.total == 0 && comparison.swaps?.onlyA == 0 && comparison.swaps?.onlyB == 0)
    }
  }

  @Test func `a small file's plan has every depth and a file without rows has one`() throws {
    let lines = try String(contentsOfFile: Self.telco.few, encoding: .utf8).split(separator: "\n")
    for count in [0, 5] {
      let few = Self.telco.scratch.put(lines[...count].joined(separator: "\n") + "\n", at: "few\(count).csv")
      let place = Self.telco.scratch.at("plan\(count).csv")
      let (sheet, report, _) = try Self.telco.score(Telco.campaign, data: few) { $0.plan = place }
      #expect(sheet.rows.count == count && report.rows == count)
      #expect(try Sheet(file: place).numbers("accounts") == (0...count).map { Double($0) })
    }
  }
}
