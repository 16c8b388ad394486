import Evaluation
import Reporting
import Scoring

/// What a campaign adds up to while rows stream by.
struct CampaignTally: Sendable {
  private var spend = 0.0
  private var saves = 0.0
  private var overLimit = 0
  private var revenue = 0.0
  private var atRisk = 0.0
  private var bands = [Band](repeating: Band(), count: CampaignLayout.bands.count)

  private struct Band: Sendable {
    var count = 0
    var probability = 0.0
    var lower = 0.0
    var upper = 0.0
  }

  init() {}

  /// Counts a chunk.
  init(_ records: ScoreRecords, _ offers: RowOffers) {
    guard let campaign = records.campaign else { return }
    for row in 0..<records.count {
      let p = records.scores.probabilities[row]
      switch campaign.decisions[row] {
      case .treat:
        spend += offers.payoffs.expectedSpend(row, probability: p)
        saves += p * offers.payoffs.saves[row]
      case .overLimit: overLimit += 1
      case .doesNotPay: break
      }
      if let revenue = offers.revenue {
        self.revenue += revenue[row]
        atRisk += p * revenue[row]
      }
      let band = Int(campaign.bands[row])
      bands[band].count += 1
      bands[band].probability += p
      bands[band].lower += campaign.lower[row]
      bands[band].upper += campaign.upper[row]
    }
  }

  /// Adds later rows.
  mutating func add(_ next: CampaignTally) {
    spend += next.spend
    saves += next.saves
    overLimit += next.overLimit
    revenue += next.revenue
    atRisk += next.atRisk
    for index in bands.indices {
      bands[index].count += next.bands[index].count
      bands[index].probability += next.bands[index].probability
      bands[index].lower += next.bands[index].lower
      bands[index].upper += next.bands[index].upper
    }
  }

  /// For the report; profit and treated accounts stand beside it.
  func outcome(treated: Int, profit: Double, _ economics: Economics, _ calls: CallList?) -> CampaignOutcome {
    let terms = economics.terms
    let fixedCost = treated > 0 ? terms.fixedCost?.constant ?? 0 : 0
    var outcome = CampaignOutcome(profit: profit - fixedCost)
    if terms.costs == nil {
      outcome.spend = spend + fixedCost
      outcome.saves = saves
    }
    outcome.overLimit = overLimit
    if terms.monthlyRevenue != nil { outcome.revenue = .init(monthly: revenue, atRisk: atRisk) }
    outcome.prices = calls.map { .init(contact: $0.priceOfContact, money: $0.priceOfMoney) }
    outcome.limits = .init(contacts: terms.limits.contacts, money: terms.limits.money)
    outcome.cuts = terms.bands.map { ($0.red, $0.amber) }.map { .init(red: $0, amber: $1) }
    outcome.showsHealthScore = terms.showsHealthScore
    outcome.bands = zip(CampaignLayout.bands, bands).map { name, band in
      let count = Double(band.count)
      return band.count == 0
        ? .init(name: name)
        : .init(
          name: name, count: band.count, expectedRate: band.probability / count,
          interval: band.lower.isNaN ? nil : (band.lower / count, band.upper / count))
    }
    return outcome
  }
}
