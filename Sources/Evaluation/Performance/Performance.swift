/// An assessment with the counts that belong to it.
public struct Performance: Sendable, Equatable {
  /// Rows judged.
  public var rows: Int
  /// Accounts among them.
  public var accounts: Int
  /// Rows whose account churned.
  public var churners: Int
  /// Whether errors allow for several rows of one account.
  public var isClustered: Bool
  /// The figures.
  public var assessment: Assessment

  /// Judges scores.
  ///
  /// - Parameters:
  ///   - accounts: outcomes and scores.
  ///   - economics: what treating earns.
  ///   - clusters: the account of each row, where an account has several.
  ///   - logits: log-odds of the scores where they are known more exactly.
  /// - Throws: as `Assessment`.
  /// - Complexity: O(n).
  public init(
    _ accounts: ScoredAccounts, _ economics: CampaignEconomics, clusters: Clusters? = nil, logits: [Double]? = nil
  ) throws(EvaluationError) {
    rows = accounts.count
    self.accounts = clusters?.count ?? accounts.count
    churners = accounts.churnerCount
    isClustered = clusters != nil
    assessment = try Assessment(accounts, economics, clusters: clusters, logits: logits)
  }
}
