import Diagnostics
import Evaluation
import Ingest
import Reporting
import Tables

/// The economics of a run: what the campaign file and the command line say, the literature for the rest.
struct Economics: Sendable {
  let options: EconomicsOptions
  let terms: CampaignTerms
  /// The options that took the place of a key of the file.
  let notices: [Notice]

  init(_ options: EconomicsOptions) throws {
    self.options = options
    var terms = CampaignTerms()
    var notices: [Notice] = []
    if let path = options.campaign { terms = try CampaignReader.read(path) }
    try terms.take(options, notices: &notices)
    self.terms = terms
    self.notices = notices
  }

  init(options: EconomicsOptions, terms: CampaignTerms, notices: [Notice]) {
    self.options = options
    self.terms = terms
    self.notices = notices
  }

  /// Whether a campaign file was given.
  var hasCampaign: Bool { options.campaign != nil }

  /// Parameters that nobody chose.
  var defaults: [String] { terms.defaults }

  /// The notices, and that the limits are left aside where the rule is judged on all accounts.
  var judgingNotices: [Notice] {
    guard terms.limits != .none else { return notices }
    return notices + [
      Notice(
        .note, code: "campaign.limits",
        "the campaign's limits are left aside: the rule is judged on all accounts that it would treat")
    ]
  }

  /// The columns whose numbers are needed, each once.
  var columns: [String] {
    var names: [String] = []
    for name in terms.numbers.compactMap(\.column) where !names.contains(name) { names.append(name) }
    return names
  }

  /// Refuses a file that lacks a needed column.
  func checkColumns(in names: [String], file: String) throws(Problem) {
    for number in terms.numbers {
      guard let name = number.column, !names.contains(name) else { continue }
      throw number.place.missingColumn(name, among: names, file: file)
    }
  }

  /// How the needed columns are read.
  func wishes(in names: [String], file: String) throws(Problem) -> [String: ColumnWish] {
    try checkColumns(in: names, file: file)
    return Dictionary(uniqueKeysWithValues: columns.map { ($0, .number) })
  }

  /// The economics of some rows.
  struct OfRows: Sendable {
    /// What treating earns.
    var economics: CampaignEconomics
    /// Each row's payoffs.
    var payoffs: Payoffs
    /// For the report.
    var summary: EconomicsSummary
    /// The campaign's limits, for whoever plans calls; the payoffs know none.
    var limits = Limits.none
  }

  /// The columns that the economics need, for some rows of a table.
  func table(of table: Table, chosen rows: [Int32]) -> Table {
    Table(
      columns: table.columns.filter { columns.contains($0.name) }.map { $0.selecting(rows) }, rowCount: rows.count)
  }

  /// The economics of the rows of a table.
  ///
  /// - Parameter probabilities: of the rows, where the campaign depends on them (several offers, a lifetime by the
  ///   model); the judged score's, or the mean of the compared ones.
  /// - Throws: when a column is missing, no number, has gaps or impossible values.
  func ofRows(_ table: Table, file: String, probabilities: [Double]? = nil) throws -> OfRows {
    let rows = try offers(of: table, file: file, probabilities: probabilities)
    var means = ParameterMeans()
    means.add(rows)
    return OfRows(economics: rows.economics, payoffs: rows.payoffs, summary: summary(means), limits: terms.limits)
  }
}

extension CampaignTerms {
  /// Takes the options of the command line, which win over the file.
  mutating func take(_ options: EconomicsOptions, notices: inout [Notice]) throws {
    try refuse(options)
    if let value = options.value.map({ CampaignNumber($0, .option("value")) })
      ?? options.valueColumn.map({ CampaignNumber(column: $0, .option("value")) })
    {
      notices += Self.replaced("value", value: self.value?.place ?? lifetime?.place)
      self.value = value
      lifetime = nil
    }
    if let incentive = options.incentive {
      notices += Self.replaced("incentive", value: common.incentive?.place)
      common.incentive = .amount(CampaignNumber(incentive, .option("incentive")))
    }
    if let contact = options.contact {
      notices += Self.replaced("contact", value: common.contact?.place)
      common.contact = CampaignNumber(contact, .option("contact"))
    }
    if let beta = options.acceptanceBeta {
      notices += Self.replaced("accept", value: common.acceptance?.place)
      common.acceptance = .beta(alpha: beta.alpha, beta: beta.beta, .option("accept"))
    } else if let mean = options.acceptance {
      notices += Self.replaced("accept", value: common.acceptance?.place)
      common.acceptance = .rate(CampaignNumber(mean, .option("accept")))
    }
  }

  /// Options that cannot be joined with what the file says.
  private func refuse(_ options: EconomicsOptions) throws(Problem) {
    let given = [
      ("--value", options.value != nil || options.valueColumn != nil), ("--incentive", options.incentive != nil),
      ("--contact", options.contact != nil),
      ("--accept", options.acceptance != nil || options.acceptanceBeta != nil),
    ].filter(\.1).map(\.0)
    if costs != nil, let option = given.first {
      throw Problem(
        .usage, code: "campaign.option", at: file.map { .init(file: $0) },
        "\(option) has no meaning beside a campaign of four costs", remedies: ["leave out \(option)"])
    }
    if !offers.isEmpty, let option = given.first(where: { $0 != "--value" }) {
      throw Problem(
        .usage, code: "campaign.option", at: file.map { .init(file: $0) },
        "\(option) cannot tell which of \(offers.count) offers it changes", remedies: ["change the offer in the file"])
    }
  }

  private static func replaced(_ option: String, value place: CampaignPlace?) -> [Notice] {
    guard let place, place.file != nil else { return [] }
    return [Notice(.note, code: "campaign.option", "--\(option) takes the place of \(place.words)")]
  }
}

extension IncentiveTerms {
  var place: CampaignPlace {
    switch self {
    case .amount(let number), .share(let number): number.place
    }
  }
}

extension AcceptanceTerms {
  var place: CampaignPlace {
    switch self {
    case .rate(let number): number.place
    case .beta(_, _, let place): place
    }
  }
}
