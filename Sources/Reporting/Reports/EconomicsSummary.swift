import CanonicalJSON
public import Evaluation

/// The economics that a report was made under, and which of them nobody chose.
public struct EconomicsSummary: Sendable, Equatable {
  /// The campaign; numbers that differ by account are means.
  public var campaign: Campaign
  /// The column that values come from, if one does.
  public var valueColumn: String?
  /// Parameters that are the literature's default: value, incentive, contact, acceptance.
  public var defaults: [String]
  /// What a campaign file adds; `nil` without one.
  public var details: Details?
  /// Whether there were rows to take means of; else numbers that differ by account are not known.
  public var hasMeans = true

  /// Creates a summary.
  public init(campaign: Campaign, valueColumn: String? = nil, defaults: [String]) {
    self.campaign = campaign
    self.valueColumn = valueColumn
    self.defaults = defaults
  }

  /// One number of the campaign and where it comes from.
  public struct Source: Sendable, Equatable {
    /// The parameter, as in the campaign file.
    public var parameter: String
    /// `200`, `12 × mrr`, `5 % of value`.
    public var words: String
    /// Whether it differs by account.
    public var varies: Bool

    /// Creates a source.
    public init(_ parameter: String, _ words: String, varies: Bool) {
      self.parameter = parameter
      self.words = words
      self.varies = varies
    }
  }

  /// What a campaign file says besides the means.
  public struct Details: Sendable, Equatable {
    /// The file.
    public var file: String
    /// The unit of money.
    public var currency: String?
    /// Days over which churn is predicted.
    public var horizonDays: Double?
    /// The columns that hold numbers of the campaign.
    public var columns: [String] = []
    /// The numbers and where they come from.
    public var parameters: [Source] = []
    /// The offers' names, where there are several.
    public var offers: [String] = []
    /// Whether the campaign is four costs.
    public var isFourCosts = false
    /// The most contacts.
    public var contacts: Int?
    /// The most money.
    public var money: Double?

    /// Creates details.
    public init(file: String) { self.file = file }
  }

  /// Whether each account has its own break-even probability.
  private var varies: Bool {
    guard let details else { return valueColumn != nil }
    return details.parameters.contains(where: \.varies) || details.offers.count > 1
  }

  var sentence: String {
    var text = details.map { described($0) } ?? plain
    if varies {
      text += "Each account has its own break-even probability."
    } else if details?.isFourCosts != true {
      text +=
        campaign.breakEvenProbability.map { "An account is worth a call above p = \(NumberStyle.fixed($0, 4))." }
        ?? "Under it no account is worth a call."
    }
    if !defaults.isEmpty {
      text += " From the literature, not from you: \(defaults.joined(separator: ", "))."
    }
    return text
  }

  private var plain: String {
    let value =
      valueColumn.map { "value from \($0)" + (hasMeans ? " (mean \(NumberStyle.money(campaign.value)))" : "") }
      ?? "value \(NumberStyle.money(campaign.value))"
    return "Campaign: \(value), incentive \(NumberStyle.money(campaign.incentive)), "
      + "contact \(NumberStyle.money(campaign.contact)), \(acceptanceWords). "
  }

  private var acceptanceWords: String {
    switch campaign.acceptance {
    case .exactly(let rate): "acceptance \(NumberStyle.significant(rate, 3))"
    case .beta(let alpha, let beta):
      "acceptance Beta(\(NumberStyle.significant(alpha, 3)), \(NumberStyle.significant(beta, 3))), "
        + "mean \(NumberStyle.significant(campaign.acceptance.mean, 3))"
    }
  }

  private func described(_ details: Details) -> String {
    let title = "Campaign \(details.file)" + (details.currency.map { " (\($0))" } ?? "") + ": "
    var parts: [String] = []
    for source in details.parameters {
      let name = source.parameter.replacingUnderscores
      let mean = source.varies ? mean(of: source.parameter).map { " (mean \($0))" } ?? "" : ""
      parts.append(
        source.parameter == "acceptance" && !varies ? acceptanceWords : "\(name) \(source.words)\(mean)")
    }
    if campaign.fixedCost > 0 { parts.append("fixed cost \(NumberStyle.money(campaign.fixedCost))") }
    if !details.offers.isEmpty {
      parts.append(
        details.offers.count == 1
          ? "offer \(details.offers[0])"
          : "the best of \(details.offers.count) offers for each account: "
            + details.offers.joined(separator: ", "))
    }
    return title + (details.isFourCosts ? "cost of " : "") + parts.joined(separator: ", ") + ". "
  }

  private func mean(of parameter: String) -> String? {
    guard hasMeans else { return nil }
    return switch parameter {
    case "value": NumberStyle.money(campaign.value)
    case "incentive": NumberStyle.money(campaign.incentive)
    case "contact": NumberStyle.money(campaign.contact)
    case "acceptance": NumberStyle.significant(campaign.acceptance.mean, 3)
    case "stayers_take": NumberStyle.significant(campaign.stayersTake, 3)
    default: nil
    }
  }

  var json: JSONValue {
    var acceptance: JSONValue = ["mean": .number(campaign.acceptance.mean)]
    if case .beta(let alpha, let beta) = campaign.acceptance {
      acceptance = ["mean": .number(campaign.acceptance.mean), "alpha": .number(alpha), "beta": .number(beta)]
    }
    let isMoney = details?.isFourCosts != true
    var members: [(String, JSONValue)] = [
      ("value", .figure(isMoney && (hasMeans || !varies) ? campaign.value : nil)), ("value_column", .text(valueColumn)),
      ("incentive", .figure(isMoney ? campaign.incentive : nil)),
      ("contact", .figure(isMoney ? campaign.contact : nil)), ("acceptance", isMoney ? acceptance : .null),
      ("break_even", .figure(varies || !isMoney ? nil : campaign.breakEvenProbability)),
      ("defaults", .array(defaults.map { .string($0) })),
    ]
    if let details { members += self.members(details) }
    return .object(JSONObject(members))
  }

  private func members(_ details: Details) -> [(String, JSONValue)] {
    [
      ("file", .string(details.file)), ("currency", .text(details.currency)),
      ("horizon_days", .figure(details.horizonDays)),
      ("stayers_take", .figure(details.isFourCosts ? nil : campaign.stayersTake)),
      ("fixed_cost", .number(campaign.fixedCost)),
      (
        "parameters",
        .array(
          details.parameters.map {
            ["parameter": .string($0.parameter), "source": .string($0.words), "varies": .bool($0.varies)]
          })
      ),
      ("columns", .array(details.columns.map { .string($0) })),
      ("offers", .array(details.offers.map { .string($0) })),
      (
        "limits",
        ["contacts": details.contacts.map { .count($0) } ?? .null, "money": .figure(details.money)]
      ),
    ]
  }
}

extension String {
  fileprivate var replacingUnderscores: String { String(map { $0 == "_" ? " " : $0 }) }
}
