import CanonicalJSON
import Files

/// Versions of models as plain files:
///
///     models/acme/1/model.json       the model, sealed
///     models/acme/1/training.json    what is known about its training, sealed
///     models/acme/ledger.json        aliases and history
///
/// A version appears whole or not at all, is never changed, and its number is never given again. All is for the owner
/// alone (files 0600, folders 0700) until somebody decides otherwise. Symbolic links inside the store are not followed;
/// the root itself may be one.
public struct ModelStore: Sendable {
  /// The folder of the store.
  public let root: String
  /// How long to wait for another process that changes the same model.
  public var lockTimeoutSeconds = 30.0

  static let modelFile = "model.json"
  static let recordFile = "training.json"

  /// A store in a folder, which need not exist before the first model is saved.
  public init(root: String) { self.root = root }

  /// The folder of a model.
  func folder(of name: ModelName) -> String { root + "/" + name.text }

  /// The folder of a version.
  func folder(of version: ModelVersion) -> String { folder(of: version.name) + "/\(version.number)" }
}

extension ModelStore {
  /// All models, in the order of the bytes of their names; empty where the store does not exist yet.
  /// - Throws: `.file`, `.malformed` for a damaged ledger.
  public func list() throws(ModelError) -> [ModelEntry] {
    var entries: [ModelEntry] = []
    for name in try names() {
      let aliases = try ledger(of: name).aliases.map { ModelEntry.Alias(name: $0.alias, version: $0.version) }
      entries.append(ModelEntry(name: name, versions: try versions(of: name), aliases: aliases))
    }
    return entries
  }

  /// What happened to a model's versions, oldest first.
  /// - Throws: `.noSuchModel`, `.malformed`, `.file`.
  public func history(of name: ModelName) throws(ModelError) -> [StoreEvent] {
    try requireModel(name)
    return try ledger(of: name).events
  }

  /// The version that a name, a number or an alias stands for.
  /// - Throws: `.noSuchModel`, `.noSuchVersion`, `.noSuchAlias`, `.danglingAlias`, `.linkInStore`.
  public func version(_ name: ModelName, number: Int) throws(ModelError) -> ModelVersion {
    try requireModel(name)
    let version = ModelVersion(name: name, number: number)
    if try isFolder(folder(of: version)) { return version }
    throw .noSuchVersion(name.text, version: number, known: try versions(of: name))
  }

  /// The version for which an alias stands; `newest` always stands for the newest.
  public func version(_ name: ModelName, alias: AliasName) throws(ModelError) -> ModelVersion {
    if alias == .newest { return try newest(of: name) }
    try requireModel(name)
    let ledger = try ledger(of: name)
    guard let number = ledger.version(of: alias.text) else {
      throw .noSuchAlias(name.text, alias: alias.text, known: ledger.aliases.map(\.alias))
    }
    guard try isFolder(folder(of: ModelVersion(name: name, number: number))) else {
      throw .danglingAlias(name.text, alias: alias.text, version: number)
    }
    return ModelVersion(name: name, number: number)
  }

  /// The champion where there is one, else the newest version.
  public func version(_ name: ModelName) throws(ModelError) -> ModelVersion {
    try requireModel(name)
    let hasChampion = try ledger(of: name).version(of: AliasName.champion.text) != nil
    return hasChampion ? try version(name, alias: .champion) : try newest(of: name)
  }

  /// The version with the highest number; the clock has no say.
  public func newest(of name: ModelName) throws(ModelError) -> ModelVersion {
    try requireModel(name)
    guard let last = try versions(of: name).last else { throw .noSuchVersion(name.text, version: 1, known: []) }
    return ModelVersion(name: name, number: last)
  }

  /// The numbers of a model's versions, ascending; links and foreign names are passed over.
  public func versions(of name: ModelName) throws(ModelError) -> [Int] {
    let folder = folder(of: name)
    guard try isFolder(folder) else { return [] }
    var numbers: [Int] = []
    for entry in try naming({ () throws(FileError) in try Folder.names(in: folder) }) {
      guard let number = Int(entry), number > 0, String(number) == entry,
        try naming({ () throws(FileError) in
          try FileIdentity.ifPresent(folder + "/" + entry, followingLinks: false)?.kind
        }) == .folder
      else { continue }
      numbers.append(number)
    }
    return numbers.sorted()
  }
}

extension ModelStore {
  /// Turns a file's error into a model's.
  func naming<Value>(_ body: () throws(FileError) -> Value) throws(ModelError) -> Value {
    do throws(FileError) { return try body() } catch { throw .file(error) }
  }

  func names() throws(ModelError) -> [ModelName] {
    guard try naming({ () throws(FileError) in try FileIdentity.ifPresent(root) }) != nil else { return [] }
    var names: [ModelName] = []
    for entry in try naming({ () throws(FileError) in try Folder.names(in: root) }) {
      guard let name = try? ModelName(entry), try !versions(of: name).isEmpty else { continue }
      names.append(name)
    }
    return names
  }

  func requireModel(_ name: ModelName) throws(ModelError) {
    if try isFolder(folder(of: name)) { return }
    throw .noSuchModel(name.text, store: root, known: try names().map(\.text))
  }

  /// Whether a real folder stands there; a link is refused.
  func isFolder(_ path: String) throws(ModelError) -> Bool {
    let found = try naming { () throws(FileError) in try FileIdentity.ifPresent(path, followingLinks: false) }
    if found?.kind == .symbolicLink { throw .linkInStore(path: path) }
    return found?.kind == .folder
  }

  func ledger(of name: ModelName) throws(ModelError) -> Ledger {
    let path = folder(of: name) + "/" + Ledger.fileName
    guard let found = try naming({ () throws(FileError) in try FileIdentity.ifPresent(path, followingLinks: false) })
    else { return Ledger() }
    if found.kind == .symbolicLink { throw .linkInStore(path: path) }
    let bytes = try naming { () throws(FileError) in
      try FileContents.read(path, limit: ModelFile.largestSize, followingLinks: false)
    }
    do throws(JSONError) { return try Ledger(parsing: bytes) } catch { throw .malformed(path: path, error) }
  }
}
