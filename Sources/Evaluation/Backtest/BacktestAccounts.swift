/// Accounts that were scored once and watched afterwards; whatever tool scored them.
public struct BacktestAccounts: Sendable {
  /// Higher for likelier churn; finite; length n.
  public let risks: [Double]
  /// Days from the score to the churn, from 1 on; `nil` for an account that did not churn while it was watched.
  public let daysToChurn: [Int32?]
  /// Days from the score to the last day that is known.
  public let daysWatched: [Int32]
  /// What each account is worth [money].
  public let values: PerAccount

  /// Checks and keeps accounts.
  ///
  /// - Throws: `.noAccounts`, `.lengthMismatch`, `.notFinite`, `.outOfRange` for a churn before the first day.
  public init(
    risks: [Double], daysToChurn: [Int32?], daysWatched: [Int32], values: PerAccount = .same(0)
  ) throws(EvaluationError) {
    guard !risks.isEmpty else { throw .noAccounts }
    for (what, found) in [("the days to churn", daysToChurn.count), ("the days watched", daysWatched.count)]
    where found != risks.count {
      throw .lengthMismatch(what: what, expected: risks.count, found: found)
    }
    if let row = risks.firstIndex(where: { !$0.isFinite }) { throw .notFinite(what: "the score", row: row) }
    if let row = daysToChurn.firstIndex(where: { $0.map { $0 < 1 } ?? false }) {
      throw .outOfRange(what: "the days to churn", range: "at least 1", row: row)
    }
    try values.checked("the value", count: risks.count, in: .finite)
    self.risks = risks
    self.daysToChurn = daysToChurn
    self.daysWatched = daysWatched
    self.values = values
  }

  /// n.
  public var count: Int { risks.count }

  /// Whether an account churned within so many days.
  public func churned(_ account: Int, within days: Int32) -> Bool { daysToChurn[account].map { $0 <= days } ?? false }

  /// Whether an account's fate is known for so many days: it was watched that long.
  ///
  /// An account that churned early but would not have been watched to the end is not counted either: to count the
  /// churned and leave out the others would inflate the rate.
  public func isKnown(_ account: Int, for days: Int32) -> Bool { daysWatched[account] >= days }
}
