/// A campaign whose numbers may differ from account to account; amounts in one currency.
public struct AccountEconomics: Sendable, Equatable {
  /// V: what saving the account is worth [money].
  public var value: PerAccount
  /// d: what the incentive costs when it is taken [money].
  public var incentive: PerAccount
  /// f: what contacting it costs [money].
  public var contact: PerAccount
  /// γ: the chance that it accepts and stays, when it would have churned, 0…1.
  public var acceptance: PerAccount
  /// a: the chance that it takes the incentive when it would have stayed, 0…1.
  public var stayersTake: PerAccount
  /// A: what the campaign costs when anybody is treated at all [money].
  public var fixedCost: Double

  /// Creates economics; nothing is checked before they meet accounts.
  public init(
    value: PerAccount, incentive: PerAccount, contact: PerAccount, acceptance: PerAccount,
    stayersTake: PerAccount = .same(1), fixedCost: Double = 0
  ) {
    self.value = value
    self.incentive = incentive
    self.contact = contact
    self.acceptance = acceptance
    self.stayersTake = stayersTake
    self.fixedCost = fixedCost
  }

  /// The economics of a campaign that is the same for all.
  public init(_ campaign: Campaign) {
    self.init(
      value: .same(campaign.value), incentive: .same(campaign.incentive), contact: .same(campaign.contact),
      acceptance: .same(campaign.acceptance.mean), stayersTake: .same(campaign.stayersTake),
      fixedCost: campaign.fixedCost)
  }

  /// γ*: the acceptance rate from which treating the account pays, given its churn probability; `nil` when it never
  /// does.
  ///
  ///     γ* = (p·f + (1−p)(a·d+f))/(p·(V−d))
  public func breakEvenAcceptance(_ account: Int, probability: Double) -> Double? {
    let margin = value[account] - incentive[account]
    let cost =
      probability * contact[account]
      + (1 - probability) * (stayersTake[account] * incentive[account] + contact[account])
    guard margin > 0, probability > 0 else { return nil }
    let rate = cost / (probability * margin)
    return rate <= 1 ? rate : nil
  }

  func checked(count: Int) throws(EvaluationError) {
    try value.checked("the value", count: count, in: .amount)
    try incentive.checked("the incentive", count: count, in: .amount)
    try contact.checked("the contact cost", count: count, in: .amount)
    try acceptance.checked("the acceptance rate", count: count, in: .probability)
    try stayersTake.checked("the share of stayers who take the incentive", count: count, in: .probability)
    try PerAccount.same(fixedCost).checked("the fixed cost", count: count, in: .amount)
  }
}
