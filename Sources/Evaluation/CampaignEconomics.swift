/// The economics a report is made for.
public enum CampaignEconomics: Sendable, Equatable {
  /// The same for every account; only here the acceptance rate may be uncertain, so only here there is an EMPC.
  case shared(Campaign)
  /// Different from account to account.
  case perAccount(AccountEconomics)
  /// Four costs by name.
  case fourCosts(FourCosts)

  /// As payoffs of n accounts.
  ///
  /// - Throws: as `Payoffs`.
  public func payoffs(count: Int) throws(EvaluationError) -> Payoffs {
    switch self {
    case .shared(let campaign): Payoffs(campaign, count: count)
    case .perAccount(let economics): try Payoffs(economics, count: count)
    case .fourCosts(let costs): try Payoffs(costs, count: count)
    }
  }
}
