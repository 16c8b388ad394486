import CanonicalJSON
import Diagnostics
import Evaluation
import Foundation
import Reporting
import Testing

@testable import Workflow

/// Laws of `churn compare`.
@Suite struct ComparisonLawsTests {
  private let firm = SampleFirm.shared

  private func comparison(
    _ models: [String] = ["small", "full"], _ change: (inout JudgingOptions) -> Void = { _ in }
  ) throws -> ComparisonReport {
    var options = firm.options(models)
    change(&options)
    return try JudgingRun(options: options).comparison()
  }

  @Test func `a model against itself is exactly zero everywhere`() throws {
    let report = try comparison(["full", "full"])
    let profit = try #require(report.comparison.profit)
    #expect(profit.mean == 0 && profit.lower == 0 && profit.upper == 0 && profit.total == 0)
    let resampled = try #require(report.resampled)
    #expect(resampled.value == 0 && resampled.lower == 0 && resampled.upper == 0 && resampled.standardError == 0)
    let areas = try #require(report.comparison.areas)
    #expect(areas.difference == 0 && areas.standardError == 0)
    let swaps = try #require(report.swaps)
    #expect(swaps.swaps.entering.count == 0 && swaps.swaps.leaving.count == 0 && swaps.total == 0)
    let change = try #require(report.change)
    let none = ScoreChangeSection.Part(mean: 0, spread: 0)
    #expect(change.total == none && change.model == none && change.encoding == none && change.intercept == 0)
    #expect(change.features.allSatisfy { $0.model == 0 && $0.encoding == 0 && $0.behaviour == 0 })
    let rows = try #require(report.coefficients?.rows)
    #expect(rows.allSatisfy { $0.difference == 0 && ($0.z ?? 0) == 0 })
    #expect(report.shift?.value == 0 && report.comparison.verdict == .cannotTell)
  }

  @Test func `the cells of the swap set add up to the difference`() throws {
    let report = try comparison { $0.economics.valueColumn = "value" }
    let swaps = try #require(report.swaps).swaps
    let profit = try #require(report.comparison.profit)
    #expect(close(swaps.entering.profit - swaps.leaving.profit, profit.total))
    #expect([swaps.kept, swaps.leaving, swaps.entering, swaps.untouched].reduce(0) { $0 + $1.count } == profit.count)
    #expect(close(swaps.kept.profit + swaps.entering.profit, report.comparison.b.assessment.profit.evRule?.profit))
    #expect(swaps.entering.count > 0 && swaps.leaving.count > 0)
  }

