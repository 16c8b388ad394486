import Cohorts
import Diagnostics
import Evaluation
import Reporting

/// Scores joined with what happened later, by id; both sides' leftovers are counted.
struct BacktestJoin: Sendable {
  let accounts: BacktestAccounts
  /// The row of the score file of each.
  let rows: [Int32]
  /// The horizons that can be told.
  let horizons: [Int32]
  /// The account of each row, where accounts were scored several times.
  let clusters: Clusters?
  let counts: BacktestReport.Counts
  let notices: [Notice]

  /// Stands for "as long as the outcome says", where there are no dates.
  static let undated: Int32 = 1

  init(_ scores: StoredScores, _ outcomes: LaterOutcomes, _ options: BacktestOptions) throws {
    var joined = JoinedRows()
    var met: Set<UInt64> = []
    let until = try Self.lastDay(options, outcomes)
    for (row, hash) in scores.hashes.enumerated() {
      if outcomes.days[hash] != nil { met.insert(hash) } else { joined.unmatched += 1 }
      guard let fate = try Self.fate(row, hash, scores, outcomes, options, until) else { continue }
      if fate.hasLeft { joined.alreadyLeft += 1 } else { joined.add(row, fate) }
    }
    guard !joined.rows.isEmpty else {
      throw Problem(
        .badData, code: "backtest.unmatched", at: .init(file: options.outcomes),
        "no scored account is among the outcomes",
        remedies: ["name the columns that match: --id, --outcome-id", "--absent-stayed, if it lists only who left"])
    }
    let risks = joined.rows.map { options.lowIsRisk ? -scores.scores[Int($0)] : scores.scores[Int($0)] }
    accounts = try BacktestAccounts(
      risks: risks, daysToChurn: joined.days, daysWatched: joined.watched,
      values: try Self.values(joined.rows, scores, outcomes, options))
    rows = joined.rows
    let index = AccountIndex(hashes: joined.rows.map { scores.hashes[Int($0)] })
    clusters = index.hasSeveralRows ? Clusters(index.numbers) : nil
    let watched = accounts.daysWatched.max() ?? 0
    horizons = options.outcome != nil ? [Self.undated] : options.horizons.sorted().filter { $0 <= watched }
    counts = BacktestReport.Counts(
      scored: scores.hashes.count, used: joined.rows.count, unmatchedScores: joined.unmatched,
      unmatchedOutcomes: outcomes.accounts - met.count, alreadyLeft: joined.alreadyLeft,
      absentStayed: options.absentStayed)
    notices = Self.notices(options, outcomes, dropped: options.horizons.sorted().filter { $0 > watched })
    guard !horizons.isEmpty else {
      throw Problem(
        .badData, code: "backtest.horizon", at: .init(file: options.outcomes),
        "no account was watched for \(options.horizons.min() ?? 0) days after its score",
        remedies: ["--observed-until DATE", "--horizons DAYS"])
    }
  }

  /// What became of one scored row; `nil` where it is not known.
  struct Fate {
    var days: Int32?
    var watched: Int32
    var hasLeft = false
  }

  private static func fate(
    _ row: Int, _ hash: UInt64, _ scores: StoredScores, _ outcomes: LaterOutcomes, _ options: BacktestOptions,
    _ until: CalendarDay?
  ) throws(Problem) -> Fate? {
    let known = outcomes.days[hash]
    guard known != nil || options.absentStayed else { return nil }
    if let churned = outcomes.churned {
      return Fate(days: churned[hash] == true ? undated : nil, watched: .max)
    }
    guard let scored = scores.days?[row], let until else { throw needsDate }
    let next = known?.first { $0 > scored }
    if next == nil, known?.isEmpty == false { return Fate(watched: 0, hasLeft: true) }
    return Fate(days: next?.since(scored), watched: until.since(scored))
  }

  private static let needsDate = Problem(
    .usage, code: "backtest.scored-on", "when were the scores made?",
    remedies: ["--scored-on 2024-01-31", "--scored-on COLUMN"])

  private static func lastDay(_ options: BacktestOptions, _ outcomes: LaterOutcomes) throws(Problem) -> CalendarDay? {
    guard options.outcome == nil else { return nil }
    guard let text = options.observedUntil else {
      guard let latest = outcomes.latest else {
        throw Problem(
          .badData, code: "backtest.no-churn", at: .init(file: options.outcomes, column: options.churnDate),
          "nobody churned, so it is not known how long accounts were watched", remedies: ["--observed-until DATE"])
      }
      return latest
    }
    guard let day = CalendarDay(text) else {
      throw Problem(.usage, code: "backtest.date", "--observed-until takes a date such as 2024-06-30")
    }
    return day
  }

  private static func values(
    _ rows: [Int32], _ scores: StoredScores, _ outcomes: LaterOutcomes, _ options: BacktestOptions
  ) throws(Problem) -> PerAccount {
    guard let name = options.value else { return .same(0) }
    if let values = scores.values { return .each(rows.map { values[Int($0)] }) }
    guard let values = outcomes.values else {
      throw Problem(
        .badData, code: "columns.unknown", at: .init(file: options.scores, column: name),
        "neither file has a column \"\(name)\" (--value)")
    }
    return .each(rows.map { values[scores.hashes[Int($0)]] ?? 0 })
  }

  private static func notices(_ options: BacktestOptions, _ outcomes: LaterOutcomes, dropped: [Int32]) -> [Notice] {
    guard options.outcome == nil else { return [] }
    var notices: [Notice] = []
    if options.observedUntil == nil {
      notices.append(
        Notice(
          .warning, code: "backtest.observed-until",
          "taken as observed until the latest churn date; rates are too low if churn was recorded for longer",
          remedies: ["--observed-until DATE"]))
    }
    if !dropped.isEmpty {
      notices.append(
        Notice(
          .note, code: "backtest.horizon",
          "no account was watched for \(dropped.map(String.init).joined(separator: ", ")) days; left out"))
    }
    return notices
  }
}

/// Rows of the score file that are used, and what became of them.
private struct JoinedRows {
  var rows: [Int32] = []
  var days: [Int32?] = []
  var watched: [Int32] = []
  var unmatched = 0
  var alreadyLeft = 0

  mutating func add(_ row: Int, _ fate: BacktestJoin.Fate) {
    rows.append(Int32(row))
    days.append(fate.days)
    watched.append(fate.watched)
  }
}
