import Diagnostics
import Evaluation
import Foundation
import Reporting
import Testing

@testable import Workflow

/// The campaign file: what is understood, what is refused, and how.
@Suite struct CampaignFileTests {
  func terms(_ text: String) throws(Problem) -> CampaignTerms { try CampaignReader(file: "c.yml").terms(of: text) }

  static let documentation = try! String(
    contentsOfFile: URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/campaign.md").path,
    encoding: .utf8)

  @Test func `every example of the documentation is understood`() throws {
    let blocks = Self.documentation.components(separatedBy: "```yaml\n").dropFirst()
      .map { $0.components(separatedBy: "```")[0] }
    #expect(blocks.count == 4)
    for block in blocks { _ = try terms(block) }
    let first = try terms(blocks[blocks.startIndex])
    #expect(first.currency == "EUR" && first.horizonDays == 90 && first.showsHealthScore)
    #expect(first.value?.source == .column("monthly_charges", times: 12))
    #expect(first.limits == (try Limits(contacts: 500, money: 20000)))
    #expect(first.fixedCost?.constant == 250 && first.defaults.isEmpty)
  }

  @Test func `every key is documented`() {
    for key in CampaignReader.keys { #expect(Self.documentation.contains("| `\(key)` |"), "\(key)") }
  }

  @Test func `numbers are amounts, columns and multiples of columns`() throws {
    let cases: [(String, CampaignNumber.Source)] = [
      ("200", .constant(200)), ("1.5e2", .constant(150)), ("mrr", .column("mrr", times: 1)),
      ("\"200\"", .column("200", times: 1)), ("12 * mrr", .column("mrr", times: 12)),
      ("{column: mrr}", .column("mrr", times: 1)),
      ("{column: two words, times: 0.5}", .column("two words", times: 0.5)),
    ]
    for (text, source) in cases { #expect(try terms("value: \(text)").value?.source == source, "\(text)") }
    guard case .share(let share) = try terms("incentive: {fraction: 0.05}").common.incentive else {
      Issue.record("no share")
      return
    }
    #expect(share.constant == 0.05)
    #expect(try terms("contact: 1").common.acceptance == nil)
    guard case .rate(let rate) = try terms("acceptance: 30%").common.acceptance else {
      Issue.record("no rate")
      return
    }
    #expect(rate.constant == 0.3)
  }

  @Test(arguments: [
    ("value: 1\nvaleu: 200", 2, "valeu", "value:"), ("value: -5", 1, "0 or more", "value: 200"),
    ("\n\nacceptance: 1.3", 3, "between 0 and 1", "acceptance: 0.3"),
    ("value: 200 EUR", 1, "200 EUR", "without signs"), ("value: 1_000", 1, "1_000", "without signs"),
    ("value: true", 1, "must be an amount", "value: 200"), ("value:", 1, "must be an amount", "value: 200"),
    ("value: [1]", 1, "must be an amount", "value: 200"), ("value: .nan", 1, "must be an amount", "without signs"),
    ("value: 0x10", 1, "must be an amount", "without signs"),
    ("value: {column: mrr, tims: 2}", 1, "tims", "times:"), ("value: {times: 2}", 1, "name a column", "{column: NAME}"),
    ("value: -2 * mrr", 1, "above 0", ""), ("incentive: 120%", 1, "100 %", "5%"),
    ("offers:\n  - name: a\n    contct: 2", 3, "contct", "contact:"), ("offers:\n  - contact: 2", 2, "name", "name:"),
    ("offers:\n  - name: a\n  - name: a", 3, "earlier offer", ""), ("offers: []", 1, "no offer", ""),
    ("limits: {money: -1}", 1, "limits.money", "money: 200"), ("limits: {contacts: 2.5}", 1, "whole number", "12"),
    ("fixed_cost: mrr", 1, "must be a number", "fixed_cost: 200"),
    ("value: 2\nclv: {margin: 2, churn: 0.1}", 2, "both", "keep one"),
    ("clv: {margin: 2, churn: from_model}", 1, "horizon", "horizon_days"),
    ("clv: {margin: 2}", 1, "no churn", "from_model"),
    ("costs: {true_positive: 1, false_positive: 2}", 1, "no false_negative", "false_negative:"),
    ("value: 2\ncosts: {true_positive: 1, false_positive: 2, false_negative: 3}", 2, "both", "costs alone"),
    ("costs: {true_positive: 1, false_positive: 2, false_negative: 3}\nlimits: {money: 5}", 2, "spending", "contacts"),
    ("bands: {red: 0.1, amber: 0.2}", 1, "fall", "red: 0.3"), ("bands: {red: 0.1}", 1, "two cut-offs", "amber"),
    ("acceptance: {alpha: 6}", 1, "alpha and beta", "alpha: 6"), ("acceptance: {alpha: 6, beta: 0}", 1, "above 0", ""),
    ("horizon_days: 0", 1, "above 0", ""), ("health_score: 1", 1, "true or false", "health_score: true"),
    ("value: 1\nvalue: 2", 1, "twice", ""), ("a: [b\n", 2, "expected", ""), ("- 1", 1, "must have keys", ""),
  ])
  func `what is wrong is refused with line and remedy`(
    _ text: String, _ line: Int, _ says: String, _ remedy: String
  ) throws {
    do {
      _ = try terms(text)
      Issue.record("understood: \(text)")
    } catch {
      #expect(error.kind == .configuration && error.kind.exitCode == 78)
      #expect(error.location?.file == "c.yml" && error.location?.line == line, "\(text): \(error)")
      #expect(error.message.contains(says), "\(text): \(error.message)")
      #expect(remedy.isEmpty || error.remedies.joined(separator: " ").contains(remedy), "\(text): \(error.remedies)")
    }
  }

  @Test func `an empty file is refused`() {
    #expect(throws: Problem.self) { () throws in _ = try terms("") }
    #expect(throws: Problem.self) { () throws in _ = try terms("# nothing\n") }
  }

  @Test func `a column that the data lack is named with its line and the nearest name`() throws {
    let scratch = Scratch()
    var check = CampaignCheck(file: scratch.put("contact: 2\nvalue: 12 * monthly_charge\n", at: "c.yml"))
    check.data = Telco.data
    do {
      _ = try check.run()
      Issue.record("checked")
    } catch let error as Problem {
      #expect(error.kind == .configuration && error.location?.line == 2)
      #expect(error.remedies.first == "value: monthly_charges")
    }
  }

  @Test(arguments: [
    ("v,y\n1,0\n,1\n", "no value in some rows"), ("v,y\n1,0\n-2,1\n", "0 or more"),
  ])
  func `a column with gaps or impossible values is refused`(_ data: String, _ says: String) throws {
    let scratch = Scratch()
    var check = CampaignCheck(file: scratch.put("value: v", at: "c.yml"))
    check.data = scratch.put(data, at: "d.csv")
    do {
      _ = try check.run()
      Issue.record("checked")
    } catch let error as Problem {
      #expect(error.kind == .badData && error.message.contains(says) && error.location?.column == "v")
    }
  }

  @Test func `an option takes the place of the file's key, and a note says so`() throws {
    let scratch = Scratch()
    var options = EconomicsOptions()
    options.campaign = scratch.put("value: 100\ncontact: 15", at: "c.yml")
    options.contact = 2
    let economics = try Economics(options)
    #expect(economics.terms.common.contact?.constant == 2 && economics.terms.value?.constant == 100)
    #expect(economics.notices.map(\.code) == ["campaign.option"])
    #expect(economics.notices.first?.message.contains("c.yml:2") == true)
    options.contact = nil
    options.incentive = 3
    #expect(try Economics(options).notices.isEmpty)
    options.campaign = scratch.put("offers: [{name: a}, {name: b}]", at: "o.yml")
    #expect(throws: Problem.self) { try Economics(options) }
    options.campaign = scratch.put(
      "costs: {true_positive: 1, false_positive: 2, false_negative: 3}", at: "f.yml")
    #expect(throws: Problem.self) { try Economics(options) }
  }

  @Test func `the check names the literature's defaults and the break-even probability`() throws {
    let scratch = Scratch()
    let report = try CampaignCheck(file: scratch.put("value: 200\nincentive: 10", at: "c.yml")).run()
    #expect(report.parameters.filter(\.isDefault).map(\.name) == ["contact", "acceptance", "stayers_take"])
    expectClose(report.breakEvens[0].probability, 11.0 / 67, 1e-12)
    var spread = CampaignCheck(file: scratch.put(Telco.campaign, at: "t.yml"))
    spread.data = Telco.data
    let checked = try spread.run()
    #expect(checked.rows == 7043 && checked.breakEvens[0].never == 0)
    let stars = try Sheet(file: Telco.references + "/wa/wa_subset_campaign.csv").numbers("p_star").sorted()
    #expect(checked.breakEvens[0].spread?.quantiles.first.map { abs($0 - stars[0]) < 1e-12 } == true)
    #expect(checked.breakEvens[0].spread?.quantiles.last.map { abs($0 - stars[7042]) < 1e-12 } == true)
  }
}
