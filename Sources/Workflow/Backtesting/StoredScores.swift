import Diagnostics
import Ingest
import Tables

/// The scores of some tool, as they were stored.
struct StoredScores: Sendable {
  /// The id column's name.
  let idColumn: String
  /// The score column's name.
  let scoreColumn: String
  let ids: TextColumn
  let hashes: [UInt64]
  let scores: [Double]
  /// When each row was scored; `nil` where no date was given.
  let days: [CalendarDay]?
  /// What each row's account is worth, where the value column is in this file.
  let values: [Double]?
  let notices: [Notice]

  /// Reads a score file.
  init(_ options: BacktestOptions) throws {
    let file = try CSVFile(path: options.scores, options: options.reading.csv)
    let names = file.header.names
    let id = try BacktestColumns.id(options.id, option: "--id", in: names, file: options.scores)
    let score = try Self.scoreColumn(options.score, in: names, file: options.scores)
    let givenDay = options.scoredOn.flatMap { CalendarDay($0) }
    let dayColumn = givenDay == nil ? options.scoredOn : nil
    var wishes: [String: ColumnWish] = [id: .text, score: .number]
    if let dayColumn {
      try BacktestColumns.check(dayColumn, option: "--scored-on", in: names, file: options.scores)
      wishes[dayColumn] = .category
    }
    try BacktestColumns.checkRoles(
      [(id, "--id"), (score, "--score"), (dayColumn, "--scored-on")], file: options.scores)
    try BacktestColumns.checkRoles([(id, "--id"), (options.value, "--value")], file: options.scores)
    try BacktestColumns.checkRoles([(dayColumn, "--scored-on"), (options.value, "--value")], file: options.scores)
    let valueColumn = options.value.flatMap { names.contains($0) ? $0 : nil }
    if let valueColumn { wishes[valueColumn] = .number }
    let result = try file.read(names.map { wishes[$0] ?? .skip })
    let rejected = try options.reading.keep(result.rejected, header: file.header)
    guard case .texts(let texts)? = result.table[id]?.cells else { preconditionFailure("ids were read as text") }
    (idColumn, scoreColumn, ids) = (id, score, texts)
    hashes = HashColumn(segments: Segments(texts.segments.pieces.map(\.hashes))).hashes
    scores = try BacktestColumns.numbers(score, in: result.table, file: options.scores)
    let rows = result.table.rowCount
    days =
      try dayColumn.map { try Self.days($0, in: result.table, file: options.scores) }
      ?? givenDay.map { [CalendarDay](repeating: $0, count: rows) }
    values = try valueColumn.map { try BacktestColumns.numbers($0, in: result.table, file: options.scores) }
    notices = result.summary.notices + rejected
  }

  private static func scoreColumn(_ wished: String?, in names: [String], file: String) throws(Problem) -> String {
    if let wished {
      try BacktestColumns.check(wished, option: "--score", in: names, file: file)
      return wished
    }
    if let known = ["p_churn", "score"].first(where: names.contains) { return known }
    throw Problem(
      .usage, code: "backtest.score", at: .init(file: file), "which column holds the score?",
      remedies: ["--score COLUMN", "the columns are: \(names.joined(separator: ", "))"])
  }

  private static func days(_ name: String, in table: Table, file: String) throws(Problem) -> [CalendarDay] {
    let days = try BacktestColumns.days(name, in: table, file: file)
    guard let missing = days.firstIndex(where: { $0 == nil }) else { return days.compactMap(\.self) }
    throw Problem(
      .badData, code: "backtest.date", at: .init(file: file, column: name),
      "column \"\(name)\" has no date in data row \(missing + 1)")
  }
}
