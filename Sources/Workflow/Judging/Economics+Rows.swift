import Diagnostics
import Evaluation
import Tables

/// The economics of some rows under every offer of a campaign.
struct RowOffers: Sendable {
  /// One per offer; empty for four costs.
  var offers: [AccountEconomics]
  /// The payoffs of each offer (one entry for four costs).
  var payoffsOfOffer: [Payoffs]
  /// The payoffs under each row's best offer.
  var payoffs: Payoffs
  /// The best offer of each row, the least bad one where none pays; empty where there is one offer only.
  var best: [Int32] = []
  /// As a report takes it.
  var economics: CampaignEconomics
  /// Monthly revenue, where it is known.
  var revenue: PerAccount?

  /// The economics that hold for a row; `nil` for four costs.
  func offer(ofRow row: Int) -> AccountEconomics? {
    offers.isEmpty ? nil : offers[best.isEmpty ? 0 : Int(best[row])]
  }

  /// The expected value of the offer that is best at a probability.
  func bestValue(_ row: Int, probability: Double) -> Double {
    payoffsOfOffer.reduce(-.infinity) { max($0, $1.expectedValue(row, probability: probability)) }
  }
}

extension Economics {
  /// α + β of the literature's Beta distribution, kept when only a mean is given.
  private static let concentration = 20.0
  /// A month of the model's horizon.
  static let daysPerMonth = 365.0 / 12

  /// The economics of a table's rows, offer by offer.
  func offers(of table: Table, file: String, probabilities: [Double]?) throws -> RowOffers {
    let count = table.rowCount
    let revenue = try terms.monthlyRevenue?.values(in: table, file: file, .amount)
    if let costs = terms.costs {
      let four = try costs.values(in: table, file: file)
      let payoffs = try Payoffs(four, count: count)
      return RowOffers(
        offers: [], payoffsOfOffer: [payoffs], payoffs: payoffs, economics: .fourCosts(four), revenue: revenue)
    }
    let value = try self.value(table, file, probabilities)
    let offers = try terms.completeOffers.map { try economics(of: $0, value, table, file) }
    let payoffs = try offers.map { try Payoffs($0, count: count) }
    if offers.count == 1 {
      return RowOffers(
        offers: offers, payoffsOfOffer: payoffs, payoffs: payoffs[0], economics: try single(offers[0]),
        revenue: revenue)
    }
    guard let probabilities else { throw Self.needsProbabilities(terms) }
    let choice = try OfferChoice(payoffs, probabilities: probabilities)
    let best = choice.best.indices.map { row in
      choice.best[row] >= 0 ? choice.best[row] : Self.leastBad(payoffs, row, probabilities[row])
    }
    return RowOffers(
      offers: offers, payoffsOfOffer: payoffs, payoffs: choice.payoffs, best: best,
      economics: .perAccount(Self.chosen(offers, best)), revenue: revenue)
  }

  private static func leastBad(_ payoffs: [Payoffs], _ row: Int, _ p: Double) -> Int32 {
    var (best, highest) = (0, -Double.infinity)
    for (index, offer) in payoffs.enumerated() where offer.expectedValue(row, probability: p) > highest {
      (best, highest) = (index, offer.expectedValue(row, probability: p))
    }
    return Int32(best)
  }

  /// Each row's numbers under its own offer.
  private static func chosen(_ offers: [AccountEconomics], _ best: [Int32]) -> AccountEconomics {
    func column(_ path: KeyPath<AccountEconomics, PerAccount>) -> PerAccount {
      let columns = offers.map { $0[keyPath: path] }
      return .each(best.indices.map { columns[Int(best[$0])][$0] })
    }
    return AccountEconomics(
      value: offers[0].value, incentive: column(\.incentive), contact: column(\.contact),
      acceptance: column(\.acceptance), stayersTake: column(\.stayersTake), fixedCost: offers[0].fixedCost)
  }

  /// One offer: with an uncertain acceptance where all accounts share everything.
  private func single(_ offer: AccountEconomics) throws -> CampaignEconomics {
    guard case .same(let value) = offer.value, case .same(let incentive) = offer.incentive,
      case .same(let contact) = offer.contact, case .same(let rate) = offer.acceptance,
      case .same(let stayersTake) = offer.stayersTake
    else { return .perAccount(offer) }
    return .shared(
      try Campaign(
        value: value, incentive: incentive, contact: contact,
        acceptance: Self.acceptance(terms.completeOffers[0].acceptance, mean: rate), stayersTake: stayersTake,
        fixedCost: offer.fixedCost))
  }

