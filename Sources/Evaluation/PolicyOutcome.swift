/// What a treatment of some accounts turned out to earn.
public struct PolicyOutcome: Sendable, Equatable {
  /// n: all accounts, treated or not.
  public var count: Int
  /// Accounts treated.
  public var treated = 0
  /// Churners among them.
  public var churnersReached = 0
  /// Profit of all accounts together, the fixed cost included [money].
  public var profit = 0.0
  /// What was spent on the treated, the fixed cost included [money].
  public var spend = 0.0
  /// Would-be churners saved, Σ γ over the churners reached.
  public var saves = 0.0

  /// Profit per account, treated or not [money].
  public var profitPerAccount: Double { profit / Double(count) }
  /// Share of accounts treated, 0…1.
  public var fraction: Double { Double(treated) / Double(count) }
  /// Profit per unit of money spent; `nil` when nothing was.
  public var returnOnSpend: Double? { spend > 0 ? profit / spend : nil }

  /// Counts what a treatment earned, given what happened.
  ///
  /// - Complexity: O(n).
  public init(of treated: [Bool], labels: [UInt8], _ payoffs: Payoffs) {
    precondition(treated.count == labels.count && labels.count == payoffs.count, "one decision per account")
    count = labels.count
    for account in treated.indices where treated[account] {
      let churned = labels[account] == 1
      self.treated += 1
      profit += churned ? payoffs.ifChurner[account] : payoffs.ifStayer[account]
      spend += churned ? payoffs.spendIfChurner[account] : payoffs.spendIfStayer[account]
      if churned {
        churnersReached += 1
        saves += payoffs.saves[account]
      }
    }
    if self.treated > 0 {
      profit -= payoffs.fixedCost
      spend += payoffs.fixedCost
    }
  }
}
