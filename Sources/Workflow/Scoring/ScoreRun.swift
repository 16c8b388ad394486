import Cohorts
public import Diagnostics
import Evaluation
import Files
import Ingest
import Models
import Parallel
public import Reporting
import Scoring
import Tables

/// `churn score` as a value: streams a file through a model in bounded memory and in input order.
///
/// Where a decision needs all rows (ranks, limits, a fixed cost, a curve), the file is passed twice: first for what each
/// row is expected to earn and spend, then for the scores.
public struct ScoreRun: Sendable {
  /// What was asked for.
  public var options: ScoreOptions

  /// Creates a run.
  public init(options: ScoreOptions) { self.options = options }

  /// Scores.
  ///
  /// - Parameter observe: told of notices while they happen.
  /// - Returns: the summary.
  /// - Throws: a `Diagnosable` error; no score file appears then.
  public func run(observing observe: @escaping ([Notice]) -> Void = { _ in }) throws -> ScoringReport {
    let loaded = try LoadedModel(options.model, store: options.store)
    let economics = try Economics(options.economics)
    observe(loaded.notices + economics.notices)
    let file = try CSVFile(path: options.input, options: options.reading.csv)
    let id = try idColumn(loaded.model, file.header)
    let columns = try modelColumns(loaded.model, file.header, id, economics)
    observe(columns.notices(known: [loaded.model.target.column, loaded.model.snapshotColumn ?? ""]))
    let scorer = chunkScorer(loaded, economics, id)
    observe(intervalNotices(scorer))
    let policy: OverwritePolicy = options.replaces ? .replace : .refuse
    let output = try DurableOutput(to: options.output, policy: policy)
    do {
      let curve = try options.plan.map { try DurableOutput(to: $0, policy: policy) }
      defer { curve?.discard() }
      let pass = try prepared(file, columns, scorer, needsAllRows: needsAllRows(economics))
      let (tally, summary, rejected) = try stream(pass, format(loaded, id, scorer.layout), output)
      try checkIDs(summary, id, rows: tally.rows)
      observe(try options.reading.keep(rejected, header: file.header))
      if let curve, let calls = pass.scorer.calls {
        try curve.write(calls.curve)
        try curve.commit()
      }
      let repeated = Background { [hashes = tally.idHashes] in AccountIndex(hashes).repeatedRows }
      try output.commit()
      observe(summary.notices + tally.notices + closingNotices(tally, id, repeatedRows: repeated.value))
      return report(pass.scorer, tally)
    } catch {
      output.discard()
      throw error
    }
  }

  /// A file and what its rows are scored with.
  private struct Pass {
    var file: CSVFile
    var columns: ModelColumns
    var scorer: ChunkScorer
  }

  /// Makes the first pass where one is needed.
  private func prepared(
    _ file: CSVFile, _ columns: ModelColumns, _ scorer: ChunkScorer, needsAllRows: Bool
  ) throws -> Pass {
    guard needsAllRows else { return Pass(file: file, columns: columns, scorer: scorer) }
    let file = try file.rereadable()
    var scorer = scorer
    scorer.calls = try CallList(file, columns, scorer, keepsCurve: options.plan != nil)
    return Pass(file: file, columns: columns, scorer: scorer)
  }

  private func needsAllRows(_ economics: Economics) -> Bool {
    let terms = economics.terms
    return options.plan != nil || economics.hasCampaign && options.ranks || terms.limits != .none
      || (terms.fixedCost?.constant ?? 0) > 0
  }

  private struct Chunk: Sendable {
    /// Finished text, when rows have ids.
    var bytes: [UInt8]?
    /// The records, when rows are yet to be numbered.
    var records: ScoreRecords?
    var tally: ScoreTally
  }

  private func stream(
    _ pass: Pass, _ format: any ScoreFormat, _ output: DurableOutput
  ) throws -> (ScoreTally, ReadSummary, [RejectedRow]) {
    try output.write(format.header())
    var tally = ScoreTally()
    var rejected: [RejectedRow] = []
    let scorer = pass.scorer
    let summary = try pass.file.forEachNumberedChunk(
      pass.columns.wishes,
      transform: { table, number -> Chunk in
        let result = try scorer.records(table, chunk: number)
        return result.records.ids == nil
          ? Chunk(bytes: nil, records: result.records, tally: result.tally)
          : Chunk(bytes: format.bytes(of: result.records), records: nil, tally: result.tally)
      },
      consume: { chunk, place in
        rejected += place.rejected
        if let bytes = chunk.bytes { try output.write(bytes) }
        if var records = chunk.records {
          records.firstRow = tally.rows + 1
          try output.write(format.bytes(of: records))
        }
        tally.add(chunk.tally)
      })
    return (tally, summary, rejected)
  }

  private func report(_ scorer: ChunkScorer, _ tally: ScoreTally) -> ScoringReport {
    var report = ScoringReport(
      model: scorer.loaded.label, output: options.output, rows: tally.rows, treated: tally.treated,
      expectedProfit: tally.expectedProfit, expectedChurners: tally.expectedChurners,
      economics: scorer.economics.summary(tally.means))
    if scorer.layout != nil {
      let outcome = (tally.campaign ?? CampaignTally()).outcome(
        treated: tally.treated, profit: tally.expectedProfit, scorer.economics, scorer.calls)
      report.expectedProfit = outcome.profit
      report.outcome = outcome
    }
    return report
  }
}
