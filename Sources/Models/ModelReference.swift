/// How a user names a model.
public enum ModelReference: Sendable, Equatable {
  /// `acme`: the champion where there is one, else the newest version.
  case name(ModelName)
  /// `acme@3`.
  case version(ModelName, Int)
  /// `acme@champion`, `acme@newest`.
  case alias(ModelName, AliasName)
  /// A path to a `model.json`: whatever holds a slash or ends in `.json`.
  case path(String)

  /// Reads a reference.
  /// - Throws: `.badName`, `.badAlias`, `.badVersion`.
  public init(_ text: String) throws(ModelError) {
    if text.utf8.contains(UInt8(ascii: "/")) || text.hasSuffix(".json") {
      self = .path(text)
      return
    }
    guard let at = text.utf8.firstIndex(of: UInt8(ascii: "@")) else {
      self = .name(try ModelName(text))
      return
    }
    let name = try ModelName(String(text[..<at]))
    let rest = String(text[text.utf8.index(after: at)...])
    if !rest.isEmpty, rest.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      guard let version = Int(rest), version > 0, rest == String(version) else { throw .badVersion(rest) }
      self = .version(name, version)
    } else {
      self = .alias(name, try AliasName(rest))
    }
  }
}
