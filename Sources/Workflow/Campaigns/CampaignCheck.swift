public import Diagnostics
import Evaluation
import Ingest
public import Reporting
import Tables

/// `churn campaign check` as a value: what a campaign file means, and what it makes of a file of accounts.
public struct CampaignCheck: Sendable {
  /// The campaign file.
  public var file: String
  /// Accounts, if any.
  public var data: String?
  /// How they are read.
  public var reading = InputOptions()

  /// Creates a check.
  public init(file: String) { self.file = file }

  /// Checks.
  /// - Throws: a `Diagnosable` error with file, line and remedy.
  public func run(observing observe: ([Notice]) -> Void = { _ in }) throws -> CampaignReport {
    var options = EconomicsOptions()
    options.campaign = file
    let economics = try Economics(options)
    var report = CampaignReport(file: file)
    report.meaning = economics.terms.meaning
    report.parameters = economics.terms.parameters
    report.breakEvens = try breakEvens(economics)
    if let data { try look(at: data, economics, &report, observe) }
    return report
  }

  /// p* of each offer as far as it is known without accounts.
  private func breakEvens(_ economics: Economics) throws -> [CampaignReport.BreakEven] {
    let terms = economics.terms
    if terms.costs != nil { return [try breakEven("", terms.costs?.varies ?? false, 0, economics)] }
    return try terms.completeOffers.enumerated().map { index, offer in
      let varies = terms.valueVaries || offer.numbers.contains { $0.column != nil }
      return try breakEven(offer.name, varies, index, economics)
    }
  }

  private func breakEven(
    _ name: String, _ varies: Bool, _ index: Int, _ economics: Economics
  ) throws -> CampaignReport.BreakEven {
    var entry = CampaignReport.BreakEven(offer: name, probability: nil, varies: varies)
    guard !varies else { return entry }
    // One account without columns is enough where nothing names one; other offers may, so this one stands alone.
    let account = Table(columns: [], rowCount: 1)
    entry.probability = try economics.alone(index).offers(of: account, file: file, probabilities: [0.5])
      .payoffs.breakEvenProbability(0)
    return entry
  }

  private func look(
    at data: String, _ economics: Economics, _ report: inout CampaignReport, _ observe: ([Notice]) -> Void
  ) throws {
    let csv = try CSVFile(path: data, options: reading.csv)
    let wishes = try economics.wishes(in: csv.header.names, file: data)
    let result = try csv.read(csv.header.names.map { wishes[$0] ?? .skip })
    observe(result.summary.notices + (try reading.keep(result.rejected, header: csv.header)))
    let count = result.table.rowCount
    report.data = data
    report.rows = count
    // The model's word on churn is not here; the middle stands in, and nothing that depends on it is shown.
    let rows = try economics.offers(
      of: result.table, file: data, probabilities: [Double](repeating: 0.5, count: count))
    report.spreads = spreads(rows, economics.terms, result.table)
    let isKnown = economics.terms.lifetime?.isFromModel != true
    for index in report.breakEvens.indices where report.breakEvens[index].varies && isKnown {
      let values = (0..<count).compactMap { rows.payoffsOfOffer[index].breakEvenProbability($0) }
      let offer = report.breakEvens[index].offer
      report.breakEvens[index].never = count - values.count
      report.breakEvens[index].spread = .init(offer.isEmpty ? "p*" : "p* (\(offer))", values)
    }
  }

  private func spreads(_ rows: RowOffers, _ terms: CampaignTerms, _ table: Table) -> [CampaignReport.Spread] {
    var found: [CampaignReport.Spread] = []
    func add(_ name: String, _ numbers: PerAccount) {
      guard case .each(let values) = numbers, let spread = CampaignReport.Spread(name, values) else { return }
      found.append(spread)
    }
    if case .fourCosts(let costs) = rows.economics {
      add("true_positive", costs.truePositive)
      add("false_positive", costs.falsePositive)
      add("false_negative", costs.falseNegative)
      add("true_negative", costs.trueNegative)
    }
    if let first = rows.offers.first, terms.lifetime?.isFromModel != true { add("value", first.value) }
    for (offer, name) in zip(rows.offers, terms.completeOffers.map(\.name)) {
      let suffix = name.isEmpty ? "" : " (\(name))"
      if terms.lifetime?.isFromModel != true { add("incentive" + suffix, offer.incentive) }
      add("contact" + suffix, offer.contact)
      add("acceptance" + suffix, offer.acceptance)
      add("stayers_take" + suffix, offer.stayersTake)
    }
    if let revenue = rows.revenue { add("monthly_revenue", revenue) }
    return found
  }
}

extension Economics {
  /// The same campaign with one of its offers only.
  func alone(_ index: Int) -> Economics {
    guard !terms.offers.isEmpty else { return self }
    var terms = terms
    terms.offers = [terms.offers[index]]
    terms.monthlyRevenue = nil
    return Economics(options: options, terms: terms, notices: [])
  }
}
