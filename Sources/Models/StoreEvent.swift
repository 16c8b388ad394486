import CanonicalJSON

/// Something that happened to a version.
public struct StoreEvent: Sendable, Equatable {
  /// What can happen.
  public enum Kind: String, Sendable, CaseIterable {
    /// It was stored.
    case saved
    /// An alias was set to it.
    case promoted
    /// An alias went back to it.
    case rolledBack = "rolled_back"
    /// An alias that stood for it was taken away.
    case aliasRemoved = "alias_removed"
    /// A remark was made on it.
    case noted
    /// It was removed; its number is not given again.
    case removed
  }

  /// What happened.
  public var kind: Kind
  /// To which version.
  public var version: Int
  /// The alias concerned.
  public var alias: String?
  /// The version for which the alias stood before.
  public var previous: Int?
  /// When and why.
  public var stamp: Stamp

  /// When something was done, and why; given by the caller, so that nothing here looks at a clock.
  public struct Stamp: Sendable, Equatable {
    /// The time as text, by custom `2026-01-31T08:00:00Z`. Order goes by sequence, never by this.
    public var time: String
    /// The reason.
    public var note: String?

    /// Creates a stamp.
    public init(time: String, note: String? = nil) {
      self.time = time
      self.note = note
    }
  }

  init(_ kind: Kind, version: Int, alias: AliasName? = nil, previous: Int? = nil, stamp: Stamp) {
    self.kind = kind
    self.version = version
    self.alias = alias?.text
    self.previous = previous
    self.stamp = stamp
  }
}

extension StoreEvent {
  var content: JSONValue {
    [
      "event": .string(kind.rawValue), "version": .count(version), "alias": .text(alias),
      "previous": previous.map { .count($0) } ?? nil, "time": .string(stamp.time), "note": .text(stamp.note),
    ]
  }

  init(_ cursor: JSONCursor) throws(JSONError) {
    try cursor.allow(only: "event", "version", "alias", "previous", "time", "note")
    kind = try cursor.member("event").word(of: Kind.self)
    version = try cursor.member("version").integer(in: 1...Int.max)
    alias = try cursor.member("alias").unlessNull?.string()
    previous = try cursor.member("previous").unlessNull?.integer(in: 1...Int.max)
    stamp = Stamp(time: try cursor.member("time").string(), note: try cursor.member("note").unlessNull?.string())
  }
}
