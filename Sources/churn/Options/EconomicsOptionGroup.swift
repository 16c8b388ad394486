import ArgumentParser
import Workflow

/// Options of every command that speaks of money.
struct EconomicsOptionGroup: ParsableArguments {
  @Option(
    help: """
      A campaign file (YAML) with value, incentive, contact, acceptance, offers, limits and more; see \
      docs/campaign.md. The options below take the place of its keys.
      """, completion: .file(extensions: ["yml", "yaml"]))
  var campaign: String?

  @Option(help: "Value of a saved churner: an amount, or the name of a column. Default 200 (literature).")
  var value: String?

  @Option(help: "Incentive that a contacted account takes, in money. Default 10 (literature).")
  var incentive: Double?

  @Option(help: "Cost of one contact, in money. Default 1 (literature).")
  var contact: Double?

  @Option(
    help: """
      Probability that a contacted would-be churner accepts and stays: a mean, or a Beta distribution \
      as beta:ALPHA,BETA. Default beta:6,14 (literature; mean 0.3).
      """)
  var accept: String?

  mutating func validate() throws {
    if let value, let amount = Double(value), !(amount.isFinite && amount >= 0) {
      throw ValidationError("--value takes an amount of 0 or more, or the name of a column")
    }
    for (name, amount) in [("--incentive", incentive), ("--contact", contact)] {
      if let amount, !(amount.isFinite && amount >= 0) {
        throw ValidationError("\(name) takes an amount of 0 or more")
      }
    }
    if let accept, Self.mean(accept) == nil, Self.beta(accept) == nil {
      throw ValidationError("--accept takes a probability between 0 and 1, or beta:ALPHA,BETA; not '\(accept)'")
    }
  }

  var options: EconomicsOptions {
    var options = EconomicsOptions()
    options.campaign = campaign
    if let value {
      if let amount = Double(value) { options.value = amount } else { options.valueColumn = value }
    }
    options.incentive = incentive
    options.contact = contact
    options.acceptance = accept.flatMap(Self.mean)
    options.acceptanceBeta = accept.flatMap(Self.beta)
    return options
  }

  private static func mean(_ text: String) -> Double? {
    Double(text).flatMap { $0 > 0 && $0 < 1 ? $0 : nil }
  }

  private static func beta(_ text: String) -> EconomicsOptions.Beta? {
    guard text.hasPrefix("beta:") else { return nil }
    let parts = text.dropFirst(5).split(separator: ",").map { Double($0) }
    guard parts.count == 2, let alpha = parts[0], let beta = parts[1], alpha.isFinite, beta.isFinite, alpha > 0,
      beta > 0
    else { return nil }
    return .init(alpha: alpha, beta: beta)
  }
}
