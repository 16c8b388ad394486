/// Whom to treat under limits, in which order, and what one more call or one more unit of money is worth.
///
/// Without limits the EV rule; with a cap on contacts the highest EV first; with a cap on money the highest EV per
/// spend first, up to the first account that no longer fits (the fractional knapsack, short of the optimum by at most
/// one account); with both, EV − λ·spend for the one multiplier λ that keeps the budget. The fixed cost is paid from the
/// budget first.
public struct CallPlan: Sendable, Equatable {
  /// The decision on each account, in row order.
  public var decisions: [Decision]
  /// Accounts treated, most urgent first; ties by the lower spend, then by row.
  public var order: [Int32]
  /// What the plan is expected to earn.
  public var forecast: PolicyForecast
  /// What one more allowed contact would earn [money]; 0 where contacts do not bind.
  public var priceOfContact: Double
  /// What one more unit of budget would earn [money per money]; 0 where money does not bind.
  public var priceOfMoney: Double

  /// What happens to an account, and why.
  public enum Decision: String, Sendable, Equatable {
    /// Contact it.
    case treat
    /// EV is not above 0.
    case doesNotPay = "does_not_pay"
    /// EV is above 0, but the limits were used up by better accounts.
    case overLimit = "over_limit"
  }

  /// Whom to treat, in row order.
  public var treated: [Bool] { decisions.map { $0 == .treat } }

  /// Plans a campaign.
  ///
  /// - Parameters:
  ///   - probabilities: calibrated churn probability per account; length n.
  ///   - payoffs: what treating earns and spends.
  ///   - limits: on contacts, on money, or both.
  /// - Throws: `.lengthMismatch`, `.notFinite`, `.notProbabilities`.
  /// - Complexity: O(n); with both limits about sixty selections of O(n).
  public init(_ probabilities: [Double], _ payoffs: Payoffs, limits: Limits = .none) throws(EvaluationError) {
    guard probabilities.count == payoffs.count else {
      throw .lengthMismatch(what: "the probability", expected: payoffs.count, found: probabilities.count)
    }
    if let row = probabilities.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(what: "the probability", row: row)
    }
    if let row = probabilities.firstIndex(where: { $0 < 0 || $0 > 1 }) { throw .notProbabilities(row: row) }
    let candidates = Candidates(probabilities, payoffs)
    let chosen = candidates.chosen(contacts: limits.contacts, money: limits.money.map { $0 - payoffs.fixedCost })
    var decisions = [Decision](repeating: .doesNotPay, count: payoffs.count)
    for row in candidates.rows { decisions[Int(row)] = .overLimit }
    for row in chosen.rows { decisions[Int(row)] = .treat }
    self.decisions = decisions
    order = chosen.rows
    priceOfContact = chosen.priceOfContact
    priceOfMoney = chosen.priceOfMoney
    forecast = PolicyForecast(of: decisions.map { $0 == .treat }, probabilities: probabilities, payoffs)
    dropIfFixedCostIsNotEarned(candidates, payoffs)
  }

  /// A campaign that earns less than its fixed cost is not run.
  private mutating func dropIfFixedCostIsNotEarned(_ candidates: Candidates, _ payoffs: Payoffs) {
    guard payoffs.fixedCost > 0, forecast.profit <= 0 else { return }
    for row in candidates.rows { decisions[Int(row)] = .doesNotPay }
    order = []
    (priceOfContact, priceOfMoney) = (0, 0)
    let nobody = [Bool](repeating: false, count: payoffs.count)
    forecast = PolicyForecast(of: nobody, probabilities: [Double](repeating: 0, count: payoffs.count), payoffs)
  }
}
