import CanonicalJSON

/// What a campaign is expected to do, for the summary of `churn score`.
public struct CampaignOutcome: Sendable, Equatable {
  /// Expected profit, the fixed cost included [money].
  public var profit: Double
  /// Expected spend, the fixed cost included [money]; `nil` for four costs.
  public var spend: Double?
  /// Would-be churners expected to be saved; `nil` for four costs.
  public var saves: Double?
  /// Accounts that would pay but are over the limits.
  public var overLimit = 0
  /// Monthly revenue, where it is known.
  public var revenue: Revenue?
  /// What more room would earn; `nil` where nothing is planned over all rows.
  public var prices: Prices?
  /// The limits.
  public var limits = LimitsGiven(contacts: nil, money: nil)
  /// The bands, red first.
  public var bands: [Band] = []
  /// Fixed cut-offs of the bands; `nil` for bands by money.
  public var cuts: Cuts?
  /// Whether the score file has a health score.
  public var showsHealthScore = false

  /// Creates an outcome.
  public init(profit: Double) { self.profit = profit }

  /// ROI: expected profit per unit of money spent; `nil` where nothing is.
  public var returnOnSpend: Double? { spend.flatMap { $0 > 0 ? profit / $0 : nil } }

  /// Revenue per month.
  public struct Revenue: Sendable, Equatable {
    /// Σ revenue [money a month].
    public var monthly: Double
    /// Σ p·revenue [money a month].
    public var atRisk: Double

    /// Creates figures.
    public init(monthly: Double, atRisk: Double) {
      self.monthly = monthly
      self.atRisk = atRisk
    }
  }

  /// Shadow prices.
  public struct Prices: Sendable, Equatable {
    /// What one more call would earn [money].
    public var contact: Double
    /// What one more unit of money would earn [money].
    public var money: Double

    /// Creates prices.
    public init(contact: Double, money: Double) {
      self.contact = contact
      self.money = money
    }
  }

  /// The limits that were kept.
  public struct LimitsGiven: Sendable, Equatable {
    /// The most contacts.
    public var contacts: Int?
    /// The most money.
    public var money: Double?

    /// Creates limits.
    public init(contacts: Int?, money: Double?) {
      self.contacts = contacts
      self.money = money
    }
  }

  /// Cut-offs of the churn probability.
  public struct Cuts: Sendable, Equatable {
    /// Red from here up.
    public var red: Double
    /// Amber from here up.
    public var amber: Double

    /// Creates cut-offs.
    public init(red: Double, amber: Double) {
      self.red = red
      self.amber = amber
    }
  }

  /// One band and its promise.
  public struct Band: Sendable, Equatable {
    /// red, amber or green.
    public var name: String
    /// Accounts.
    public var count: Int
    /// Mean churn probability; `nil` for an empty band.
    public var expectedRate: Double?
    /// Mean of the lower ends of the accounts' intervals.
    public var lower: Double?
    /// Mean of the upper ends.
    public var upper: Double?

    /// Creates a band.
    public init(
      name: String, count: Int = 0, expectedRate: Double? = nil, interval: (lower: Double, upper: Double)? = nil
    ) {
      self.name = name
      self.count = count
      self.expectedRate = expectedRate
      lower = interval?.lower
      upper = interval?.upper
    }
  }
}

extension CampaignOutcome {
  var blocks: [Document.Block] {
    (facts.isEmpty ? [] : [.facts(facts)]) + [.table(bandGrid), .paragraph(bandSentence)]
  }

  private var facts: [Document.Fact] {
    var facts: [Document.Fact] = []
    if let spend {
      facts.append(
        Document.Fact(
          "expected spend",
          NumberStyle.money(spend)
            + (returnOnSpend.map { "; earns \(NumberStyle.money($0)) net for each 1.00" } ?? "")))
    }
    if let saves { facts.append(Document.Fact("expected saves", NumberStyle.fixed(saves, 1))) }
    if let revenue {
      let share = revenue.monthly > 0 ? revenue.atRisk / revenue.monthly : nil
      facts.append(
        Document.Fact(
          "revenue at risk",
          "\(NumberStyle.money(revenue.atRisk)) of \(NumberStyle.money(revenue.monthly)) a month "
            + "(\(NumberStyle.percent(share)))"))
    }
    guard limits.contacts != nil || limits.money != nil else { return facts }
    facts.append(Document.Fact("over the limits", "\(NumberStyle.count(overLimit)) more accounts would pay"))
    if let prices {
      let calls = limits.contacts.map { " (limit \(NumberStyle.count($0)))" } ?? " (no limit)"
      let money = limits.money.map { " (limit \(NumberStyle.money($0)))" } ?? " (no limit)"
      facts.append(Document.Fact("one more call earns", NumberStyle.money(prices.contact) + calls))
      facts.append(Document.Fact("one more 1.00 earns", NumberStyle.fixed(prices.money, 4) + money))
    }
    return facts
  }

  private var bandGrid: Document.Grid {
    Document.Grid(
      titles: ["band", "accounts", "expected to churn", "95 % interval"],
      rows: bands.map { band in
        [
          band.name, NumberStyle.count(band.count), NumberStyle.percent(band.expectedRate),
          band.lower == nil
            ? NumberStyle.undefined
            : NumberStyle.interval(NumberStyle.percent(band.lower), NumberStyle.percent(band.upper)),
        ]
      })
  }

  private var bandSentence: String {
    var text =
      cuts.map {
        "Red: p of \(NumberStyle.significant($0.red, 3)) or more; amber: \(NumberStyle.significant($0.amber, 3)) or more; "
          + "green: below."
      }
      ?? "Red: worth treating; amber: worth treating if p is at the upper end of its interval; green: the rest."
    if showsHealthScore { text += " health_score is 100·(1 − p): 100 is the healthiest, 0 certain to leave." }
    return text
  }

  var json: JSONValue {
    [
      "expected_spend": .figure(spend), "return_on_spend": .figure(returnOnSpend), "expected_saves": .figure(saves),
      "over_limit": .count(overLimit),
      "limits": ["contacts": limits.contacts.map { .count($0) } ?? .null, "money": .figure(limits.money)],
      "shadow_prices": ["contact": .figure(prices?.contact), "money": .figure(prices?.money)],
      "monthly_revenue": .figure(revenue?.monthly), "monthly_revenue_at_risk": .figure(revenue?.atRisk),
      "bands": .array(
        bands.map {
          [
            "band": .string($0.name), "accounts": .count($0.count), "expected_rate": .figure($0.expectedRate),
            "lower": .figure($0.lower), "upper": .figure($0.upper),
          ]
        }),
    ]
  }
}
