public import Evaluation

/// What a score file says of a run of rows under a campaign, besides score and expected value.
public struct CampaignColumns: Sendable {
  /// Lower ends of the probabilities' 95 % intervals; NaN where there is none.
  public var lower: [Double]
  /// Upper ends.
  public var upper: [Double]
  /// p*: NaN where treating never pays.
  public var breakEvenProbability: [Double]
  /// γ*: NaN where treating never pays, and for four costs.
  public var breakEvenAcceptance: [Double]
  /// The best offer, an index into the layout's names; −1 where none pays.
  public var offers: [Int32]
  /// Expected spend on the account if it is treated [money]; NaN for four costs.
  public var spends: [Double]
  /// Place in the order of calls, from 1; empty where nobody asked for it.
  public var ranks: [Int32]
  /// The decision, and why not.
  public var decisions: [CallPlan.Decision]
  /// The band: 0 red, 1 amber, 2 green.
  public var bands: [UInt8]

  /// Creates columns.
  public init(
    intervals: (lower: [Double], upper: [Double]), breakEven: (probability: [Double], acceptance: [Double]),
    offers: [Int32], spends: [Double], decisions: [CallPlan.Decision], ranks: [Int32], bands: [UInt8]
  ) {
    (lower, upper) = intervals
    (breakEvenProbability, breakEvenAcceptance) = breakEven
    self.offers = offers
    self.spends = spends
    self.decisions = decisions
    self.ranks = ranks
    self.bands = bands
  }
}

/// Which of the campaign's columns a score file has.
public struct CampaignLayout: Sendable, Equatable {
  /// The names of the offers; no column where there is one offer only.
  public var offers: [String]
  /// Whether accounts are ranked.
  public var hasRanks: Bool
  /// Whether there is a health score: 100·(1 − p), so that 100 is the healthiest.
  public var hasHealthScore: Bool
  /// The bands' names by number.
  public static let bands = ["red", "amber", "green"]

  /// Creates a layout.
  public init(offers: [String], hasRanks: Bool, hasHealthScore: Bool) {
    self.offers = offers
    self.hasRanks = hasRanks
    self.hasHealthScore = hasHealthScore
  }

  /// The names of the columns, in their order.
  public var names: [String] {
    ["p_lower", "p_upper", "break_even_p", "break_even_acceptance"] + (offers.count > 1 ? ["offer"] : [])
      + ["expected_spend"] + (hasRanks ? ["rank"] : []) + ["why_not", "band"]
      + (hasHealthScore ? ["health_score"] : [])
  }
}

extension CallPlan.Decision {
  /// Why an account is not treated; empty where it is.
  var reason: String { self == .treat ? "" : rawValue }
}
