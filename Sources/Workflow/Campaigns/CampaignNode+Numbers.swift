import Diagnostics
import Yams

extension CampaignNode {
  /// A number for all accounts, or a column:
  ///
  ///     200   mrr   12 * mrr   "2nd value"   {column: mrr, times: 12}
  ///
  /// A probability may be written as `30%`.
  func quantity(_ range: CampaignRange) throws(Problem) -> CampaignNumber {
    if case .mapping = node { return try column(range) }
    guard case .scalar(let scalar) = node else {
      throw problem("must be \(range.words), or the name of a column")
    }
    guard scalar.style == .plain else { return CampaignNumber(column: try text(), place) }
    if decimal != nil { return CampaignNumber(try number(range), place) }
    if case .probability = range, let share = percentage {
      guard range.contains(share) else { throw problem("must be \(range.words), not \(plainText)") }
      return CampaignNumber(share, place)
    }
    return try written(range)
  }

  /// `5%` as 0.05.
  var percentage: Double? {
    plainText.hasSuffix("%") ? Self.decimal(plainText.dropLast()).map { $0 / 100 } : nil
  }

  /// A number, or one written as a percentage.
  func share(_ range: CampaignRange) throws(Problem) -> Double {
    if let percentage { return percentage }
    return try number(range)
  }

  /// A column's name, or a factor times one.
  private func written(_ range: CampaignRange) throws(Problem) -> CampaignNumber {
    let text = plainText
    if let star = text.firstIndex(of: "*"), let factor = Self.decimal(text[..<star].trimmed) {
      let name = String(text[text.index(after: star)...].trimmed)
      guard !name.isEmpty else { throw problem("must name a column after the *") }
      return CampaignNumber(column: name, times: try checked(factor, range), place)
    }
    guard !isNothing, let first = text.first(where: { !"+-.".contains($0) }), !(first.isASCII && first.isNumber),
      ![".inf", ".nan", "-.inf", "+.inf"].contains(text.lowercased())
    else {
      throw problem(
        "must be \(range.words), or the name of a column" + (text.isEmpty || isNothing ? "" : ", not \(text)"),
        remedies: text.isEmpty || isNothing
          ? [] : ["\(path): 1234.5   without signs or separators", "\(path): \"\(text)\"   if that is a column's name"])
    }
    return CampaignNumber(column: text, place)
  }

  private func column(_ range: CampaignRange) throws(Problem) -> CampaignNumber {
    let members = try members(allowing: ["column", "times"])
    guard let column = members["column"] else { throw problem("must name a column", remedies: ["{column: NAME}"]) }
    let factor = try members["times"].map { (node) throws(Problem) in try node.checked(try node.number(.finite), range)
    }
    return CampaignNumber(column: try column.text(), times: factor ?? 1, place)
  }

  private func checked(_ factor: Double, _ range: CampaignRange) throws(Problem) -> Double {
    if case .finite = range { return factor }
    guard factor > 0, factor.isFinite else { throw problem("must multiply by a number above 0") }
    return factor
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var rest = drop { $0 == " " }
    while rest.last == " " { rest.removeLast() }
    return rest
  }
}
