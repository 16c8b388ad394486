public import Diagnostics
import Evaluation
import Files
public import Reporting
import Tables

/// `churn backtest` as a value: stored scores against what happened later.
public struct BacktestRun: Sendable {
  /// What was asked for.
  public var options: BacktestOptions

  /// Creates a run.
  public init(options: BacktestOptions) { self.options = options }

  /// Joins scores and outcomes, counts by band and horizon, and writes the false greens where a file is named.
  /// - Throws: a `Diagnosable` error.
  public func run(observing observe: ([Notice]) -> Void = { _ in }) throws -> BacktestReport {
    let scores = try StoredScores(options)
    let outcomes = try LaterOutcomes(options)
    let join = try BacktestJoin(scores, outcomes, options)
    observe(scores.notices + outcomes.notices + join.notices)
    let accounts = join.accounts
    let bands =
      options.cuts.isEmpty
      ? ScoreBands(accounts.risks)
      : ScoreBands(accounts.risks, cuts: options.cuts.map { options.lowIsRisk ? -$0 : $0 }.sorted(by: >))
    let backtest = Backtest(accounts, bands, horizons: join.horizons, clusters: join.clusters)
    var report = BacktestReport(backtest, counts: join.counts)
    report.scores = options.scores
    report.scoreColumn = scores.scoreColumn
    report.outcomes = options.outcomes
    report.isDated = options.outcome == nil
    report.hasMoney = options.value != nil
    report.isClustered = join.clusters != nil
    report.showsDetails = options.showsDetails
    report.bandNames = Self.names(of: bands, lowIsRisk: options.lowIsRisk, options.cuts)
    report.greenFrom = options.cuts.isEmpty ? (bands.count + 1) / 2 : options.cuts.count
    if let file = options.falseGreens { try writeFalseGreens(report, join, bands, scores, to: file) }
    return report
  }

  /// What the bands are called: their scores.
  private static func names(of bands: ScoreBands, lowIsRisk: Bool, _ cuts: [Double]) -> [String] {
    bands.lowerEnds.enumerated().map { index, end in
      if end == -.infinity {
        let last = cuts.map { lowIsRisk ? -$0 : $0 }.min() ?? 0
        return lowIsRisk ? "> \(NumberStyle.significant(-last))" : "< \(NumberStyle.significant(last))"
      }
      return lowIsRisk ? "≤ \(NumberStyle.significant(-end))" : "≥ \(NumberStyle.significant(end))"
    }
  }

  /// Ids of green accounts that churned within the longest horizon that is known, in the order of their bytes.
  private func writeFalseGreens(
    _ report: BacktestReport, _ join: BacktestJoin, _ bands: ScoreBands, _ scores: StoredScores, to file: String
  ) throws {
    guard let days = report.main?.days else { return }
    let rows = (0..<join.accounts.count).filter { row in
      Int(bands.membership[row]) >= report.greenFrom && join.accounts.isKnown(row, for: days)
        && join.accounts.churned(row, within: days)
    }
    var ids = rows.map { scores.ids[Int(join.rows[$0])] }.sorted()
    ids = ids.enumerated().filter { $0 == 0 || ids[$0 - 1] != $1 }.map(\.element)
    let output = try DurableOutput(to: file, policy: options.replaces ? .replace : .refuse)
    for text in [scores.idColumn] + ids.map(\.string) { try output.write(Self.quoted(text) + "\n") }
    try output.commit()
  }

  private static func quoted(_ text: String) -> String {
    let isPlain = !text.utf8.contains { [UInt8(ascii: "\""), UInt8(ascii: ","), 10, 13].contains($0) }
    return isPlain ? text : "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
