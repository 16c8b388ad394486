import Diagnostics
import Ingest
import Tables

/// What happened to accounts after they were scored.
struct LaterOutcomes: Sendable {
  /// Churn dates of each account, ascending; empty for one that stayed. Without dates, see `churned`.
  let days: [UInt64: [CalendarDay]]
  /// Whether each account churned, where the file tells only that.
  let churned: [UInt64: Bool]?
  /// The latest churn date.
  let latest: CalendarDay?
  /// What each account is worth, where the value column is in this file.
  let values: [UInt64: Double]?
  let notices: [Notice]

  /// Accounts.
  var accounts: Int { days.count }

  /// Reads an outcome file.
  init(_ options: BacktestOptions) throws {
    let file = try CSVFile(path: options.outcomes, options: options.reading.csv)
    let names = file.header.names
    let shared = options.id.flatMap { names.contains($0) ? $0 : nil }
    let id = try BacktestColumns.id(options.outcomeID ?? shared, option: "--outcome-id", in: names, file: options.outcomes)
    var wishes: [String: ColumnWish] = [id: .hash]
    for (name, option) in [(options.churnDate, "--churn-date"), (options.outcome, "--outcome")] {
      guard let name else { continue }
      try BacktestColumns.check(name, option: option, in: names, file: options.outcomes)
      wishes[name] = .category
    }
    let valueColumn = options.value.flatMap { names.contains($0) ? $0 : nil }
    if let valueColumn { wishes[valueColumn] = .number }
    let result = try file.read(names.map { wishes[$0] ?? .skip })
    let rejected = try options.reading.keep(result.rejected, header: file.header)
    guard case .hashes(let column)? = result.table[id]?.cells else { preconditionFailure("ids were read as hashes") }
    let hashes = column.hashes
    if let name = options.outcome {
      guard let outcome = result.table[name] else { preconditionFailure("the outcome was looked up") }
      let labels = try OutcomeLabels(outcome, positive: options.positive, file: options.outcomes).labels
      let pairs = zip(hashes, labels.map { $0 == 1 })
      churned = try Dictionary(pairs, uniquingKeysWith: { _, _ in throw Self.several(id, options.outcomes) })
      days = Dictionary(hashes.map { ($0, []) }, uniquingKeysWith: { first, _ in first })
    } else {
      days = try Self.days(options.churnDate, hashes, result.table, options.outcomes)
      churned = nil
    }
    latest = days.values.compactMap(\.last).max()
    values = try valueColumn.map { name in
      let numbers = try BacktestColumns.numbers(name, in: result.table, file: options.outcomes)
      return Dictionary(zip(hashes, numbers), uniquingKeysWith: { first, _ in first })
    }
    notices = result.summary.notices + rejected
  }

  private static func days(
    _ name: String?, _ hashes: [UInt64], _ table: Table, _ file: String
  ) throws(Problem) -> [UInt64: [CalendarDay]] {
    guard let name else { preconditionFailure("a date or an outcome was asked for") }
    let cells = try BacktestColumns.days(name, in: table, file: file)
    var days: [UInt64: [CalendarDay]] = [:]
    for (hash, day) in zip(hashes, cells) { days[hash, default: []] += day.map { [$0] } ?? [] }
    return days.mapValues { $0.sorted() }
  }

  private static func several(_ id: String, _ file: String) -> Problem {
    Problem(
      .badData, code: "backtest.several", at: .init(file: file, column: id),
      "an account has several outcomes", remedies: ["give one row per account, or churn dates (--churn-date)"])
  }
}
