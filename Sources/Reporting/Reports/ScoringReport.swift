public import CanonicalJSON

/// The summary of `churn score`.
public struct ScoringReport: Report {
  /// The version that scored.
  public var model: String
  /// The score file.
  public var output: String
  /// Rows scored.
  public var rows: Int
  /// Rows worth treating.
  public var treated: Int
  /// Σ expected value over the treated.
  public var expectedProfit: Double
  /// Σ churn probability over all rows.
  public var expectedChurners: Double
  /// The economics of the decision.
  public var economics: EconomicsSummary
  /// What a campaign adds; `nil` without one.
  public var outcome: CampaignOutcome?

  /// Creates a summary.
  public init(
    model: String, output: String, rows: Int, treated: Int, expectedProfit: Double, expectedChurners: Double,
    economics: EconomicsSummary
  ) {
    self.model = model
    self.output = output
    self.rows = rows
    self.treated = treated
    self.expectedProfit = expectedProfit
    self.expectedChurners = expectedChurners
    self.economics = economics
  }

  /// For people.
  public var document: Document {
    Document([.paragraph(headline), .paragraph(economics.sentence)] + (outcome?.blocks ?? []))
  }

  private var headline: String {
    let share = rows > 0 ? Double(treated) / Double(rows) : nil
    let over = outcome?.overLimit ?? 0
    let currency = economics.details?.currency.map { " " + $0 } ?? ""
    return "\(NumberStyle.count(treated)) of \(NumberStyle.count(rows)) accounts are "
      + "\(over > 0 ? "to be called within the limits" : "worth a call") (\(NumberStyle.percent(share))); "
      + "expected profit \(NumberStyle.money(expectedProfit))\(currency). "
      + "About \(NumberStyle.count(Int(expectedChurners.rounded()))) will churn. "
      + "Scored by \(model)\(output == "-" ? "" : " into \(output)")."
  }

  /// For machines.
  public var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("model", .string(model)), ("output", .string(output)), ("rows", .count(rows)), ("treated", .count(treated)),
      ("expected_profit", .number(expectedProfit)), ("expected_churners", .number(expectedChurners)),
      ("campaign", economics.json),
    ]
    if let outcome { members.append(("plan", outcome.json)) }
    return .object(JSONObject(members))
  }
}
