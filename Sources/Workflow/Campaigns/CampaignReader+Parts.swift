import Diagnostics
import Evaluation
import Yams

extension CampaignReader {
  /// Incentive, contact, acceptance and the stayers' share, at the top or in an offer.
  func offer(_ members: [String: CampaignNode], name: String = "") throws(Problem) -> OfferTerms {
    OfferTerms(
      name: name, incentive: try members["incentive"].map { (node) throws(Problem) in try incentive(node) },
      contact: try members["contact"].map { (node) throws(Problem) in try node.quantity(.amount) },
      acceptance: try members["acceptance"].map { (node) throws(Problem) in try acceptance(node) },
      stayersTake: try members["stayers_take"].map { (node) throws(Problem) in try node.quantity(.probability) })
  }

  func offers(_ node: CampaignNode) throws(Problem) -> [OfferTerms] {
    let elements = try node.elements()
    guard !elements.isEmpty else { throw node.problem("holds no offer") }
    guard elements.count <= 100 else { throw node.problem("holds more than 100 offers") }
    var offers: [OfferTerms] = []
    for element in elements {
      let members = try element.members(allowing: ["name", "incentive", "contact", "acceptance", "stayers_take"])
      guard let name = try members["name"].map({ (node) throws(Problem) in try node.text() }) else {
        throw element.problem("has no name", remedies: ["name: discount"])
      }
      if offers.contains(where: { $0.name == name }) { throw element.problem("has the name of an earlier offer") }
      offers.append(try offer(members, name: name))
    }
    return offers
  }

  /// An amount, a column, `5%`, or {fraction: 0.05}.
  private func incentive(_ node: CampaignNode) throws(Problem) -> IncentiveTerms {
    if let share = node.percentage {
      guard (0...1).contains(share) else {
        throw node.problem("must be between 0 % and 100 % of the value, not \(node.plainText)")
      }
      return .share(CampaignNumber(share, node.place))
    }
    if case .mapping(let mapping) = node.node, mapping.keys.contains(where: { $0.scalar?.string == "fraction" }) {
      let members = try node.members(allowing: ["fraction"])
      if let fraction = members["fraction"] { return .share(try fraction.quantity(.probability)) }
    }
    return .amount(try node.quantity(.amount))
  }

  /// A number, a column, or {alpha: 6, beta: 14}.
  private func acceptance(_ node: CampaignNode) throws(Problem) -> AcceptanceTerms {
    if case .mapping(let mapping) = node.node,
      mapping.keys.contains(where: { ["alpha", "beta"].contains($0.scalar?.string) })
    {
      let members = try node.members(allowing: ["alpha", "beta"])
      guard let alpha = members["alpha"], let beta = members["beta"] else {
        throw node.problem("must have alpha and beta", remedies: ["{alpha: 6, beta: 14}"])
      }
      let (a, b) = (try alpha.number(.amount), try beta.number(.amount))
      guard a > 0 else { throw alpha.problem("must be above 0") }
      guard b > 0 else { throw beta.problem("must be above 0") }
      return .beta(alpha: a, beta: b, node.place)
    }
    return .rate(try node.quantity(.probability))
  }

  func lifetime(_ node: CampaignNode) throws(Problem) -> LifetimeTerms {
    let members = try node.members(allowing: ["margin", "churn", "annual_discount", "horizon_months", "timing"])
    guard let margin = members["margin"] else {
      throw node.problem("has no margin: what a customer leaves per month", remedies: ["margin: {column: mrr}"])
    }
    guard let churn = members["churn"] else {
      throw node.problem("has no churn: the monthly probability", remedies: ["churn: 0.02", "churn: from_model"])
    }
    var lifetime = LifetimeTerms(margin: try margin.quantity(.amount), place: node.place)
    if churn.plainText != "from_model" { lifetime.churn = try churn.quantity(.probability) }
    if let discount = members["annual_discount"] {
      let rate = try discount.share(.amount)
      guard rate >= 0 else { throw discount.problem("must be a rate of 0 or more") }
      lifetime.annualDiscount = rate
    }
    lifetime.horizonMonths = try members["horizon_months"].map { (node) throws(Problem) in try node.count(from: 1) }
    lifetime.timing =
      try members["timing"].map { (node) throws(Problem) in
        try node.word(of: LifetimeTerms.Timing.self)
      } ?? .due
    if let timing = members["timing"], lifetime.horizonMonths != nil, lifetime.timing == .ordinary {
      throw timing.problem("must be due where there is a horizon", remedies: ["leave out timing, or horizon_months"])
    }
    return lifetime
  }

  func limits(_ node: CampaignNode) throws(Problem) -> Limits {
    let members = try node.members(allowing: ["money", "contacts"])
    let contacts = try members["contacts"].map { (node) throws(Problem) in try node.count(from: 0) }
    let money = try members["money"].map { (node) throws(Problem) in try node.number(.amount) }
    do { return try Limits(contacts: contacts, money: money) } catch {
      throw node.problem("must be amounts of 0 or more")
    }
  }

  func costs(_ node: CampaignNode) throws(Problem) -> CostTerms {
    let keys = ["true_positive", "false_positive", "false_negative", "true_negative"]
    let members = try node.members(allowing: keys)
    func cost(_ key: String) throws(Problem) -> CampaignNumber {
      guard let member = members[key] else {
        throw node.problem("has no \(key)", remedies: ["\(key): AMOUNT or COLUMN"])
      }
      return try member.quantity(.finite)
    }
    return CostTerms(
      truePositive: try cost(keys[0]), falsePositive: try cost(keys[1]), falseNegative: try cost(keys[2]),
      trueNegative: try members[keys[3]].map { (node) throws(Problem) in try node.quantity(.finite) })
  }

  func bands(_ node: CampaignNode) throws(Problem) -> BandTerms {
    let members = try node.members(allowing: ["red", "amber"])
    guard let red = members["red"], let amber = members["amber"] else {
      throw node.problem("must have two cut-offs of the churn probability", remedies: ["{red: 0.3, amber: 0.15}"])
    }
    let bands = BandTerms(
      red: try red.share(.probability), amber: try amber.share(.probability))
    guard bands.red <= 1, bands.amber >= 0, bands.red > bands.amber else {
      throw node.problem(
        "must fall: red (the riskiest) starts above amber, both between 0 and 1",
        remedies: ["{red: 0.3, amber: 0.15}"])
    }
    return bands
  }
}
