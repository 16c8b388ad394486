import Cohorts
import Diagnostics
import Evaluation
import Ingest
import Models
import Scoring
import Tables

/// Accounts whose outcome is known, with one set of scores per subject.
struct JudgingData: Sendable {
  let labels: [UInt8]
  let subjects: [Subject]
  /// Account number per row, where accounts have several rows.
  let accounts: [Int32]?
  let economics: Economics.OfRows
  /// What the campaign may not exceed.
  let limits: Limits
  /// The segments that were asked for.
  let segmentation: Segmentation?
  let notices: [Notice]
  /// The models, where there are models.
  let models: [LoadedModel]
  /// The rows themselves.
  let table: Table
  /// The column that names the account, where there is one.
  let idColumn: String?

  /// One set of scores.
  struct Subject: Sendable {
    var name: String
    /// As it was asked for.
    var reference: String
    var scores: [Double]
    var logits: [Double]?
    /// The model behind the scores, where there is one.
    var model: LoadedModel?
    var notices: [Notice] = []
  }

  /// Reads the data and scores them.
  /// - Throws: a `Diagnosable` error.
  init(_ options: JudgingOptions) throws {
    let loaded = try options.models.map { try LoadedModel($0, store: options.store) }
    let economics = try Economics(options.economics)
    let file = try CSVFile(path: options.data, options: options.reading.csv)
    let roles = try Self.roles(options, loaded, file.header)
    let columns = try ModelColumns(
      loaded.map(\.model), header: file.header,
      others: try Self.others(options, roles, loaded, file.header, economics),
      file: options.data)
    let result = try file.read(columns.wishes)
    let rejectedNotices = try options.reading.keep(result.rejected, header: file.header)
    guard result.table.rowCount > 0 else {
      throw Problem(.badData, code: "judge.no-rows", at: .init(file: options.data), "there are no rows to judge")
    }
    guard let target = roles.target, let outcome = result.table[target] else {
      preconditionFailure("the target was found")
    }
    let positive = options.positive ?? Self.positive(loaded, outcome)
    labels = try OutcomeLabels(outcome, positive: positive, file: options.data).labels
    (accounts, subjects) = (
      Self.accounts(roles, result.table), try Self.subjects(options, loaded, result.table)
    )
    self.economics = try economics.ofRows(
      result.table, file: options.data, probabilities: Self.meanProbabilities(subjects))
    limits = economics.terms.limits
    (models, table, idColumn) = (loaded, result.table, roles.id)
    let numbers = accounts
    segmentation = try options.by.map {
      try Segmentation(column: $0, of: result.table, accounts: numbers, file: options.data)
    }
    let known = Set(loaded.compactMap(\.model.snapshotColumn))
    notices =
      economics.notices + loaded.flatMap(\.notices) + result.summary.notices + rejectedNotices
      + (loaded.isEmpty ? [] : columns.notices(known: known)) + subjects.flatMap(\.notices)
  }

  private static func roles(
    _ options: JudgingOptions, _ loaded: [LoadedModel], _ header: CSVHeader
  ) throws -> ColumnRoles {
    var roles = ColumnRoles(target: options.target ?? loaded.first?.model.target.column, id: options.id)
    if roles.target == nil {
      throw Problem(.usage, code: "judge.no-target", "which column holds the outcome?", remedies: ["--target COLUMN"])
    }
    if options.target == nil, let target = roles.target, !header.names.contains(target) {
      throw Problem(
        .badData, code: "judge.no-outcome", at: .init(file: options.data, column: target),
        "there is no column \"\(target)\", which held the outcome when the model was trained",
        remedies: ["--target COLUMN   if it has another name", "churn score       if the outcome is not known yet"])
    }
    if roles.id == nil, let id = loaded.first?.model.idColumn, header.names.contains(id) { roles.id = id }
    return try ColumnRoles.found(roles, in: header.names, file: options.data)
  }

  private static func others(
    _ options: JudgingOptions, _ roles: ColumnRoles, _ loaded: [LoadedModel], _ header: CSVHeader,
    _ economics: Economics
  ) throws -> [String: ColumnWish] {
    var others = try economics.wishes(in: header.names, file: options.data)
    if let by = options.by {
      try Segmentation.check(by, in: header.names, id: roles.id, file: options.data)
      // A model reads its own columns in its own way.
      if others[by] == nil, !loaded.contains(where: { $0.needs(by) }) { others[by] = .infer }
    }
    for name in options.scores {
      _ = try ColumnRoles.found(ColumnRoles(target: name), in: header.names, file: options.data)
      others[name] = .number
    }
    if let id = roles.id { others[id] = .hash }
    if let target = roles.target { others[target] = .category }
    return others
  }

  /// The model's positive level where the data hold it; else the column speaks for itself.
  private static func positive(_ loaded: [LoadedModel], _ outcome: Column) -> String? {
    guard let positive = loaded.first?.model.target.positive, case .categories(let cells) = outcome.cells else {
      return nil
    }
    return cells.levels.contains(positive) ? positive.string : nil
  }

  /// The probabilities that a campaign's choices depend on: one subject's own, the mean of several, so that all are
  /// judged under the same offers; `nil` where some scores are no probabilities.
  private static func meanProbabilities(_ subjects: [Subject]) -> [Double]? {
    guard let first = subjects.first, subjects.allSatisfy({ $0.scores.allSatisfy { $0 >= 0 && $0 <= 1 } }) else {
      return nil
    }
    guard subjects.count > 1 else { return first.scores }
    return first.scores.indices.map { row in
      subjects.reduce(0) { $0 + $1.scores[row] } / Double(subjects.count)
    }
  }

  private static func accounts(_ roles: ColumnRoles, _ table: Table) -> [Int32]? {
    guard let id = roles.id, case .hashes(let hashes) = table[id]?.cells else { return nil }
    let index = AccountIndex(hashes)
    return index.hasSeveralRows ? index.numbers : nil
  }

  private static func subjects(
    _ options: JudgingOptions, _ loaded: [LoadedModel], _ table: Table
  ) throws -> [Subject] {
    var subjects: [Subject] = []
    for (model, reference) in zip(loaded, options.models) {
      let rows = try model.scorer.scored(table)
      subjects.append(
        Subject(
          name: model.label, reference: reference, scores: rows.probabilities, logits: rows.logits, model: model,
          notices: ScoreTally(surprises: rows.surprises).notices))
    }
    for name in options.scores {
      guard case .numbers(let numbers) = table[name]?.cells, numbers.missingCount == 0 else {
        throw Problem(
          .badData, code: "judge.scores", at: .init(file: options.data, column: name),
          "column \"\(name)\" must hold a score in every row")
      }
      subjects.append(Subject(name: name, reference: name, scores: numbers.doubles, logits: nil))
    }
    return subjects
  }
}
