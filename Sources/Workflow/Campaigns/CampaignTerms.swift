import Evaluation

/// What a campaign file and the command line say together; `nil` means the documented default.
struct CampaignTerms: Sendable, Equatable {
  var file: String?
  var value: CampaignNumber?
  /// In place of a value: the customer's lifetime.
  var lifetime: LifetimeTerms?
  /// Incentive, contact and acceptance where there are no offers, and what offers leave open.
  var common = OfferTerms(name: "")
  var offers: [OfferTerms] = []
  var fixedCost: CampaignNumber?
  var currency: String?
  var horizonDays: Double?
  var limits = Limits.none
  /// In place of all of the above money: what each outcome costs.
  var costs: CostTerms?
  var bands: BandTerms?
  var showsHealthScore = false
  var monthlyRevenue: CampaignNumber?

  /// The offers there are, each whole.
  var completeOffers: [OfferTerms] { offers.isEmpty ? [common] : offers.map { $0.completed(by: common) } }

  /// Every number with a column's name, in the order of the schema.
  var numbers: [CampaignNumber] {
    var found = [value, lifetime?.margin, lifetime?.churn].compactMap(\.self)
    for offer in [common] + offers { found += offer.numbers }
    found += [costs?.truePositive, costs?.falsePositive, costs?.falseNegative, costs?.trueNegative].compactMap(\.self)
    return found + [monthlyRevenue].compactMap(\.self)
  }

  /// Parameters that nobody chose and the literature's default stands for.
  var defaults: [String] {
    guard costs == nil else { return [] }
    let offers = completeOffers
    var names: [String] = []
    if value == nil, lifetime == nil { names.append("value") }
    if offers.contains(where: { $0.incentive == nil }) { names.append("incentive") }
    if offers.contains(where: { $0.contact == nil }) { names.append("contact") }
    if offers.contains(where: { $0.acceptance == nil }) { names.append("acceptance") }
    return names
  }

  /// Whether amounts cannot be told before the model has spoken: the best of several offers, or a lifetime by the model.
  var needsProbabilities: Bool { completeOffers.count > 1 || lifetime?.isFromModel == true }
}

/// One offer to the accounts that are contacted.
struct OfferTerms: Sendable, Equatable {
  var name: String
  var incentive: IncentiveTerms?
  var contact: CampaignNumber?
  var acceptance: AcceptanceTerms?
  var stayersTake: CampaignNumber?

  var numbers: [CampaignNumber] {
    var found: [CampaignNumber] = []
    switch incentive {
    case .amount(let number), .share(let number): found.append(number)
    case nil: break
    }
    if let contact { found.append(contact) }
    if case .rate(let number) = acceptance { found.append(number) }
    if let stayersTake { found.append(stayersTake) }
    return found
  }

  func completed(by common: OfferTerms) -> OfferTerms {
    OfferTerms(
      name: name, incentive: incentive ?? common.incentive, contact: contact ?? common.contact,
      acceptance: acceptance ?? common.acceptance, stayersTake: stayersTake ?? common.stayersTake)
  }
}

/// What the incentive costs when it is taken.
enum IncentiveTerms: Sendable, Equatable {
  case amount(CampaignNumber)
  /// Of the account's value, 0…1.
  case share(CampaignNumber)
}

/// The chance that a contacted would-be churner accepts and stays.
enum AcceptanceTerms: Sendable, Equatable {
  case rate(CampaignNumber)
  case beta(alpha: Double, beta: Double, CampaignPlace)
}

/// What a customer is worth who pays a margin every month until he churns.
struct LifetimeTerms: Sendable, Equatable {
  var margin: CampaignNumber
  /// Monthly churn probability; `nil` when the model's probability over the horizon says it.
  var churn: CampaignNumber?
  var annualDiscount = 0.0
  var horizonMonths: Int?
  var timing = Timing.due
  var place: CampaignPlace

  var isFromModel: Bool { churn == nil }

  enum Timing: String, Sendable, CaseIterable {
    /// Paid at the start of each month, the first now.
    case due
    /// Paid at the end of each month.
    case ordinary
  }
}

/// What each decision costs by outcome.
struct CostTerms: Sendable, Equatable {
  var truePositive: CampaignNumber
  var falsePositive: CampaignNumber
  var falseNegative: CampaignNumber
  var trueNegative: CampaignNumber?
}

/// Fixed cut-offs of the churn probability in place of bands by money.
struct BandTerms: Sendable, Equatable {
  var red: Double
  var amber: Double
}
