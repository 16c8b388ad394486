/// What a text that is nearly a number may have been.
public enum Disguise: String, Sendable, Equatable {
  /// 120,5
  case decimalComma = "decimal comma"
  /// 1,234.50 or 1 234 or 1.234.567
  case thousands = "thousands separator"
  /// $120.50
  case currency = "currency sign"
  /// 45%
  case percent = "percent sign"
  /// Digits of another script or width.
  case otherDigits = "digits of another script"
  /// The typographic minus.
  case otherMinus = "typographic minus"
  /// inf, 1e999
  case infinite = "infinite or too large"
  /// 0x29
  case hexadecimal = "hexadecimal"
  /// 1_2
  case underscore = "underscore between digits"
  /// (12) as bookkeepers write it.
  case parentheses = "negative amount in parentheses"
  /// 1.5 in a file of decimal commas.
  case decimalPoint = "decimal point"

  /// The disguise of a text that is not a number, if there is one.
  /// - Complexity: O(length).
  static func of(_ text: String, decimalComma: Bool) -> Disguise? {
    let scalars = Array(text.unicodeScalars)
    guard !scalars.isEmpty, scalars.count <= 400 else { return nil }
    if let named = named(text.lowercased()) { return named }
    guard scalars.contains(where: { $0.properties.numericType == .decimal }) else { return nil }
    if let decorated = decorated(scalars, decimalComma) { return decorated }
    return ofDigits(scalars, decimalComma)
  }

  private static func named(_ text: String) -> Disguise? {
    var bare = text[...]
    if let first = bare.first, first == "+" || first == "-" { bare = bare.dropFirst() }
    if ["inf", "infinity", "∞", "1.#inf"].contains(String(bare)) { return .infinite }
    if bare.hasPrefix("0x"), bare.count > 2, bare.dropFirst(2).allSatisfy(\.isHexDigit) { return .hexadecimal }
    return nil
  }

  /// A number with something around it.
  private static func decorated(_ scalars: [Unicode.Scalar], _ comma: Bool) -> Disguise? {
    if scalars.contains(where: { $0.properties.generalCategory == .currencySymbol }) {
      let rest = scalars.filter { $0.properties.generalCategory != .currencySymbol }
      return isNumberLike(rest, comma) ? .currency : nil
    }
    if scalars.last == "%", isNumberLike(Array(scalars.dropLast()), comma) { return .percent }
    if scalars.first == "(", scalars.last == ")", isNumberLike(Array(scalars.dropFirst().dropLast()), comma) {
      return .parentheses
    }
    return nil
  }

  private static func isNumberLike(_ scalars: [Unicode.Scalar], _ comma: Bool) -> Bool {
    let text = String(String.UnicodeScalarView(scalars))
    return NumberLiteral.value(of: text, decimalComma: comma) != nil || ofDigits(scalars, comma) != nil
  }

  /// Digits with odd separators, signs or shapes.
  private static func ofDigits(_ scalars: [Unicode.Scalar], _ comma: Bool) -> Disguise? {
    let minuses: Set<Unicode.Scalar> = ["\u{2212}", "\u{2013}", "\u{2010}", "\u{2011}", "\u{FE63}", "\u{FF0D}"]
    var plain: [Unicode.Scalar] = []
    var found: Disguise?
    for (place, scalar) in scalars.enumerated() {
      if !scalar.isASCII, scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue {
        plain.append(Unicode.Scalar(UInt8(48 + Int(value))))
        found = found ?? .otherDigits
      } else if scalar == "\u{FF0E}" || scalar == "\u{FF0C}" {
        plain.append(scalar == "\u{FF0E}" ? "." : ",")
        found = found ?? .otherDigits
      } else if place == 0, minuses.contains(scalar) {
        plain.append("-")
        found = found ?? .otherMinus
      } else {
        plain.append(scalar)
      }
    }
    let text = String(String.UnicodeScalarView(plain))
    if found != nil, NumberLiteral.value(of: text, decimalComma: comma) != nil { return found }
    return separated(text, comma).map { found ?? $0 }
  }

  private static func separated(_ text: String, _ comma: Bool) -> Disguise? {
    if NumberLiteral.isTooLarge(text, decimalComma: comma) { return .infinite }
    if NumberLiteral.value(of: text, decimalComma: !comma) != nil { return comma ? .decimalPoint : .decimalComma }
    if isGrouped(text) { return .thousands }
    let parts = text.split(separator: "_", omittingEmptySubsequences: false)
    if parts.count > 1, parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 >= 48 && $0 <= 57 } }) {
      return .underscore
    }
    return nil
  }

  /// 1,234.50 — 1.234,50 — 1 234 — 1'234: groups of exactly three digits behind the first.
  private static func isGrouped(_ text: String) -> Bool {
    var bare = text[...]
    if let first = bare.first, first == "+" || first == "-" { bare = bare.dropFirst() }
    let separators: [Character] = [",", ".", " ", "'", "\u{A0}", "\u{202F}", "\u{2009}", "\u{2019}"]
    for separator in separators {
      var groups = bare.split(separator: separator, omittingEmptySubsequences: false)
      guard groups.count > 1, let last = groups.popLast() else { continue }
      let tail = last.split(omittingEmptySubsequences: false) { ($0 == "." || $0 == ",") && $0 != separator }
      guard tail.count <= 2, let whole = tail.first, tail.last?.allSatisfy(isDigit) ?? false else { continue }
      let all = groups + [whole]
      guard let first = all.first, (1...3).contains(first.count), first.allSatisfy(isDigit) else { continue }
      if all.dropFirst().allSatisfy({ $0.count == 3 && $0.allSatisfy(isDigit) }) { return true }
    }
    return false
  }

  private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isWholeNumber }
}
