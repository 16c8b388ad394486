import CanonicalJSON
import Evaluation
import Foundation
import Reporting
import Testing

@testable import Workflow

/// Laws of `churn evaluate`.
@Suite struct EvaluationLawsTests {
  private let firm = SampleFirm.shared

  private func evaluation(_ change: (inout JudgingOptions) -> Void = { _ in }) throws -> EvaluationReport {
    var options = firm.options(["full"])
    change(&options)
    return try JudgingRun(options: options).evaluation()
  }

  @Test func `segments add up to the EV rule's row`() throws {
    for column in ["region", "plan", "usage", "value"] {
      let report = try evaluation { $0.by = column }
      let segments = try #require(report.segments)
      let total = SegmentRow.total(of: segments.rows.map(\.row))
      let rule = try #require(report.rivals?.rivals[.evRule])
      #expect(total.count == SampleFirm.count && total.treated == rule.outcome.treated)
      #expect(close(total.profit, rule.outcome.profit) && close(total.expectedProfit, rule.forecast.profit))
      #expect(total.churners == report.section.performance.churners)
    }
  }

  @Test func `levels of fewer than ten accounts are pooled and not named`() throws {
    let segments = try #require(try evaluation { $0.by = "region" }.segments)
    #expect(segments.rows.map(\.name) == ["north", "south", "(2 rare levels)"])
    #expect(segments.pooledLevels == 2)
    let text = try evaluation { $0.by = "region" }.json.text(.report)
    #expect(!text.contains("atoll") && !text.contains("island"))
  }

  @Test func `numbers are cut into fifths, and those without a value stand last`() throws {
    let segments = try #require(try evaluation { $0.by = "usage" }.segments)
    #expect(segments.rows.count == 6 && segments.rows.last?.name == "(no value)")
    let counts = segments.rows.dropLast().map(\.row.count)
    #expect((counts.max() ?? 0) - (counts.min() ?? 0) <= 1)
  }

  @Test func `a segment is no id, and must exist`() {
    #expect(throws: (any Error).self) { try evaluation { $0.by = "account_id" } }
    #expect(throws: (any Error).self) { try evaluation { $0.by = "regoin" } }
  }

  @Test func `the order of the rows does not matter`() throws {
    let firm = firm
    var rows = SampleFirm.rows(seed: 2, count: SampleFirm.count)
    var random = SeededGenerator(state: 9)
    rows.shuffle(using: &random)
    try firm.write(rows, to: "shuffled.csv")
    var report = try evaluation {
      $0.by = "region"
      $0.showsDetails = true
    }
    var options = firm.options(["full"], data: "shuffled.csv")
    options.by = "region"
    options.showsDetails = true
    let shuffled = try JudgingRun(options: options).evaluation()
    report.data = shuffled.data
    #expect(PlainText().text(of: report.document) == PlainText().text(of: shuffled.document))
  }

  @Test func `the number of threads does not matter, the seed does`() throws {
    let texts = try [1, 2, 3].map { threads in
      try evaluation {
        $0.reading.threads = threads
        $0.economics.valueColumn = "value"
      }.json.text(.report)
    }
    #expect(Set(texts).count == 1)
    let other = try evaluation {
      $0.seed = 2
      $0.economics.valueColumn = "value"
    }
    #expect(try other.json.text(.report) != texts[0])
  }

  @Test func `money times k gives results times k`() throws {
    func scaled(_ k: Double) throws -> EvaluationReport {
      try evaluation {
        $0.by = "plan"
        $0.economics.value = 200 * k
        $0.economics.incentive = 10 * k
        $0.economics.contact = 1 * k
      }
    }
    let (one, eight) = (try scaled(1), try scaled(8))
    #expect(Figures(one).money.count == Figures(eight).money.count && Figures(one).money.count > 200)
    for (a, b) in zip(Figures(one).money, Figures(eight).money) { #expect(close(8 * a, b)) }
    #expect(Figures(one).shares == Figures(eight).shares)
  }

  @Test func `rivals are judged by the same accounts`() throws {
    let report = try evaluation()
    let rivals = try #require(report.rivals)
    let profit = report.section.performance.assessment.profit
    #expect(rivals.rivals[.everybody]?.outcome.profit == profit.everybody.profit)
    #expect(close(rivals.rivals[.tunedCut]?.outcome.profit, profit.maximum.total))
    #expect(rivals.rivals[.nobody]?.outcome.profit == 0)
    for (row, lead) in zip(rivals.rivals.rows, rivals.leads) {
      let rule = try #require(rivals.rivals[.evRule])
      #expect(close(lead.mean, rule.outcome.profitPerAccount - row.outcome.profitPerAccount))
    }
    #expect(rivals.leads[0].mean == 0 && rivals.leads[0].standardError == 0)
  }

  @Test func `hindsight flatters: a maximum's optimism is positive with shared and with own values`() throws {
    let shared = try #require(try evaluation().maxima)
    let own = try #require(try evaluation { $0.economics.valueColumn = "value" }.maxima)
    for part in [shared.maximum, shared.expectedMaximum, own.maximum] {
      let part = try #require(part)
      #expect(part.optimism > 0 && part.corrected < part.apparent.value && part.apparent.lower < part.apparent.upper)
    }
    #expect(own.expectedMaximum == nil && own.isPerAccount && !shared.isPerAccount)
  }

  @Test func `no resamples, no intervals from them`() throws {
    let report = try evaluation { $0.resamples = 0 }
    #expect(report.rivals?.resampled == nil && report.maxima?.maximum == nil)
    #expect(!PlainText().text(of: report.document).contains("resample"))
  }

  @Test func `the names that machines know stay`() throws {
    guard case .object(let json) = try evaluation().json else { throw CancellationError() }
    let known = [
      "subject", "data", "rows", "accounts", "churners", "clustered", "profit", "ranking", "calibration", "accuracy",
      "campaign",
    ]
    #expect(known.allSatisfy { json[$0] != nil })
    for key in ["rivals", "maxima", "tornado", "profit_by_depth", "ev_rule_resampled"] {
      #expect(json[key] != nil && json[key] != .null)
    }
  }

  @Test func `no line of the report is wider than 100 columns`() throws {
    var report = try evaluation {
      $0.by = "region"
      $0.showsDetails = true
    }
    report.data = "now.csv"
    for line in PlainText().text(of: report.document).split(separator: "\n") { #expect(line.count <= 100, "\(line)") }
  }
}

/// Every figure of an evaluation: those that are money, and those that are not.
private struct Figures {
  var money: [Double] = []
  var shares: [Double] = []

  init(_ report: EvaluationReport) {
    for (row, lead) in zip(report.rivals?.rivals.rows ?? [], report.rivals?.leads ?? []) {
      money += [row.outcome.profit, row.forecast.profit, row.outcome.spend, lead.mean, lead.lower ?? 0]
      shares.append(row.outcome.fraction)
    }
    let maxima = report.maxima
    for part in [maxima?.maximum, maxima?.expectedMaximum] {
      money += [part?.apparent.value ?? 0, part?.apparent.lower ?? 0, part?.optimism ?? 0]
    }
    money.append(maxima?.profit.expectedMaximum?.pilotValue ?? 0)
    for segment in report.segments?.rows ?? [] {
      money += [segment.row.profit, segment.row.expectedProfit]
      shares.append(segment.row.treatmentRate)
    }
    for bar in report.tornado?.tornado.bars ?? [] { money += bar.path.map(\.newDecisions) }
    for point in report.chart?.curve.points ?? [] { money += [point.realised, point.expected ?? 0] }
  }
}