  /// A Beta distribution for a mean that is between 0 and 1.
  static func acceptance(_ terms: AcceptanceTerms?, mean: Double) -> Acceptance {
    switch terms {
    case .beta(let alpha, let beta, _): .beta(alpha: alpha, beta: beta)
    case nil: .literature
    case .rate:
      mean > 0 && mean < 1
        ? .beta(alpha: concentration * mean, beta: concentration * (1 - mean)) : .exactly(mean)
    }
  }

  private func economics(
    of offer: OfferTerms, _ value: PerAccount, _ table: Table, _ file: String
  ) throws -> AccountEconomics {
    let literature = Campaign.literature
    let incentive: PerAccount =
      switch offer.incentive {
      case .amount(let number): try number.values(in: table, file: file, .amount)
      case .share(let number): value.multiplied(by: try number.values(in: table, file: file, .probability))
      case nil: .same(literature.incentive)
      }
    let acceptance: PerAccount =
      switch offer.acceptance {
      case .rate(let number):
        // A mean stands for a Beta distribution; the mean of that is used everywhere, to the last bit.
        if let mean = number.constant {
          .same(Self.acceptance(offer.acceptance, mean: mean).mean)
        } else {
          try number.values(in: table, file: file, .probability)
        }
      case .beta(let alpha, let beta, _): .same(alpha / (alpha + beta))
      case nil: .same(literature.acceptance.mean)
      }
    return AccountEconomics(
      value: value, incentive: incentive,
      contact: try offer.contact?.values(in: table, file: file, .amount) ?? .same(literature.contact),
      acceptance: acceptance,
      stayersTake: try offer.stayersTake?.values(in: table, file: file, .probability)
        ?? .same(literature.stayersTake),
      fixedCost: terms.fixedCost?.constant ?? 0)
  }

  private func value(_ table: Table, _ file: String, _ probabilities: [Double]?) throws -> PerAccount {
    if let value = terms.value { return try value.values(in: table, file: file, .amount) }
    guard let lifetime = terms.lifetime else { return .same(Campaign.literature.value) }
    let margin = try lifetime.margin.values(in: table, file: file, .amount)
    if let churn = lifetime.churn {
      return try lifetime.values(margin, try churn.values(in: table, file: file, .probability), count: table.rowCount)
    }
    guard let probabilities else { throw Self.needsProbabilities(terms) }
    let months = (terms.horizonDays ?? Self.daysPerMonth) / Self.daysPerMonth
    let monthly = probabilities.map { CustomerLifetimeValue.monthlyChurn(fromProbability: $0, overMonths: months) }
    return try lifetime.values(margin, .each(monthly), count: table.rowCount)
  }

  private static func needsProbabilities(_ terms: CampaignTerms) -> Problem {
    let why = terms.completeOffers.count > 1 ? "several offers" : "a lifetime by the model"
    return Problem(
      .badData, code: "campaign.probabilities", at: terms.file.map { .init(file: $0) },
      "the campaign has \(why), so the scores must be probabilities between 0 and 1",
      remedies: ["judge a model, or a score column that holds probabilities"])
  }
}

extension LifetimeTerms {
  /// Lifetime values of accounts.
  func values(_ margin: PerAccount, _ churn: PerAccount, count: Int) throws -> PerAccount {
    let discount = CustomerLifetimeValue.monthlyDiscount(fromAnnual: annualDiscount)
    func value(_ account: Int) throws -> Double {
      let lifetime = try CustomerLifetimeValue(margin: margin[account], churn: churn[account], discount: discount)
      if let months = horizonMonths { return lifetime.overHorizon(months) }
      guard let value = timing == .due ? lifetime.due : lifetime.ordinary else {
        throw Problem(
          .configuration, code: "campaign.endless", at: place.file.map { .init(file: $0, line: place.line) },
          "\(place.parameter): a customer who never churns is worth more than any amount",
          remedies: ["annual_discount: 0.1", "horizon_months: 36"])
      }
      return value
    }
    if margin.isShared, churn.isShared { return .same(try value(0)) }
    return .each(try (0..<count).map(value))
  }
}

extension CostTerms {
  func values(in table: Table, file: String) throws(Problem) -> FourCosts {
    FourCosts(
      truePositive: try truePositive.values(in: table, file: file, .finite),
      falsePositive: try falsePositive.values(in: table, file: file, .finite),
      falseNegative: try falseNegative.values(in: table, file: file, .finite),
      trueNegative: try trueNegative?.values(in: table, file: file, .finite) ?? .same(0))
  }
}

extension PerAccount {
  /// The product account by account.
  func multiplied(by other: PerAccount) -> PerAccount {
    switch (self, other) {
    case (_, .same(let factor)): times(factor)
    case (.same(let factor), _): other.times(factor)
    case (.each(let a), .each(let b)): .each(zip(a, b).map { $0 * $1 })
    }
  }
}
