import Tables

/// What a split needs to know of the rows.
public struct LabelledRows: Sendable {
  /// Whether each row churned.
  public let churned: [Bool]
  /// The rows' accounts; `nil` when there is no id, each row then being an account.
  public let accounts: AccountIndex?
  /// The rows' cohorts, where there are any.
  public let cohorts: CohortColumn?

  /// Puts the columns together.
  /// - Precondition: all have the same number of rows.
  public init(churned: [Bool], accounts: AccountIndex?, cohorts: CohortColumn?) {
    precondition(accounts.map { $0.rowCount == churned.count } ?? true, "one account per row")
    precondition(cohorts.map { $0.codes.count == churned.count } ?? true, "one cohort per row")
    self.churned = churned
    self.accounts = accounts
    self.cohorts = cohorts
  }

  /// Rows.
  public var count: Int { churned.count }

  /// The account of a row.
  func account(of row: Int) -> Int { accounts.map { Int($0.numbers[row]) } ?? row }

  /// Accounts in all.
  var accountCount: Int { accounts?.count ?? count }

  /// What identifies an account whatever the order of rows; without ids, its row.
  func identity(ofAccount account: Int) -> UInt64 { accounts?.hashes[account] ?? UInt64(account) }

  /// Counts of some rows.
  func part(_ rows: [Int32]) -> Split.Part {
    var churners = 0
    for row in rows where churned[Int(row)] { churners += 1 }
    return Split.Part(rows: rows.count, churners: churners, accounts: accountCount(of: rows), cohorts: labels(of: rows))
  }

  private func accountCount(of rows: [Int32]) -> Int {
    guard let accounts, accounts.hasSeveralRows else { return rows.count }
    var isSeen = [Bool](repeating: false, count: accounts.count)
    var count = 0
    for row in rows {
      let account = Int(accounts.numbers[Int(row)])
      if !isSeen[account] {
        isSeen[account] = true
        count += 1
      }
    }
    return count
  }

  private func labels(of rows: [Int32]) -> [ExactText] {
    guard let cohorts else { return [] }
    var isSeen = [Bool](repeating: false, count: cohorts.labels.count)
    for row in rows { isSeen[Int(cohorts.codes[Int(row)])] = true }
    return cohorts.labels.indices.filter { isSeen[$0] }.map { cohorts.labels[$0] }
  }
}
