import CanonicalJSON
public import Evaluation

/// The economics that a report was made under, and which of them nobody chose.
public struct EconomicsSummary: Sendable, Equatable {
  /// The campaign; its value is the mean where value differs by account.
  public var campaign: Campaign
  /// The column that values come from, if one does.
  public var valueColumn: String?
  /// Parameters that are the literature's default: value, incentive, contact, acceptance.
  public var defaults: [String]

  /// Creates a summary.
  public init(campaign: Campaign, valueColumn: String? = nil, defaults: [String]) {
    self.campaign = campaign
    self.valueColumn = valueColumn
    self.defaults = defaults
  }

  var sentence: String {
    let value =
      valueColumn.map { "value from \($0) (mean \(NumberStyle.money(campaign.value)))" }
      ?? "value \(NumberStyle.money(campaign.value))"
    let acceptance =
      switch campaign.acceptance {
      case .exactly(let rate): "acceptance \(NumberStyle.significant(rate, 3))"
      case .beta(let alpha, let beta):
        "acceptance Beta(\(NumberStyle.significant(alpha, 3)), \(NumberStyle.significant(beta, 3))), "
          + "mean \(NumberStyle.significant(campaign.acceptance.mean, 3))"
      }
    var text =
      "Campaign: \(value), incentive \(NumberStyle.money(campaign.incentive)), "
      + "contact \(NumberStyle.money(campaign.contact)), \(acceptance). "
    if valueColumn == nil {
      text +=
        campaign.breakEvenProbability.map { "An account is worth a call above p = \(NumberStyle.fixed($0, 4))." }
        ?? "Under it no account is worth a call."
    } else {
      text += "Each account has its own break-even probability."
    }
    if !defaults.isEmpty {
      text += " From the literature, not from you: \(defaults.joined(separator: ", "))."
    }
    return text
  }

  var json: JSONValue {
    var acceptance: JSONValue = ["mean": .number(campaign.acceptance.mean)]
    if case .beta(let alpha, let beta) = campaign.acceptance {
      acceptance = ["mean": .number(campaign.acceptance.mean), "alpha": .number(alpha), "beta": .number(beta)]
    }
    return [
      "value": .number(campaign.value), "value_column": .text(valueColumn), "incentive": .number(campaign.incentive),
      "contact": .number(campaign.contact), "acceptance": acceptance,
      "break_even": .figure(valueColumn == nil ? campaign.breakEvenProbability : nil),
      "defaults": .array(defaults.map { .string($0) }),
    ]
  }
}
