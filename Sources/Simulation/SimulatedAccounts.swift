/// A simulated table with one row per account: nine numbers, a category and a target, some 54 bytes a row.
///
/// The columns are `account_id` (`ACC-` and at least 9 digits), `snapshot` (if the plan has one), `usage` (hours a month, two decimals),
/// `logins` (a month), `tickets` (in 90 days), `tenure_months`, `nps` (last answer, 0…10), `seats`, `failed_payments`
/// (in 90 days), `usage_slope` (relative change of usage a month, four decimals), `plan` (basic, pro, team), `mrr` (money a month, two
/// decimals),
/// further numbers `x010` … and `region` (`r1` …) if the plan has them, and `churned` (0 or 1), drawn from `truth`. No
/// cell is blank.
///
/// A row depends on its number, the seed and the snapshot only: pieces made with `firstRow` add up to the whole.
public struct SimulatedAccounts: SimulatedTable {
  /// What is simulated.
  public let plan: AccountsPlan
  private let coefficients: AccountCoefficients

  /// Checks a plan.
  /// - Throws: `.outOfRange`.
  public init(_ plan: AccountsPlan = AccountsPlan()) throws(SimulationError) {
    try check("rows", plan.rows, in: 0...1_000_000_000)
    try check("first-row", plan.firstRow, in: 0...10_000_000_000)
    try check("columns", plan.numericColumns, in: 9...10_000)
    try check("levels", plan.regions, in: 0...1_000_000)
    self.plan = plan
    coefficients = AccountCoefficients(extraColumns: plan.numericColumns - 9, regions: plan.regions)
  }

  /// The columns in order.
  public var columnNames: [String] {
    ["account_id"] + (plan.snapshot == nil ? [] : ["snapshot"])
      + [
        "usage", "logins", "tickets", "tenure_months", "nps", "seats", "failed_payments", "usage_slope", "plan", "mrr",
      ]
      + coefficients.extraNames + (plan.regions > 0 ? ["region"] : []) + ["churned"]
  }

  /// The model that the outcomes were drawn from.
  public var truth: TrueModel { coefficients.model }

  /// Makes the rows; see `SimulatedTable`.
  /// - Complexity: O(rows · columns); a few megabytes of memory per thread.
  public func forEachChunk<Failure: Error>(
    threads: Int, _ take: (TableChunk) throws(Failure) -> Void
  ) throws(Failure) {
    let rows = AccountRows(plan: plan, coefficients: coefficients)
    let chunkRows = max(64, 1_000_000 / rows.longestLine)
    let count = plan.rows
    let fill: ChunkLine.Fill = { index, buffer in
      rows.write(index * chunkRows..<min(count, (index + 1) * chunkRows), to: buffer)
    }
    try ChunkLine.run(
      count: (count + chunkRows - 1) / chunkRows, threads: threads, capacity: chunkRows * rows.longestLine + 64,
      fill: fill
    ) { (index, bytes) throws(Failure) in
      let rows = min(count, (index + 1) * chunkRows) - index * chunkRows
      try take(TableChunk(bytes: bytes, rows: rows, snapshot: plan.snapshot))
    }
  }
}
