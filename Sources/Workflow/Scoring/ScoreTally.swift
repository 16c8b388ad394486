import Diagnostics
import Evaluation
import Scoring
import Tables

/// What a scoring run counts while rows stream by.
struct ScoreTally: Sendable {
  private(set) var rows = 0
  private(set) var treated = 0
  private(set) var expectedProfit = 0.0
  private(set) var expectedChurners = 0.0
  /// Sums of the campaign's numbers.
  var means = ParameterMeans()
  /// What a campaign adds; `nil` without one.
  var campaign: CampaignTally?
  private var surprises: [Surprise: Int] = [:]
  private var order: [Surprise] = []
  private var ids = Segments<HashPiece>()

  /// Rows up to which duplicate ids are counted (128 MB of hashes).
  private static let rowsWithIDs = 16_000_000

  private struct Surprise: Hashable, Sendable {
    var column: String
    var level: ExactText?
    var kind: ScoredRows.Surprise.Kind
    var pooled: Bool
  }

  init() {}

  /// Counts a chunk.
  init(_ records: ScoreRecords) {
    rows = records.count
    (expectedChurners, treated, expectedProfit) = records.totals
    take(records.scores.surprises)
    for texts in records.ids?.segments.pieces ?? [] { ids.append(texts.hashes) }
  }

  /// Counts surprises only.
  init(surprises: [ScoredRows.Surprise]) { take(surprises) }

  private mutating func take(_ found: [ScoredRows.Surprise]) {
    for surprise in found {
      add(
        .init(
          column: surprise.column, level: surprise.level.map { ExactText($0) }, kind: surprise.kind,
          pooled: surprise.pooled), rows: surprise.rows)
    }
  }

  /// Adds a later chunk.
  mutating func add(_ next: ScoreTally) {
    rows += next.rows
    treated += next.treated
    expectedProfit += next.expectedProfit
    expectedChurners += next.expectedChurners
    means.add(next.means)
    if let added = next.campaign {
      if campaign == nil { campaign = CampaignTally() }
      campaign?.add(added)
    }
    for surprise in next.order { add(surprise, rows: next.surprises[surprise] ?? 0) }
    if rows <= Self.rowsWithIDs { next.ids.pieces.forEach { ids.append($0) } } else { ids = Segments() }
  }

  private mutating func add(_ surprise: Surprise, rows: Int) {
    if surprises[surprise] == nil { order.append(surprise) }
    surprises[surprise, default: 0] += rows
  }

  /// Hashes of all ids; empty beyond the limit, and where their order tells that no two are equal.
  var idHashes: HashColumn {
    let all = HashColumn(segments: ids)
    return all.isAscending ? HashColumn(segments: Segments()) : all
  }

  /// What was not known, counted by column and level.
  var notices: [Notice] {
    order.prefix(20).map { surprise in
      let rows = surprises[surprise] ?? 0
      let count = rows == 1 ? "1 row" : "\(rows) rows"
      switch surprise.kind {
      case .unseenLevel:
        let level = surprise.level.map { String($0.string.prefix(40)) } ?? ""
        let fate = surprise.pooled ? "scored as the pooled level" : "scored as the average account"
        return Notice(
          .warning, code: "score.unseen-level", "\(surprise.column)=\(level): not seen in training, \(count); \(fate)")
      case .unexpectedMissing:
        return Notice(
          .warning, code: "score.missing",
          "column \"\(surprise.column)\": \(count) without a value, which training had not; scored as the average account"
        )
      }
    } + moreNotices
  }

  private var moreNotices: [Notice] {
    guard order.count > 20 else { return [] }
    let rows = order.dropFirst(20).reduce(0) { $0 + (surprises[$1] ?? 0) }
    return [
      Notice(
        .warning, code: "score.unseen-level", "\(order.count - 20) further levels not seen in training, \(rows) rows")
    ]
  }
}
