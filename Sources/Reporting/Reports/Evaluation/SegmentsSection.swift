import CanonicalJSON
public import Evaluation

/// How the EV rule fares in each segment of a column.
public struct SegmentsSection: Sendable {
  /// The column.
  public var column: String
  /// A name and its figures per segment, in the order shown.
  public var rows: [(name: String, row: SegmentRow)]
  /// Levels that were pooled because fewer than ten accounts hold them.
  public var pooledLevels: Int
  /// Whether rows are several per account.
  public var isClustered: Bool

  /// Creates a section.
  public init(column: String, rows: [(name: String, row: SegmentRow)], pooledLevels: Int, isClustered: Bool) {
    self.column = column
    self.rows = rows
    self.pooledLevels = pooledLevels
    self.isClustered = isClustered
  }

  /// Segments at most shown without `--details`.
  static let mostShown = 20

  func blocks(showingAll: Bool) -> [Document.Block] {
    let total = SegmentRow.total(of: rows.map(\.row))
    let largest = showingAll ? rows : Array(rows.prefix(Self.mostShown))
    let rest = rows.dropFirst(largest.count)
    var lines = largest.map { line($0.name, $0.row) }
    if !rest.isEmpty { lines.append(line("… \(rest.count) more (--details)", .total(of: rest.map(\.row)))) }
    lines.append(line("all", total))
    let grid = Document.Grid(
      titles: [
        column, isClustered ? "rows" : "accounts", "churned", "predicted", "exp/obs", "treated", "profit", "expected",
        "",
      ], rows: lines, leftColumns: [0, 8])
    return [.table(grid), .paragraph(sentence)]
  }

  private func line(_ name: String, _ row: SegmentRow) -> [String] {
    [
      name, NumberStyle.count(row.count), NumberStyle.percent(row.churnRate),
      NumberStyle.percent(row.meanProbability), NumberStyle.fixed(row.expectedToObserved, 2),
      NumberStyle.percent(row.treatmentRate), NumberStyle.money(row.profit), NumberStyle.money(row.expectedProfit),
      flags(row),
    ]
  }

  private func flags(_ row: SegmentRow) -> String {
    var flags: [String] = []
    if row.isTreatedAtLoss { flags.append("LOSS") }
    if let surprise = row.surprise, surprise.magnitude > 3 { flags.append(surprise > 0 ? "p too low" : "p too high") }
    return flags.joined(separator: ", ")
  }

  private var sentence: String {
    let losses = rows.filter(\.row.isTreatedAtLoss)
    var text =
      losses.isEmpty
      ? "No segment of \(column) is treated at a loss."
      : "Treated at a loss: \(losses.map(\.name).joined(separator: ", ")) "
        + "(\(NumberStyle.money(losses.reduce(0) { $0 + $1.row.profit })) in all)."
    if rows.contains(where: { ($0.row.surprise ?? 0).magnitude > 3 }) {
      text += " “p too low” and “p too high”: churners differ from those expected by more than 3 standard errors."
    }
    return text
  }

  var json: JSONValue {
    [
      "column": .string(column), "pooled_levels": .count(pooledLevels),
      "rows": .array(rows.map { Self.json($0.name, $0.row) }),
      "total": Self.json("all", .total(of: rows.map(\.row))),
    ]
  }

  private static func json(_ name: String, _ row: SegmentRow) -> JSONValue {
    [
      "segment": .string(name), "rows": .count(row.count), "churners": .count(row.churners),
      "churn_rate": .number(row.churnRate), "mean_probability": .number(row.meanProbability),
      "expected_to_observed": .figure(row.expectedToObserved), "treated": .count(row.treated),
      "treatment_rate": .number(row.treatmentRate), "profit": .number(row.profit),
      "expected_profit": .number(row.expectedProfit), "treated_at_loss": .bool(row.isTreatedAtLoss),
      "calibration_z": .figure(row.surprise),
    ]
  }
}
