/// A simulated subscription firm: monthly snapshots of its accounts and who had left a month later.
///
/// One row per account and month-end; the columns are `account_id` (A and at least 6 digits, in order of joining),
/// `snapshot` (month-end, YYYY-MM-DD), `usage` (hours in the month, one decimal), `logins` (in the month), `tickets`
/// (opened in the last 90 days), `tenure_months` (whole months since joining), `plan` (basic, pro, team, and a rare
/// legacy that nobody can buy any more), `mrr` (monthly recurring revenue, two decimals) and `churned` (1 when the
/// account leaves within the next month). Rows are ordered by snapshot, then account. An account that churned is gone
/// from the next snapshot on; new ones take its place.
///
/// `churned` is drawn from `truth(month:)`. With missing cells, 2 % of usage, 3 % of tickets and 1 % of mrr are
/// blanked at random, after the outcome was drawn.
public struct SimulatedFirm: SimulatedTable {
  /// What is simulated.
  public let plan: FirmPlan

  /// Checks a plan.
  /// - Throws: `.outOfRange`.
  public init(_ plan: FirmPlan = FirmPlan()) throws(SimulationError) {
    try check("accounts", plan.accounts, in: 1...100_000_000)
    try check("months", plan.months, in: 1...240)
    try check("start-year", plan.firstMonth.year, in: 1...9979)
    self.plan = plan
  }

  /// The columns in order.
  public var columnNames: [String] {
    ["account_id", "snapshot", "usage", "logins", "tickets", "tenure_months", "plan", "mrr", "churned"]
  }

  /// The model that the outcomes of a month were drawn from.
  /// - Parameter month: 0 for the first snapshot.
  public func truth(month: Int = 0) -> TrueModel { FirmCoefficients(month: month, hasDrift: plan.hasDrift).model }

  /// Makes the rows month by month; see `SimulatedTable`.
  ///
  /// The months follow one another (who is still there depends on who left), the accounts of a month go side by side.
  /// - Complexity: O(rows); 5 bytes per account of memory besides the chunks.
  public func forEachChunk<Failure: Error>(
    threads: Int, _ take: (TableChunk) throws(Failure) -> Void
  ) throws(Failure) {
    var roster = Roster(plan)
    for month in 0..<plan.months {
      let rows = FirmRows(plan: plan, month: month, roster: roster)
      let snapshot = plan.firstMonth.advanced(by: month)
      let leaving = SharedFlags(count: roster.active.count)
      let chunks = (roster.active.count + Self.chunkRows - 1) / Self.chunkRows
      let fill: ChunkLine.Fill = { index, buffer in
        rows.write(Self.range(of: index, count: rows.accounts.count), to: buffer, leaving: leaving)
      }
      try ChunkLine.run(
        count: chunks, threads: threads, capacity: Self.chunkRows * FirmRows.longestLine + 64, fill: fill
      ) { (index, bytes) throws(Failure) in
        let count = Self.range(of: index, count: rows.accounts.count).count
        try take(TableChunk(bytes: bytes, rows: count, snapshot: snapshot))
      }
      roster.advance(leaving: leaving)
    }
  }

  private static let chunkRows = 8_192

  private static func range(of chunk: Int, count: Int) -> Range<Int> {
    chunk * chunkRows..<min(count, (chunk + 1) * chunkRows)
  }
}
