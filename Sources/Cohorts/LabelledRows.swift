import Parallel
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
    guard rows.count > 0 else { return 0 }
    let numbers = accounts.numbers
    let halves = concurrently(2) { half in
      var isSeen = [UInt8](repeating: 0, count: accounts.count)
      let words = rows.words.count
      numbers.withUnsafeBufferPointer { numbers in
        isSeen.withUnsafeMutableBufferPointer { isSeen in
          rows.forEach(inWords: (words * half / 2)..<(words * (half + 1) / 2)) { isSeen[Int(numbers[$0])] = 1 }
        }
      }
      return isSeen
    }
    return zip(halves[0], halves[1]).reduce(0) { $0 + Int($1.0 | $1.1) }
  }

  private func labels(of rows: RowSet) -> [ExactText] {
    guard let cohorts, rows.count > 0 else { return [] }
    return zip(cohorts.labels, cohorts.isHeld(by: rows)).filter(\.1).map(\.0)
  }
}
