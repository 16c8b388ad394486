/// The pairs of words that stand for two values.
enum BooleanWords {
  private static let pairs = [("true", "false"), ("yes", "no"), ("t", "f"), ("y", "n")]

  /// 1 or 0, ignoring case; `nil` for other words. `1` and `0` themselves are taken too.
  static func value(of text: String) -> Int8? {
    let word = text.lowercased()
    if word == "1" || pairs.contains(where: { $0.0 == word }) { return 1 }
    if word == "0" || pairs.contains(where: { $0.1 == word }) { return 0 }
    return nil
  }

  /// The values of levels that are all words of one pair.
  static func values(of levels: [String]) -> [Int8]? {
    guard !levels.isEmpty, levels.count <= 16 else { return nil }
    let words = levels.map { $0.lowercased() }
    for (one, zero) in pairs where words.allSatisfy({ $0 == one || $0 == zero }) {
      return words.map { $0 == one ? 1 : 0 }
    }
    return nil
  }
}
