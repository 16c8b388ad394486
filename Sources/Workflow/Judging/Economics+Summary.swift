import Evaluation
import Reporting
import Tables

/// Sums of the campaign's numbers over rows, for the means that a report shows.
struct ParameterMeans: Sendable {
  private var rows = 0
  private var sums = [0.0, 0, 0, 0, 0]
  /// All rows share everything.
  private var shared: Campaign?

  /// Whether no row was added.
  var isEmpty: Bool { rows == 0 && shared == nil }

  /// Adds the rows of a table.
  mutating func add(_ offers: RowOffers) {
    if case .shared(let campaign) = offers.economics {
      shared = campaign
      return
    }
    guard case .perAccount(let economics) = offers.economics else { return }
    let count = offers.payoffs.count
    rows += count
    let columns = [
      economics.value, economics.incentive, economics.contact, economics.acceptance, economics.stayersTake,
    ]
    for (index, column) in columns.enumerated() {
      switch column {
      case .same(let value): sums[index] += value * Double(count)
      case .each(let values): sums[index] += values.reduce(0, +)
      }
    }
  }

  /// Adds the sums of later rows.
  mutating func add(_ next: ParameterMeans) {
    rows += next.rows
    for index in sums.indices { sums[index] += next.sums[index] }
    shared = shared ?? next.shared
  }

  /// A campaign of means; `nil` where nothing was added.
  func campaign(fixedCost: Double, acceptance: (Double) -> Acceptance) -> Campaign? {
    if let shared { return shared }
    guard rows > 0 else { return nil }
    let means = sums.map { $0 / Double(rows) }
    return try? Campaign(
      value: means[0], incentive: means[1], contact: means[2], acceptance: acceptance(min(1, means[3])),
      stayersTake: min(1, means[4]), fixedCost: fixedCost)
  }
}

extension Economics {
  /// The economics for a report, with means over the rows where they differ.
  func summary(_ means: ParameterMeans) -> EconomicsSummary {
    let offers = terms.completeOffers
    var means = means
    if means.isEmpty, columns.isEmpty,
      let alike = try? self.offers(
        of: Table(columns: [], rowCount: 1), file: "", probabilities: [0.5])
    {
      // No rows were met, but all would be alike.
      means.add(alike)
    }
    let mean = means.campaign(fixedCost: terms.fixedCost?.constant ?? 0) { rate in
      offers.count == 1 ? Self.acceptance(offers[0].acceptance, mean: rate) : .exactly(rate)
    }
    var summary = EconomicsSummary(
      campaign: mean ?? .literature, valueColumn: terms.value?.column, defaults: defaults)
    summary.hasMeans = mean != nil
    if hasCampaign { summary.details = details }
    return summary
  }

  private var details: EconomicsSummary.Details {
    var details = EconomicsSummary.Details(file: options.campaign ?? "")
    details.currency = terms.currency
    details.horizonDays = terms.horizonDays
    details.columns = columns
    details.isFourCosts = terms.costs != nil
    details.offers = terms.offers.map(\.name)
    details.contacts = terms.limits.contacts
    details.money = terms.limits.money
    details.parameters = terms.costs.map(\.sources) ?? parameterSources
    return details
  }

  private var parameterSources: [EconomicsSummary.Source] {
    let value = terms.value.map(\.words) ?? terms.lifetime.map(\.words)
    var sources = [EconomicsSummary.Source("value", value ?? "200 (literature)", varies: terms.valueVaries)]
    guard terms.offers.isEmpty else { return sources }
    let offer = terms.common
    sources.append(offer.incentive.source)
    sources.append(.init("contact", offer.contact?.words ?? "1 (literature)", varies: offer.contact?.column != nil))
    sources.append(offer.acceptance.source)
    if let taken = offer.stayersTake { sources.append(.init("stayers_take", taken.words, varies: taken.column != nil)) }
    return sources
  }
}

extension CampaignNumber {
  /// `200`, `mrr`, `12 × mrr`.
  var words: String {
    switch source {
    case .constant(let value): value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
    case .column(let name, let times):
      times == 1 ? name : "\(CampaignNumber(times, place).words) × \(name)"
    }
  }
}

extension LifetimeTerms {
  var numbersVary: Bool { margin.column != nil || churn?.column != nil }

  var words: String {
    var text = "lifetime value of a monthly margin of \(margin.words), "
    text += churn.map { "churn \($0.words) a month" } ?? "churn as the model says"
    text += ", discount \(NumberStyle.percent(annualDiscount)) a year"
    text += horizonMonths.map { ", over \($0) months" } ?? ""
    return text + (timing == .ordinary ? ", paid at the end of each month" : "")
  }
}

extension CostTerms {
  var sources: [EconomicsSummary.Source] {
    let costs: [(String, CampaignNumber?)] = [
      ("true_positive", truePositive), ("false_positive", falsePositive), ("false_negative", falseNegative),
      ("true_negative", trueNegative),
    ]
    return costs.map { .init($0.0, $0.1?.words ?? "0", varies: $0.1?.column != nil) }
  }
}

extension IncentiveTerms? {
  var source: EconomicsSummary.Source {
    switch self {
    case .amount(let number): .init("incentive", number.words, varies: number.column != nil)
    case .share(let number):
      .init(
        "incentive",
        number.constant.map { CampaignNumber(($0 * 1e6).rounded() / 1e4, number.place).words + " % of value" }
          ?? number.words + " of value", varies: true)
    case nil: .init("incentive", "10 (literature)", varies: false)
    }
  }
}

extension AcceptanceTerms? {
  var source: EconomicsSummary.Source {
    switch self {
    case .rate(let number): .init("acceptance", number.words, varies: number.column != nil)
    case .beta(let alpha, let beta, _): .init("acceptance", "Beta(\(alpha), \(beta))", varies: false)
    case nil: .init("acceptance", "Beta(6, 14) (literature)", varies: false)
    }
  }
}
