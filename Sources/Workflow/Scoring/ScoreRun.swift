import Cohorts
public import Diagnostics
import Evaluation
import Files
import Ingest
import Models
public import Reporting
import Scoring
import Tables

/// `churn score` as a value: streams a file through a model in bounded memory and in input order.
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
    observe(loaded.notices)
    let file = try CSVFile(path: options.input, options: options.reading.csv)
    let id = try idColumn(loaded.model, file.header)
    let columns = try modelColumns(loaded.model, file.header, id)
    observe(columns.notices(known: [loaded.model.target.column, loaded.model.snapshotColumn ?? ""]))
    let format = self.format(loaded, id)
    let output = try DurableOutput(to: options.output, policy: options.replaces ? .replace : .refuse)
    do {
      try output.write(format.header())
      let (tally, summary, rejected) = try stream(
        file, columns, Plan(loaded: loaded, economics: economics, id: id, format: format), output)
      try checkIDs(summary, id, rows: tally.rows)
      observe(try options.reading.keep(rejected, header: file.header))
      try output.commit()
      observe(summary.notices + tally.notices + closingNotices(tally, id))
      return report(loaded, economics, tally)
    } catch {
      output.discard()
      throw error
    }
  }

  private struct Plan: Sendable {
    var loaded: LoadedModel
    var economics: Economics
    var id: String?
    var format: any ScoreFormat
  }

  private struct Chunk: Sendable {
    /// Finished text, when rows have ids.
    var bytes: [UInt8]?
    /// The records, when rows are yet to be numbered.
    var records: ScoreRecords?
    var tally: ScoreTally
  }

  private func stream(
    _ file: CSVFile, _ columns: ModelColumns, _ plan: Plan, _ output: DurableOutput
  ) throws -> (ScoreTally, ReadSummary, [RejectedRow]) {
    var tally = ScoreTally()
    var rejected: [RejectedRow] = []
    let keepsContributions = options.writesContributions
    let input = options.input
    let summary = try file.forEachChunk(
      columns.wishes,
      transform: { table -> Chunk in
        let scores = try plan.loaded.scorer.scored(table, keepingContributions: keepsContributions)
        let payoffs = try plan.economics.ofRows(table, file: input).payoffs
        var ids: TextColumn?
        if let id = plan.id, case .texts(let texts) = table[id]?.cells { ids = texts }
        let records = ScoreRecords(
          ids: ids, firstRow: 1, scores: scores, expectedValues: payoffs.expectedValues(scores.probabilities),
          columns: table.columns)
        let tally = ScoreTally(records)
        return ids == nil
          ? Chunk(bytes: nil, records: records, tally: tally)
          : Chunk(bytes: plan.format.bytes(of: records), records: nil, tally: tally)
      },
      consume: { chunk, place in
        rejected += place.rejected
        if let bytes = chunk.bytes { try output.write(bytes) }
        if var records = chunk.records {
          records.firstRow = tally.rows + 1
          try output.write(plan.format.bytes(of: records))
        }
        tally.add(chunk.tally)
      })
    return (tally, summary, rejected)
  }

  private func idColumn(_ model: TrainedModel, _ header: CSVHeader) throws -> String? {
    if let id = options.id {
      return try ColumnRoles.found(ColumnRoles(id: id), in: header.names, file: options.input).id
    }
    if let id = model.idColumn, header.names.contains(id) { return id }
    return try ColumnRoles.found(ColumnRoles(), in: header.names, file: options.input).id
  }

  private func modelColumns(_ model: TrainedModel, _ header: CSVHeader, _ id: String?) throws -> ModelColumns {
    var others: [String: ColumnWish] = [:]
    if let value = options.economics.valueColumn {
      _ = try ColumnRoles.found(ColumnRoles(target: value), in: header.names, file: options.input)
      others[value] = .number
    }
    if let id { others[id] = .text }
    return try ModelColumns([model], header: header, others: others, file: options.input)
  }

  private func format(_ loaded: LoadedModel, _ id: String?) -> any ScoreFormat {
    let details = ScoreFileOptions(
      idName: id ?? "row", model: loaded.label, writesContributions: options.writesContributions,
      isSpreadsheetSafe: options.isSpreadsheetSafe)
    switch options.format {
    case .csv: return CSVScores(loaded.scorer, options: details)
    case .jsonl: return JSONLinesScores(loaded.scorer, options: details)
    }
  }

  private func checkIDs(_ summary: ReadSummary, _ id: String?, rows: Int) throws(Problem) {
    guard let id, rows > 0, let missing = summary.missing.first(where: { $0.column == id }), missing.count >= rows
    else { return }
    throw Problem(
      .badData, code: "score.no-ids", at: .init(file: options.input, column: id),
      "column \"\(id)\" names no account in any row", remedies: ["--id COLUMN   if another column does"])
  }

  private func closingNotices(_ tally: ScoreTally, _ id: String?) -> [Notice] {
    var notices: [Notice] = []
    if tally.rows == 0 {
      notices.append(Notice(.note, code: "score.no-rows", "the file has no rows; the score file has a header only"))
    }
    let duplicates = AccountIndex(hashes: tally.idHashes).repeatedRows
    if duplicates > 0, let id {
      notices.append(
        Notice(
          .warning, code: "score.duplicate-ids",
          "column \"\(id)\": \(duplicates) duplicate \(duplicates == 1 ? "id" : "ids"); every row is scored"))
    }
    return notices
  }

  private func report(_ loaded: LoadedModel, _ economics: Economics, _ tally: ScoreTally) -> ScoringReport {
    ScoringReport(
      model: loaded.label, output: options.output, rows: tally.rows, treated: tally.treated,
      expectedProfit: tally.expectedProfit, expectedChurners: tally.expectedChurners,
      economics: EconomicsSummary(
        campaign: economics.campaign, valueColumn: options.economics.valueColumn, defaults: economics.defaults))
  }
}
