import Evaluation
import Reporting

extension CampaignTerms {
  /// Whether the value differs by account.
  var valueVaries: Bool { value?.column != nil || lifetime.map { $0.isFromModel || $0.numbersVary } ?? false }

  /// What the campaign means, in sentences.
  var meaning: [String] {
    var sentences = costs == nil ? offerSentences : [costSentence]
    if let fixed = fixedCost?.constant, fixed > 0 {
      sentences.append("If anybody is treated at all, the campaign costs \(money(fixed)) more.")
    }
    sentences += limitSentences
    if let horizonDays {
      sentences.append("Churn probabilities are over \(CampaignNumber(horizonDays, .option("")).words) days.")
    }
    if let bands {
      sentences.append(
        "Bands: red from a churn probability of \(NumberStyle.significant(bands.red, 3)) up, amber from "
          + "\(NumberStyle.significant(bands.amber, 3)), green below.")
    } else {
      sentences.append(
        "Bands: red is worth treating, amber would be if p were at the upper end of its 95 % interval, green is the rest."
      )
    }
    if showsHealthScore { sentences.append("The health score is 100·(1 − p): 100 is the healthiest.") }
    return sentences
  }

  private func money(_ amount: Double) -> String {
    NumberStyle.money(amount) + (currency.map { " " + $0 } ?? "")
  }

  private func words(_ number: CampaignNumber?, or standard: String) -> String {
    guard let number else { return standard }
    return number.constant.map(money) ?? number.words
  }

  private var offerSentences: [String] {
    let value = lifetime?.words ?? words(self.value, or: money(Campaign.literature.value))
    var sentences = [
      "A would-be churner who stays is worth V = \(value)."
    ]
    for offer in completeOffers {
      let subject = offer.name.isEmpty ? "Contacting" : "Offer \(offer.name): contacting"
      let source = offer.incentive.source.words
      sentences.append(
        subject + " an account costs f = \(words(offer.contact, or: money(Campaign.literature.contact))); "
          + "a would-be churner accepts and stays with probability γ = \(offer.acceptance.source.words); "
          + "the incentive costs d = \(source) when it is taken, "
          + "and a stayer takes it with probability a = \(offer.stayersTake?.words ?? "1").")
    }
    sentences.append(
      "Treating an account earns p·(γ(V − d) − f) − (1 − p)·(a·d + f); it is treated where that is above 0.")
    return sentences
  }

  private var costSentence: String {
    let costs = costs?.sources.map { "\($0.parameter.replacing("_", " ")) \($0.words)" } ?? []
    return "Each outcome has its cost: \(costs.joined(separator: ", ")). "
      + "An account is treated where that costs less than leaving it."
  }

  private var limitSentences: [String] {
    var parts: [String] = []
    if let contacts = limits.contacts { parts.append("at most \(NumberStyle.count(contacts)) accounts are contacted") }
    if let budget = limits.money { parts.append("at most \(money(budget)) are expected to be spent") }
    guard !parts.isEmpty else { return ["There are no limits on contacts or money."] }
    let rule =
      limits.contacts != nil && limits.money != nil
      ? "calls go by expected value, spend weighed by one multiplier"
      : limits.money != nil ? "calls go by expected value per unit of money spent" : "calls go by expected value"
    return ["Limits: \(parts.joined(separator: ", and ")); \(rule)."]
  }

  /// Every parameter with where it comes from.
  var parameters: [CampaignReport.Parameter] {
    if let costs {
      return zip(costs.sources, costs.numbers).map { source, number in
        number.map { .init(source.parameter, source.words, source: $0.place.source) }
          ?? .init(source.parameter, source.words, source: "default")
      } + extraParameters
    }
    var found: [CampaignReport.Parameter] = []
    if let lifetime {
      found.append(.init("clv", lifetime.words, source: lifetime.place.source))
    } else {
      found.append(.of("value", value?.words, value?.place, literature: "200"))
    }
    for offer in completeOffers {
      let prefix = offer.name.isEmpty ? "" : offer.name + ": "
      found.append(
        .of(
          prefix + "incentive", offer.incentive.map { Optional($0).source.words }, offer.incentive?.place,
          literature: "10"))
      found.append(.of(prefix + "contact", offer.contact?.words, offer.contact?.place, literature: "1"))
      found.append(
        .of(
          prefix + "acceptance", offer.acceptance.map { Optional($0).source.words }, offer.acceptance?.place,
          literature: "Beta(6, 14)"))
      found.append(
        .of(prefix + "stayers_take", offer.stayersTake?.words, offer.stayersTake?.place, literature: "1"))
    }
    return found + extraParameters
  }

  private var extraParameters: [CampaignReport.Parameter] {
    var found: [CampaignReport.Parameter] = []
    if let fixedCost { found.append(.init("fixed_cost", fixedCost.words, source: fixedCost.place.source)) }
    if let monthlyRevenue {
      found.append(.init("monthly_revenue", monthlyRevenue.words, source: monthlyRevenue.place.source))
    }
    return found
  }
}

extension CampaignPlace {
  /// `campaign.yml:3`.
  fileprivate var source: String { file.map { $0 + (line.map { ":\($0)" } ?? "") } ?? words }
}

extension CampaignReport.Parameter {
  fileprivate static func of(
    _ name: String, _ words: String?, _ place: CampaignPlace?, literature: String
  ) -> Self {
    guard let words, let place else { return .init(name, literature, source: "literature default", isDefault: true) }
    return .init(name, words, source: place.source)
  }
}

extension CostTerms {
  fileprivate var numbers: [CampaignNumber?] { [truePositive, falsePositive, falseNegative, trueNegative] }

  /// Whether some cost differs by account.
  var varies: Bool { numbers.contains { $0?.column != nil } }
}

extension String {
  fileprivate func replacing(_ character: Character, _ other: Character) -> String {
    String(map { $0 == character ? other : $0 })
  }
}
