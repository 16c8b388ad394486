import Diagnostics

/// A model's name: a letter or digit, then up to 63 letters, digits, points, underscores and dashes, all ASCII.
///
/// It is the name of a folder, so nothing else may ever pass.
public struct ModelName: Sendable, Hashable, CustomStringConvertible {
  /// The name.
  public let text: String

  /// Checks a name.
  /// - Throws: `.badName`.
  public init(_ text: String) throws(ModelError) {
    guard Self.isName(text.utf8) else { throw .badName(text) }
    self.text = text
  }

  /// The name.
  public var description: String { text }

  static func isName(_ bytes: String.UTF8View) -> Bool {
    guard (1...64).contains(bytes.count), let first = bytes.first, isLetterOrDigit(first) else { return false }
    return bytes.allSatisfy { isLetterOrDigit($0) || $0 == 0x2E || $0 == 0x5F || $0 == 0x2D }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }
}

/// The name of an alias such as `champion`: built like a model's name, but not a number.
public struct AliasName: Sendable, Hashable, CustomStringConvertible {
  /// The name.
  public let text: String

  /// The alias that a bare model name stands for.
  public static let champion = AliasName(known: "champion")
  /// What always stands for the newest version and so cannot be given away.
  static let newest = AliasName(known: "newest")

  private init(known text: String) { self.text = text }

  /// Checks a name.
  /// - Throws: `.badAlias`.
  public init(_ text: String) throws(ModelError) {
    guard ModelName.isName(text.utf8), !text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw .badAlias(text)
    }
    self.text = text
  }

  /// The name.
  public var description: String { text }
}
