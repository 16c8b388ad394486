import Diagnostics
import Ingest
import Models
import Scoring

extension ScoreRun {
  func idColumn(_ model: TrainedModel, _ header: CSVHeader) throws -> String? {
    if let id = options.id {
      return try ColumnRoles.found(ColumnRoles(id: id), in: header.names, file: options.input).id
    }
    if let id = model.idColumn, header.names.contains(id) { return id }
    return try ColumnRoles.found(ColumnRoles(), in: header.names, file: options.input).id
  }

  func modelColumns(
    _ model: TrainedModel, _ header: CSVHeader, _ id: String?, _ economics: Economics
  ) throws -> ModelColumns {
    var others = try economics.wishes(in: header.names, file: options.input)
    if let id { others[id] = .text }
    return try ModelColumns([model], header: header, others: others, file: options.input)
  }

  func chunkScorer(_ loaded: LoadedModel, _ economics: Economics, _ id: String?) -> ChunkScorer {
    let terms = economics.terms
    return ChunkScorer(
      loaded: loaded, economics: economics, input: options.input, id: id,
      keepsContributions: options.writesContributions,
      errors: economics.hasCampaign ? LogitErrors(loaded.model) : nil,
      layout: economics.hasCampaign
        ? CampaignLayout(
          offers: terms.offers.map(\.name), hasRanks: options.ranks, hasHealthScore: terms.showsHealthScore) : nil)
  }

  func format(_ loaded: LoadedModel, _ id: String?, _ layout: CampaignLayout?) -> any ScoreFormat {
    var details = ScoreFileOptions(
      idName: id ?? "row", model: loaded.label, writesContributions: options.writesContributions,
      isSpreadsheetSafe: options.isSpreadsheetSafe)
    details.campaign = layout
    switch options.format {
    case .csv: return CSVScores(loaded.scorer, options: details)
    case .jsonl: return JSONLinesScores(loaded.scorer, options: details)
    }
  }

  func checkIDs(_ summary: ReadSummary, _ id: String?, rows: Int) throws(Problem) {
    guard let id, rows > 0, let missing = summary.missing.first(where: { $0.column == id }), missing.count >= rows
    else { return }
    throw Problem(
      .badData, code: "score.no-ids", at: .init(file: options.input, column: id),
      "column \"\(id)\" names no account in any row", remedies: ["--id COLUMN   if another column does"])
  }

  /// What is not known of the probabilities' intervals.
  func intervalNotices(_ scorer: ChunkScorer) -> [Notice] {
    guard scorer.layout != nil else { return [] }
    guard let errors = scorer.errors else {
      return [
        Notice(
          .note, code: "score.no-intervals",
          "\(scorer.loaded.label) keeps no covariance: p_lower and p_upper stay empty"
            + (scorer.economics.terms.bands == nil ? ", and no account is amber" : ""))
      ]
    }
    guard errors.kind == .ridge || errors.kind == .ridgeCluster else { return [] }
    return [
      Notice(
        .note, code: "score.ridge-intervals",
        "\(scorer.loaded.label) was fitted with a ridge: its intervals are approximate and leave out the ridge's bias")
    ]
  }

  func closingNotices(_ tally: ScoreTally, _ id: String?, repeatedRows duplicates: Int) -> [Notice] {
    var notices: [Notice] = []
    if tally.rows == 0 {
      notices.append(Notice(.note, code: "score.no-rows", "the file has no rows; the score file has a header only"))
    }
    if duplicates > 0, let id {
      notices.append(
        Notice(
          .warning, code: "score.duplicate-ids",
          "column \"\(id)\": \(duplicates) duplicate \(duplicates == 1 ? "id" : "ids"); every row is scored"))
    }
    return notices
  }
}
