import Diagnostics
import Evaluation
import Files
import Yams

/// Reads a campaign file; the schema is described in docs/campaign.md.
struct CampaignReader {
  /// The keys at the top, in the order of the documentation.
  static let keys = [
    "value", "clv", "incentive", "contact", "acceptance", "stayers_take", "fixed_cost", "currency", "horizon_days",
    "offers", "limits", "costs", "bands", "health_score", "monthly_revenue",
  ]

  /// Bytes that a campaign file may have.
  private static let largestFile = 1 << 18

  let file: String

  /// Reads a file.
  /// - Throws: a problem with file, line and remedy; nothing is guessed.
  static func read(_ path: String) throws -> CampaignTerms {
    let bytes = try FileContents.read(path, limit: largestFile)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Problem(.configuration, code: "campaign.yaml", at: .init(file: path), "the file is not UTF-8")
    }
    return try CampaignReader(file: path).terms(of: text)
  }

  /// Reads a text.
  func terms(of text: String) throws(Problem) -> CampaignTerms {
    let root = CampaignNode(node: try composed(text), file: file, path: "")
    let members = try root.members(allowing: Self.keys)
    var terms = CampaignTerms(file: file)
    terms.value = try members["value"].map { (node) throws(Problem) in try node.quantity(.amount) }
    terms.lifetime = try members["clv"].map { (node) throws(Problem) in try lifetime(node) }
    terms.common = try offer(members)
    terms.offers = try members["offers"].map { (node) throws(Problem) in try offers(node) } ?? []
    terms.fixedCost = try members["fixed_cost"].map { (node) throws(Problem) in
      CampaignNumber(try node.number(.amount), node.place)
    }
    terms.currency = try members["currency"].map { (node) throws(Problem) in try node.text() }
    terms.horizonDays = try members["horizon_days"].map { (node) throws(Problem) in
      let days = try node.number(.amount)
      guard days > 0 else { throw node.problem("must be above 0") }
      return days
    }
    if let node = members["limits"] { terms.limits = try limits(node) }
    terms.costs = try members["costs"].map { (node) throws(Problem) in try costs(node) }
    terms.bands = try members["bands"].map { (node) throws(Problem) in try bands(node) }
    terms.showsHealthScore = try members["health_score"].map { (node) throws(Problem) in try node.flag() } ?? false
    terms.monthlyRevenue = try members["monthly_revenue"].map { (node) throws(Problem) in try node.quantity(.amount) }
    try check(terms, members)
    return terms
  }

  private func composed(_ text: String) throws(Problem) -> Node {
    do {
      if let node = try Yams.compose(yaml: text) { return node }
    } catch {
      throw (error as? YamlError)?.problem(file)
        ?? Problem(.configuration, code: "campaign.yaml", at: .init(file: file), "the file is no YAML")
    }
    throw Problem(
      .configuration, code: "campaign.empty", at: .init(file: file), "the campaign file says nothing",
      remedies: ["value: 200", "the keys are: \(Self.keys.joined(separator: ", "))"])
  }

  /// Keys that exclude or need each other.
  private func check(_ terms: CampaignTerms, _ members: [String: CampaignNode]) throws(Problem) {
    if members["value"] != nil, let node = members["clv"] {
      throw node.problem("and value both say what a customer is worth", remedies: ["keep one of the two"])
    }
    if let node = members["clv"], terms.lifetime?.isFromModel == true, terms.horizonDays == nil {
      throw node.problem(
        "takes churn from the model, so the model's horizon must be known", remedies: ["horizon_days: 90"])
    }
    guard let node = members["costs"] else { return }
    let others = ["value", "clv", "incentive", "contact", "acceptance", "stayers_take", "fixed_cost", "offers"]
    if let other = others.first(where: { members[$0] != nil }) {
      throw node.problem(
        "and \(other) both say what treating earns",
        remedies: ["keep costs alone, or value, incentive, contact and acceptance"])
    }
    if terms.limits.money != nil, let limits = members["limits"] {
      throw limits.problem(
        "cannot hold money to four costs, which do not tell spending from loss", remedies: ["limits: {contacts: 500}"])
    }
  }
}

extension YamlError {
  /// With file and line, where the parser knows them.
  fileprivate func problem(_ file: String) -> Problem {
    let (line, text): (Int?, String) =
      switch self {
      case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
        .composer(_, let problem, let mark, _):
        (mark.line, problem)
      case .duplicatedKeysInMapping(let keys, let context):
        (context.mark.line, "the key \(keys.sorted().map { "\"\($0)\"" }.joined(separator: ", ")) stands here twice")
      case .reader(let problem, _, _, _): (nil, problem)
      default: (nil, "the file is no YAML")
      }
    return Problem(
      .configuration, code: "campaign.yaml", at: .init(file: file, line: line), text,
      remedies: ["see docs/campaign.md for an example"])
  }
}
