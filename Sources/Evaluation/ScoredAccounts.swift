/// Outcomes and scores of the same accounts, checked once.
public struct ScoredAccounts: Sendable {
  /// 1 where the account churned, else 0; length n.
  public let labels: [UInt8]
  /// Any finite score, higher for likelier churn; length n.
  public let scores: [Double]
  /// Accounts that churned.
  public let churnerCount: Int
  /// The first account whose score is not in 0…1, when there is one.
  public let firstNonProbability: Int?

  /// Checks and keeps outcomes and scores.
  ///
  /// - Throws: `.noAccounts`, `.tooManyAccounts` (above 2³¹ − 1), `.lengthMismatch`, `.labelNotBinary`, `.notFinite`.
  /// - Complexity: O(n).
  public init(labels: [UInt8], scores: [Double]) throws(EvaluationError) {
    guard !labels.isEmpty else { throw .noAccounts }
    guard labels.count <= Int(Int32.max) else { throw .tooManyAccounts(labels.count) }
    guard labels.count == scores.count else {
      throw .lengthMismatch(what: "the score", expected: labels.count, found: scores.count)
    }
    if let row = labels.firstIndex(where: { $0 > 1 }) { throw .labelNotBinary(row: row) }
    if let row = scores.firstIndex(where: { !$0.isFinite }) { throw .notFinite(what: "the score", row: row) }
    self.labels = labels
    self.scores = scores
    churnerCount = labels.reduce(0) { $0 + Int($1) }
    firstNonProbability = scores.firstIndex { $0 < 0 || $0 > 1 }
  }

  /// n.
  public var count: Int { labels.count }
  /// Accounts that stayed.
  public var stayerCount: Int { count - churnerCount }
  /// Share of accounts that churned, 0…1.
  public var churnRate: Double { Double(churnerCount) / Double(count) }
  /// Whether every score lies in 0…1, so that it can be read as a probability.
  public var scoresAreProbabilities: Bool { firstNonProbability == nil }
}
