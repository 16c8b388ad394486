import CanonicalJSON
public import Evaluation

/// The EV rule beside other ways to choose whom to treat: what each turned out to earn and what it was expected to.
public struct RivalsSection: Sendable {
  /// The figures.
  public var rivals: Rivals
  /// The EV rule's profit less each rival's, paired by account; in the order of the rivals.
  public var leads: [ProfitDifference]
  /// The EV rule's profit per account with an interval from resampling accounts, where accounts were resampled.
  public var resampled: ResampledEstimate?
  /// Whether the economics are four costs, whose Bayes rule the EV rule then is.
  public var isFourCosts: Bool

  /// Creates a section.
  public init(_ rivals: Rivals, leads: [ProfitDifference], resampled: ResampledEstimate?, isFourCosts: Bool = false) {
    self.rivals = rivals
    self.leads = leads
    self.resampled = resampled
    self.isFourCosts = isFourCosts
  }

  var grid: Document.Grid {
    let shown = zip(rivals.rows, leads).filter { !($0.0.policy == .bayesRule && isFourCosts) }
    let rows = shown.map { row, lead in
      [
        name(row.policy), NumberStyle.count(row.outcome.treated), NumberStyle.money(row.outcome.profit),
        NumberStyle.money(row.forecast.profit), NumberStyle.fixed(row.outcome.profitPerAccount, 3),
        NumberStyle.fixed(row.forecast.profitPerAccount, 3), row.policy == .evRule ? "" : Self.text(lead),
      ]
    }
    return .init(
      titles: ["policy", "treated", "profit", "expected", "/account", "expected", "EV rule ahead by"], rows: rows)
  }

  var note: String? {
    guard let cut = rivals[.tunedCut] else { return nil }
    return cut.outcome.treated == 0
      ? "* No cut of the score earns anything here: the tuned cut treats nobody."
      : "* The tuned cut was chosen on these very accounts, which flatters it. Intervals are paired, by account."
  }

  private func name(_ policy: Rivals.Policy) -> String {
    switch policy {
    case .evRule: isFourCosts ? "Bayes rule of the costs" : "EV rule"
    case .nobody: "nobody"
    case .everybody: "everybody"
    case .aboveHalf: "p > ½"
    case .topDecile: "top decile"
    case .tunedCut: "tuned cut *"
    case .bayesRule: "Bayes rule of the costs"
    }
  }

  private static func text(_ lead: ProfitDifference) -> String {
    let value = NumberStyle.fixed(lead.mean, 2)
    guard let lower = lead.lower, let upper = lead.upper else { return value }
    return value + " " + NumberStyle.interval(NumberStyle.fixed(lower, 2), NumberStyle.fixed(upper, 2))
  }

  var json: JSONValue {
    .array(
      zip(rivals.rows, leads).map { row, lead in
        [
          "policy": .string(row.policy.rawValue), "treated": .count(row.outcome.treated),
          "fraction": .number(row.outcome.fraction), "churners_reached": .count(row.outcome.churnersReached),
          "profit": .number(row.outcome.profitPerAccount), "profit_total": .number(row.outcome.profit),
          "expected_profit": .number(row.forecast.profitPerAccount),
          "expected_profit_total": .number(row.forecast.profit), "spend": .number(row.outcome.spend),
          "expected_spend": .number(row.forecast.spend), "return_on_spend": .figure(row.outcome.returnOnSpend),
          "ev_rule_ahead": [
            "per_account": .number(lead.mean), "lower": .figure(lead.lower), "upper": .figure(lead.upper),
            "standard_error": .figure(lead.standardError),
          ],
        ]
      })
  }
}

extension RivalsSection {
  var resampledFact: Document.Fact? {
    resampled.map {
      Document.Fact(
        "EV rule, resampled by account",
        "\(NumberStyle.fixed($0.value, 3)) per account "
          + NumberStyle.interval(NumberStyle.fixed($0.lower, 3), NumberStyle.fixed($0.upper, 3))
          + ", \(NumberStyle.count($0.resamples)) resamples")
    }
  }

  var resampledJSON: JSONValue {
    guard let resampled else { return .null }
    return [
      "per_account": .number(resampled.value), "lower": .number(resampled.lower), "upper": .number(resampled.upper),
      "standard_error": .number(resampled.standardError), "resamples": .count(resampled.resamples),
    ]
  }
}
