public import Tables

/// What a split needs to know of the rows.
public struct LabelledRows: Sendable {
  /// The rows that churned.
  public let churned: RowSet
  /// The rows' accounts; `nil` when there is no id, each row then being an account.
  public let accounts: AccountIndex?
  /// The rows' cohorts, where there are any.
  public let cohorts: CohortColumn?

  /// Puts the columns together.
  /// - Precondition: all have the same number of rows.
  public init(churned: RowSet, accounts: AccountIndex?, cohorts: CohortColumn?) {
    precondition(accounts.map { $0.rowCount == churned.rowCount } ?? true, "one account per row")
    precondition(cohorts.map { $0.codes.count == churned.rowCount } ?? true, "one cohort per row")
    self.churned = churned
    self.accounts = accounts
    self.cohorts = cohorts
  }

  /// Rows.
  public var count: Int { churned.rowCount }

  /// The accounts, where any has several rows; else an account is its row.
  var sharedAccounts: AccountIndex? { accounts.flatMap { $0.hasSeveralRows ? $0 : nil } }

  /// Writes what identifies each account of a range whatever the order of rows; without ids, its row.
  func copyIdentities(ofAccounts range: Range<Int>, to target: UnsafeMutablePointer<UInt64>) {
    if let accounts {
      accounts.copyHashes(ofAccounts: range, to: target)
    } else {
      for (place, account) in range.enumerated() { target[place] = UInt64(account) }
    }
  }

  /// Counts of some rows.
  func part(_ rows: RowSet) -> Split.Part {
    Split.Part(
      rows: rows.count, churners: rows.count(sharedWith: churned), accounts: accountCount(of: rows),
      cohorts: labels(of: rows))
  }

  private func accountCount(of rows: RowSet) -> Int {
    guard let accounts = sharedAccounts else { return rows.count }
    let numbers = accounts.numbers
    var isSeen = [Bool](repeating: false, count: accounts.count)
    var count = 0
    rows.forEach { row in
      let account = Int(numbers[row])
      if !isSeen[account] {
        isSeen[account] = true
        count += 1
      }
    }
    return count
  }

  private func labels(of rows: RowSet) -> [ExactText] {
    guard let cohorts else { return [] }
    var isSeen = [Bool](repeating: false, count: cohorts.labels.count)
    rows.forEach { isSeen[Int(cohorts.codes[$0])] = true }
    return cohorts.labels.indices.filter { isSeen[$0] }.map { cohorts.labels[$0] }
  }
}
