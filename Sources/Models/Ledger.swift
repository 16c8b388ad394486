import CanonicalJSON

/// What happened to a model's versions, and what follows from it: for which version each alias stands, and which number
/// comes next.
///
/// It is one small file that is only ever replaced whole, so that aliases, history and counter cannot disagree.
struct Ledger: Equatable {
  /// All events, oldest first.
  private(set) var events: [StoreEvent] = []
  /// The highest number ever given.
  private(set) var lastVersion = 0

  /// The file's name in the model's folder.
  static let fileName = "ledger.json"
  private static let format = 1

  mutating func append(_ event: StoreEvent) {
    events.append(event)
    lastVersion = max(lastVersion, event.version)
  }

  /// The versions for which an alias has stood, the current one last; going back takes the last away.
  func stack(of alias: String) -> [Int] {
    var stack: [Int] = []
    for event in events where event.alias == alias {
      switch event.kind {
      case .promoted: stack.append(event.version)
      case .rolledBack:
        while let last = stack.last, last != event.version { stack.removeLast() }
      case .aliasRemoved: stack.removeAll()
      case .saved, .noted, .removed: break
      }
    }
    return stack
  }

  /// Aliases in the order of their bytes, and the version for which each stands.
  var aliases: [(alias: String, version: Int)] {
    var names: [String] = []
    for event in events { if let alias = event.alias, !names.contains(alias) { names.append(alias) } }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .compactMap { name in stack(of: name).last.map { (name, $0) } }
  }

  /// The version for which an alias stands.
  func version(of alias: String) -> Int? { stack(of: alias).last }
}

extension Ledger {
  func rendered() throws(JSONError) -> [UInt8] {
    try
      ([
        "format": .count(Self.format), "last_version": .count(lastVersion),
        "aliases": .object(JSONObject(aliases.map { ($0.alias, .count($0.version)) })),
        "events": .array(events.map(\.content)),
      ] as JSONValue).rendered()
  }

  /// Reads a ledger; the aliases and the counter written out in it must be those that follow from its events.
  init(parsing bytes: [UInt8]) throws(JSONError) {
    let root = JSONCursor(try JSONValue(parsing: bytes))
    try root.allow(only: "format", "last_version", "aliases", "events")
    _ = try root.member("format").integer(in: Self.format...Self.format)
    for entry in try root.member("events").elements() { append(try StoreEvent(entry)) }
    let last = try root.member("last_version")
    guard try last.integer(in: lastVersion...Int.max) == lastVersion else {
      throw last.invalid("is not the highest version of the events, \(lastVersion)")
    }
    let written = try root.member("aliases")
    guard try written.object() == JSONObject(aliases.map { ($0.alias, .count($0.version)) }) else {
      throw written.invalid("are not those that follow from the events")
    }
  }
}
