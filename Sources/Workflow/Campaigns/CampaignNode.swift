import Diagnostics
import Yams

/// A node of the campaign file that knows its place, for messages with a line.
struct CampaignNode {
  let node: Node
  let file: String
  /// `limits.money`.
  let path: String

  var line: Int? { node.mark?.line }
  var place: CampaignPlace { CampaignPlace(parameter: path, file: file, line: line) }

  func problem(_ message: String, remedies: [String] = []) -> Problem {
    Problem(
      .configuration, code: "campaign.value", at: .init(file: file, line: line), "\(path) \(message)",
      remedies: remedies)
  }

  /// The members of a mapping; every key must be known.
  func members(allowing keys: [String]) throws(Problem) -> [String: CampaignNode] {
    guard case .mapping(let mapping) = node else {
      throw problem("must have keys: \(keys.joined(separator: ", "))")
    }
    var found: [String: CampaignNode] = [:]
    for (key, value) in mapping {
      guard case .scalar(let name) = key else { throw problem("has a key that is no word") }
      guard keys.contains(name.string) else {
        let near = nearestNames(to: name.string, among: keys)
        throw Problem(
          .configuration, code: "campaign.unknown-key", at: .init(file: file, line: name.mark?.line),
          "unknown key \"\(name.string.escapedForDisplay)\"" + (path.isEmpty ? "" : " in \(path)"),
          remedies: near.map { "\($0):" } + ["the keys are: \(keys.joined(separator: ", "))"])
      }
      found[name.string] = CampaignNode(
        node: value, file: file, path: path.isEmpty ? name.string : "\(path).\(name.string)")
    }
    return found
  }

  /// The elements of a sequence.
  func elements() throws(Problem) -> [CampaignNode] {
    guard case .sequence(let sequence) = node else {
      throw problem("must be a list", remedies: ["\(path):\n  - name: …"])
    }
    return sequence.enumerated().map { CampaignNode(node: $1, file: file, path: "\(path)[\($0 + 1)]") }
  }

  /// A word or text.
  func text() throws(Problem) -> String {
    guard case .scalar(let scalar) = node, !isNothing, !scalar.string.isEmpty else { throw problem("must be a text") }
    return scalar.string
  }

  func flag() throws(Problem) -> Bool {
    if case .scalar(let scalar) = node, scalar.style == .plain {
      if scalar.string == "true" { return true }
      if scalar.string == "false" { return false }
    }
    throw problem("must be true or false")
  }

  /// One of a few words.
  func word<Word: RawRepresentable & CaseIterable>(of type: Word.Type) throws(Problem) -> Word
  where Word.RawValue == String {
    let names = type.allCases.map(\.rawValue)
    guard case .scalar(let scalar) = node, let word = type.init(rawValue: scalar.string) else {
      throw problem("must be one of: \(names.joined(separator: ", "))")
    }
    return word
  }

  /// A plain decimal number, nothing else.
  func number(_ range: CampaignRange) throws(Problem) -> Double {
    guard let value = decimal else { throw problem("must be a number: \(range.words)") }
    guard range.contains(value) else { throw problem("must be \(range.words), not \(plainText)") }
    return value
  }

  /// A whole number of at least `least`.
  func count(from least: Int) throws(Problem) -> Int {
    guard let value = decimal, value.rounded() == value, value >= Double(least), value <= 1e15 else {
      throw problem("must be a whole number of \(least) or more")
    }
    return Int(value)
  }

  /// The text of an unquoted scalar.
  var plainText: String {
    if case .scalar(let scalar) = node, scalar.style == .plain { return scalar.string }
    return ""
  }

  /// The number that an unquoted scalar writes, if it writes one.
  var decimal: Double? { Self.decimal(plainText) }

  /// Whether nothing was given, or a truth value.
  var isNothing: Bool {
    guard case .scalar(let scalar) = node, scalar.style == .plain else { return false }
    return ["", "~", "null", "true", "false", "yes", "no", "on", "off"].contains(scalar.string.lowercased())
  }

  /// A strict decimal literal: no hexadecimal, no infinity, no separators.
  static func decimal(_ text: some StringProtocol) -> Double? {
    let digits = text.drop { $0 == "+" || $0 == "-" }
    guard text.count - digits.count <= 1, digits.contains(where: { $0.isASCII && $0.isNumber }),
      digits.allSatisfy({ $0.isASCII && ($0.isNumber || ".eE+-".contains($0)) })
    else { return nil }
    return Double(text).flatMap { $0.isFinite ? $0 : nil }
  }
}
