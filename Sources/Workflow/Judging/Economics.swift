import Diagnostics
import Evaluation
import Reporting
import Tables

/// The economics of a run: what was given, the literature for the rest.
struct Economics: Sendable {
  let options: EconomicsOptions
  /// The campaign with one value for all; where value is a column, its default stands in until data are known.
  let campaign: Campaign

  init(_ options: EconomicsOptions) throws(EvaluationError) {
    self.options = options
    let acceptance: Acceptance
    if let beta = options.acceptanceBeta {
      acceptance = .beta(alpha: beta.alpha, beta: beta.beta)
    } else if let mean = options.acceptance {
      acceptance = .beta(alpha: Self.concentration * mean, beta: Self.concentration * (1 - mean))
    } else {
      acceptance = .literature
    }
    let literature = Campaign.literature
    campaign = try Campaign(
      value: options.value ?? literature.value, incentive: options.incentive ?? literature.incentive,
      contact: options.contact ?? literature.contact, acceptance: acceptance)
  }

  /// α + β of the literature's Beta distribution, kept when only a mean is given.
  private static let concentration = 20.0

  /// Parameters that nobody chose.
  var defaults: [String] {
    var names: [String] = []
    if options.value == nil, options.valueColumn == nil { names.append("value") }
    if options.incentive == nil { names.append("incentive") }
    if options.contact == nil { names.append("contact") }
    if options.acceptance == nil, options.acceptanceBeta == nil { names.append("acceptance") }
    return names
  }

  /// The economics of some rows.
  struct OfRows: Sendable {
    /// What treating earns.
    var economics: CampaignEconomics
    /// Each row's payoffs.
    var payoffs: Payoffs
    /// For the report.
    var summary: EconomicsSummary
  }

  /// The economics of the rows of a table, or of some of them.
  /// - Throws: when the value column is missing, no number, or has gaps.
  func ofRows(_ table: Table, chosen: [Int32]? = nil, file: String) throws -> OfRows {
    let count = chosen?.count ?? table.rowCount
    guard let name = options.valueColumn else {
      return OfRows(
        economics: .shared(campaign), payoffs: Payoffs(campaign, count: count),
        summary: EconomicsSummary(campaign: campaign, defaults: defaults))
    }
    let values = try Self.values(of: name, in: table, chosen, file: file)
    var mean = campaign
    mean.value = values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
    var economics = AccountEconomics(campaign)
    economics.value = .each(values)
    return OfRows(
      economics: .perAccount(economics), payoffs: try Payoffs(economics, count: count),
      summary: EconomicsSummary(campaign: mean, valueColumn: name, defaults: defaults))
  }

  private static func values(
    of name: String, in table: Table, _ chosen: [Int32]?, file: String
  ) throws(Problem) -> [Double] {
    guard let column = table[name] else {
      throw Problem(
        .badData, code: "economics.column", at: .init(file: file, column: name),
        "there is no column \"\(name)\" (--value)",
        remedies: ["--value AMOUNT", "the columns are: \(table.columns.map(\.name).joined(separator: ", "))"])
    }
    guard case .numbers(let numbers) = column.cells else {
      throw Problem(
        .badData, code: "economics.column", at: .init(file: file, column: name),
        "column \"\(name)\" (--value) holds no numbers")
    }
    let values = chosen.map { numbers.selecting($0).doubles } ?? numbers.doubles
    let missing = values.count { $0.isNaN }
    guard missing == 0 else {
      throw Problem(
        .badData, code: "economics.missing", at: .init(file: file, column: name),
        "column \"\(name)\" (--value) has no value in \(missing) rows",
        remedies: ["fill them, or use --value AMOUNT"])
    }
    return values
  }
}