  @Test func `the resampled interval stands beside the analytic one`() throws {
    let report = try comparison { $0.resamples = 2_000 }
    let (profit, resampled) = (try #require(report.comparison.profit), try #require(report.resampled))
    #expect(close(resampled.value, profit.mean))
    #expect(close(resampled.standardError, profit.standardError, 0.1))
    #expect(close(resampled.lower, profit.lower, 0.25) && close(resampled.upper, profit.upper, 0.25))
  }

  @Test func `the parts of every score change add up`() throws {
    for models in [["small", "full"], ["full", "small"], ["mid", "full"]] {
      for before in [nil, firm.path("before.csv")] {
        let change = try #require(try comparison(models) { $0.before = before }.change)
        #expect(change.largestResidual < 1e-12)
        let parts = change.intercept + change.model.mean + change.encoding.mean + (change.behaviour?.mean ?? 0)
        #expect(close(parts, change.total.mean, 1e-12, floor: 1e-12))
        let features = change.features.reduce(0) { $0 + $1.model + $1.encoding + $1.behaviour }
        #expect(close(features + change.intercept, change.total.mean, 1e-12, floor: 1e-12))
      }
    }
  }

  @Test func `without an older snapshot the change is that of the logits`() throws {
    let data = try JudgingData(firm.options(["small", "full"]))
    let logits = try data.subjects.map { try #require($0.logits) }
    let mean = zip(logits[0], logits[1]).reduce(0) { $0 + $1.1 - $1.0 } / Double(SampleFirm.count)
    let change = try #require(try comparison().change)
    #expect(close(change.total.mean, mean, 1e-12, floor: 1e-12) && change.behaviour == nil)
  }

  @Test func `the same model on two snapshots has changed by behaviour alone`() throws {
    let change = try #require(try comparison(["full", "full"]) { $0.before = firm.path("before.csv") }.change)
    #expect(change.model == .init(mean: 0, spread: 0) && change.intercept == 0)
    #expect(close(change.behaviour?.mean, change.total.mean, 1e-12, floor: 1e-12) && change.total.mean != 0)
    #expect(close(change.behaviour?.spread, change.total.spread, 1e-12, floor: 1e-12) && change.total.spread > 0)
    let missing = (SampleFirm.count + 6) / 7
    #expect(change.rows == SampleFirm.count - missing)
    #expect(change.unmatched?.now == missing && change.unmatched?.before == 0)
    // Usage was 3.25 higher wherever it is known, and its slope is negative: the change is upward.
    let usage = try #require(change.features.first { $0.name == "usage" })
    let slope = try #require(try comparison(["full", "full"]).coefficients?.rows.first { $0.term == "usage" }?.a)
    let known = SampleFirm.rows(seed: 2, count: SampleFirm.count).enumerated()
      .filter { $0.offset % 7 != 0 && $0.element.usage != nil }.count
    #expect(close(usage.behaviour, -3.25 * slope * Double(known) / Double(change.rows), 1e-3))
  }

  @Test func `terms of one model only have no difference`() throws {
    let rows = try #require(try comparison().coefficients?.rows)
    let new = rows.filter { $0.term.hasPrefix("plan=") }
    #expect(!new.isEmpty && new.allSatisfy { $0.difference == nil && $0.z == nil && $0.obstacle == "new" })
    let usage = try #require(rows.first { $0.term == "usage" })
    let (a, b) = (try #require(usage.errorA), try #require(usage.errorB))
    #expect(close(usage.z, ((usage.b ?? 0) - (usage.a ?? 0)) / (a * a + b * b).squareRoot()))
    #expect(try comparison().coefficients?.sharesTraining == true)
  }

  @Test func `the order of the rows and the number of threads do not matter`() throws {
    var rows = SampleFirm.rows(seed: 2, count: SampleFirm.count)
    var random = SeededGenerator(state: 5)
    rows.shuffle(using: &random)
    try firm.write(rows, to: "mixed.csv")
    let texts = try [("now.csv", 1), ("now.csv", 3), ("mixed.csv", 2)].map { file, threads in
      var options = firm.options(["small", "full"], data: file)
      options.showsDetails = true
      options.reading.threads = threads
      var report = try JudgingRun(options: options).comparison()
      report.data = ""
      return PlainText().text(of: report.document)
    }
    #expect(Set(texts).count == 1)
  }

  @Test func `money times k gives differences times k`() throws {
    func scaled(_ k: Double) throws -> [Double] {
      let report = try comparison {
        $0.economics.value = 200 * k
        $0.economics.incentive = 10 * k
        $0.economics.contact = 1 * k
      }
      let (profit, swaps) = (try #require(report.comparison.profit), try #require(report.swaps).swaps)
      return [
        profit.mean, profit.lower ?? 0, profit.upper ?? 0, profit.smallestDetectable() ?? 0,
        report.resampled?.lower ?? 0,
        swaps.entering.profit, swaps.leaving.profit, swaps.kept.spend, swaps.untouched.profit,
      ]
    }
    for (a, b) in zip(try scaled(1), try scaled(4)) { #expect(close(4 * a, b)) }
  }

  @Test func `with limits the verdict is about the calls that can be made`() throws {
    let campaign = firm.path("limited.yml")
    try Data("limits:\n  contacts: 50\n".utf8).write(to: URL(filePath: campaign))
    let report = try comparison { $0.economics.campaign = campaign }
    let (swaps, lists) = (try #require(report.swaps).swaps, try #require(report.withinLimits))
    #expect(lists.a.treated == 50 && lists.b.treated == 50 && swaps.entering.count == swaps.leaving.count)
    #expect(swaps.entering.count > 0 && swaps.kept.count + swaps.entering.count == 50)
    #expect(close(report.comparison.profit?.total, lists.b.profit - lists.a.profit))
    #expect(close(swaps.entering.profit - swaps.leaving.profit, lists.b.profit - lists.a.profit))
    var options = firm.options(["full"])
    (options.by, options.economics.campaign) = ("region", campaign)
    let evaluation = try JudgingRun(options: options).evaluation()
    let row = try #require(evaluation.rivals?.rivals[.withinLimits])
    let segments = SegmentRow.total(of: try #require(evaluation.segments).rows.map(\.row))
    #expect(row.outcome.treated == 50 && segments.treated == 50 && close(segments.profit, row.outcome.profit))
    let rule = try #require(evaluation.rivals?.rivals[.evRule])
    #expect(rule.outcome.treated > 50 && rule.forecast.profit > row.forecast.profit)
  }

  @Test func `the champion is the first, or the one named`() throws {
    let report = try comparison(["small", "full"]) { $0.champion = "full" }
    #expect(report.names.a == "full@1" && report.names.b == "small@1")
    let forward = try comparison(["small", "full"])
    #expect(close(report.comparison.profit?.mean, forward.comparison.profit.map { -$0.mean }))
    #expect(throws: (any Error).self) { try comparison { $0.champion = "nobody" } }
  }

  @Test func `a league compares every version with the champion as two would be`() throws {
    let league = try JudgingRun(options: firm.options(["small", "mid", "full"])).league()
    #expect(league.comparisons.map(\.names.b) == ["mid@1", "full@1"])
    let pair = try comparison(["small", "full"])
    #expect(league.comparisons[1].comparison == pair.comparison)
    let text = PlainText().text(of: league.document)
    #expect(text.contains("champion") && text.contains("mid@1") && text.contains("full@1"))
  }

  @Test func `names that machines know stay`() throws {
    guard case .object(let json) = try comparison().json else { throw CancellationError() }
    for key in ["a", "b", "data", "difference", "verdict", "sentence", "campaign"] { #expect(json[key] != nil) }
    for key in ["swap_set", "score_change", "coefficients", "psi", "resampled"] { #expect(json[key] != .null) }
  }
}
