import CanonicalJSON
import Diagnostics
import Evaluation
import Foundation
import Reporting
import Testing

@testable import Workflow

/// Stored scores against what happened later.
@Suite struct BacktestTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "churn-backtest-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  private func file(_ name: String, _ lines: [String]) throws -> String {
    let url = folder.appending(path: name)
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: url)
    return url.path
  }

  /// Ten scored accounts; one is unknown later, one had left on the day of its score, two left later.
  private func small(_ change: (inout BacktestOptions) -> Void = { _ in }) throws -> BacktestReport {
    let scores = try file(
      "scores.csv", ["id,score,money"] + (0..<10).map { "a\($0),0.\(9 - $0)5,\(10 * ($0 + 1))" })
    let outcomes = try file(
      "outcomes.csv",
      [
        "id,left", "a0,2024-02-10", "a1,", "a2,2024-01-31", "a3,", "a4,2024-03-31", "a5,", "a6,", "a7,2024-08-01",
        "a8,", "zz,2024-02-02",
      ])
    var options = BacktestOptions(scores: scores, outcomes: outcomes)
    options.scoredOn = "2024-01-31"
    options.churnDate = "left"
    options.value = "money"
    options.cuts = [0.7, 0.4]
    options.horizons = [30, 60, 90, 180]
    options.observedUntil = "2024-08-01"
    change(&options)
    return try BacktestRun(options: options).run()
  }

  @Test func `bands, horizons, money and leftovers as counted by hand`() throws {
    let report = try small()
    #expect(
      report.counts
        == .init(
          scored: 10, used: 8, unmatchedScores: 1, unmatchedOutcomes: 1, alreadyLeft: 1, absentStayed: false))
    // a0 leaves after 10 days, a4 after exactly 60, a7 after 183.
    #expect(report.backtest.horizons.map(\.total.churned) == [1, 2, 2, 2])
    #expect(report.backtest.horizons[1].total.moneyLost == 60)
    #expect(report.backtest.horizons[1].bands.map(\.count) == [2, 3, 3])
    #expect(report.backtest.horizons[1].bands.map(\.churned) == [1, 1, 0])
    #expect(report.bandNames == ["≥ 0.7000", "≥ 0.4000", "< 0.4000"] && report.greenFrom == 2)
    let within = try small { $0.horizons = [183] }
    #expect(within.backtest.horizons[0].total.churned == 3 && within.green(within.backtest.horizons[0]).churned == 1)
    let wilson = report.backtest.horizons[1].total.interval()
    #expect(close(wilson.lower, WilsonInterval(events: 2, of: 8).lower))
  }

  @Test func `bands add up to all accounts`() throws {
    let deciles = try small { $0.cuts = [] }
    for horizon in deciles.backtest.horizons {
      var sum = Backtest.Cell()
      for band in horizon.bands { sum.add(band) }
      #expect(sum == horizon.total)
    }
  }

  @Test func `accounts that were not watched long enough are left out of a horizon`() throws {
    let report = try small { $0.observedUntil = "2024-04-10" }
    #expect(report.backtest.horizons.map(\.days) == [30, 60])
    #expect(throws: (any Error).self) { try small { $0.observedUntil = "2024-02-01" } }
    #expect(throws: (any Error).self) { try small { $0.observedUntil = "yesterday" } }
  }

  @Test func `a list of those who left means that the others stayed, when it is said so`() throws {
    let report = try small { $0.absentStayed = true }
    #expect(report.counts.used == 9 && report.counts.unmatchedScores == 1)
    #expect(report.backtest.horizons[1].total.count == 9 && report.backtest.horizons[1].total.churned == 2)
  }

  @Test func `false greens are written as ids only, once, in the order of their bytes`() throws {
    let path = folder.appending(path: "greens.csv").path
    _ = try small {
      $0.falseGreens = path
      $0.horizons = [183]
      $0.cuts = [0.9]
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "id\na4\na7\n")
    #expect(throws: (any Error).self) { try small { $0.falseGreens = path } }
  }

  @Test func `a health score is a risk turned round`() throws {
    let scores = try file("health.csv", ["id,health"] + (0..<10).map { "a\($0),\(10 + 10 * $0)" })
    let report = try small {
      $0.scores = scores
      $0.score = "health"
      $0.lowIsRisk = true
      $0.value = nil
      $0.cuts = [30, 60]
    }
    #expect(report.bandNames == ["≤ 30.00", "≤ 60.00", "> 60.00"])
    #expect(report.backtest.horizons[1].bands.map(\.count) == [2, 3, 3])
    #expect(report.backtest.horizons[1].area == (try small()).backtest.horizons[1].area)
  }

  @Test func `outcomes without dates have one horizon`() throws {
    let outcomes = try file("labels.csv", ["account,gone"] + (0..<10).map { "a\($0),\($0 < 3 ? "yes" : "no")" })
    let report = try small {
      $0.outcomes = outcomes
      $0.outcomeID = "account"
      $0.churnDate = nil
      $0.outcome = "gone"
      $0.scoredOn = nil
    }
    #expect(report.backtest.horizons.count == 1 && report.backtest.horizons[0].total.churned == 3)
    #expect(report.backtest.horizons[0].area?.value == 1 && !report.isDated)
    #expect(!report.headline.contains("days"))
  }

  @Test func `the order of the rows does not matter, and equal scores are never parted`() throws {
    var random = SeededGenerator(state: 3)
    var rows = (0..<200).map { "a\($0),0.\(Int.random(in: 1...9, using: &random)),\($0)" }
    var ends = (0..<200).map { "a\($0),\($0 % 3 == 0 ? "2024-0\(2 + $0 % 5)-15" : "")" }
    let texts = try (0..<2).map { turn in
      if turn == 1 {
        rows.shuffle(using: &random)
        ends.shuffle(using: &random)
      }
      let (scores, outcomes) = (try file("s.csv", ["id,score,money"] + rows), try file("o.csv", ["id,left"] + ends))
      let report = try small {
        $0.scores = scores
        $0.outcomes = outcomes
        $0.cuts = []
        $0.showsDetails = true
      }
      #expect(report.bandNames.count <= 9)
      return PlainText().text(of: report.document)
    }
    #expect(texts[0] == texts[1])
  }

  @Test func `a mistake is told, not guessed`() throws {
    #expect(throws: (any Error).self) { try small { $0.scoredOn = nil } }
    #expect(throws: (any Error).self) { try small { $0.scoredOn = "when" } }
    #expect(throws: (any Error).self) { try small { $0.score = "points" } }
    #expect(throws: (any Error).self) { try small { $0.value = "worth" } }
    #expect(throws: (any Error).self) { try small { $0.churnDate = "id" } }
    let strangers = try file("strangers.csv", ["id,left", "x,2024-05-05"])
    #expect(throws: (any Error).self) { try small { $0.outcomes = strangers } }
    let twice = try file("twice.csv", ["id,gone", "a1,1", "a1,0"])
    #expect(throws: (any Error).self) {
      try small {
        $0.outcomes = twice
        $0.churnDate = nil
        $0.outcome = "gone"
      }
    }
  }

  @Test func `days are counted through leap years`() throws {
    let days = try ["2024-02-28", "2024-03-01", "2023-02-28", "2023-03-01"].map { try #require(CalendarDay($0)) }
    #expect(days[1].since(days[0]) == 2 && days[3].since(days[2]) == 1)
    #expect(CalendarDay("1970-01-01")?.number == 0 && CalendarDay("2000/01/01")?.number == 10_957)
    #expect(CalendarDay("20240229T") == nil && CalendarDay("20240229")?.number == 19_782)
    #expect(CalendarDay("2024-02-29T23:59:59Z")?.number == 19_782)
    for text in ["2023-02-29", "2024-13-01", "2024-00-10", "2024-01/31", "31.01.2024", "", "2024-1-1", "2024-01-31x"] {
      #expect(CalendarDay(text) == nil)
    }
  }
}
