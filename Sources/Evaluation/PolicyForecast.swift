/// What a treatment of some accounts is expected to earn, given calibrated churn probabilities.
public struct PolicyForecast: Sendable, Equatable {
  /// n: all accounts, treated or not.
  public var count: Int
  /// Accounts treated.
  public var treated = 0
  /// Churners expected among them, Σ p.
  public var churners = 0.0
  /// Expected profit of all accounts together, the fixed cost included [money].
  public var profit = 0.0
  /// Expected spend, the fixed cost included [money].
  public var spend = 0.0
  /// Would-be churners expected to be saved, Σ γ·p.
  public var saves = 0.0

  /// Expected profit per account, treated or not [money].
  public var profitPerAccount: Double { profit / Double(count) }
  /// Share of accounts treated, 0…1.
  public var fraction: Double { Double(treated) / Double(count) }
  /// ROI: expected profit per unit of money spent; `nil` when nothing is.
  public var returnOnSpend: Double? { spend > 0 ? profit / spend : nil }

  /// Forecasts a treatment.
  ///
  /// - Complexity: O(n).
  public init(of treated: [Bool], probabilities: [Double], _ payoffs: Payoffs) {
    precondition(treated.count == probabilities.count && treated.count == payoffs.count, "one decision per account")
    count = treated.count
    for account in treated.indices where treated[account] {
      let p = probabilities[account]
      self.treated += 1
      churners += p
      profit += payoffs.expectedValue(account, probability: p)
      spend += payoffs.expectedSpend(account, probability: p)
      saves += p * payoffs.saves[account]
    }
    if self.treated > 0 {
      profit -= payoffs.fixedCost
      spend += payoffs.fixedCost
    }
  }
}
