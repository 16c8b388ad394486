import CanonicalJSON
import Diagnostics
import Models
public import Reporting

/// `churn models …` as values: list, show, verify, promote, roll back.
public struct StoreRun: Sendable {
  private let root: String
  private let store: ModelStore

  /// A run on the store in a folder.
  public init(store root: String) {
    self.root = root
    store = ModelStore(root: root)
  }

  /// All models.
  /// - Throws: `ModelError`.
  public func list() throws -> ModelListReport {
    let lines = try store.list().map { entry -> ModelListReport.Line in
      let current = try? store.version(entry.name)
      let record = current.flatMap { try? store.load($0).record }.map { JSONCursor($0) }
      return .init(
        entry: entry, current: current?.number, trained: try? record?.member("time").string(),
        profit: (try? record?.member("holdout").unlessNull?.member("profit").member("ev_rule").unlessNull?.number())
          ?? nil)
    }
    return ModelListReport(lines: lines, store: root)
  }

  /// One version's card.
  /// - Throws: `ModelError`.
  public func show(_ reference: String) throws -> ModelCard {
    let stored = try store.load(ModelReference(reference))
    guard let version = stored.version else { return ModelCard(stored: stored, aliases: [], history: []) }
    let entry = try store.list().first { $0.name == version.name }
    return ModelCard(
      stored: stored, aliases: (entry?.aliases ?? []).filter { $0.version == version.number }.map(\.name),
      history: try store.history(of: version.name).filter { $0.version == version.number })
  }

  /// Checks every byte of a model's versions, or of one.
  /// - Throws: `ModelError` when there is nothing to check.
  public func verify(_ reference: String) throws -> VerificationReport {
    let parsed = try ModelReference(reference)
    guard let version = try store.resolve(parsed) else {
      let stored = try store.load(parsed)
      return VerificationReport(subject: reference, findings: [.init(path: stored.path, problem: nil)])
    }
    let isWhole = reference == version.name.text
    return VerificationReport(
      subject: reference, findings: try store.verify(version.name, number: isWhole ? nil : version.number))
  }

  /// Makes an alias stand for a version.
  /// - Returns: a sentence.
  /// - Throws: `ModelError`.
  public func promote(_ reference: String, as alias: String, note: String?) throws -> String {
    let version = try self.version(reference)
    let before = try store.promote(version, as: AliasName(alias), stamp: stamp(note))
    let change = before.map { $0 == version.number ? " (as before)" : ", in place of \(version.name)@\($0)" } ?? ""
    return "\(version.name)@\(alias) now stands for \(version)\(change)"
  }

  /// Sets an alias back to the version before.
  /// - Returns: a sentence.
  /// - Throws: `ModelError`.
  public func rollBack(_ name: String, alias: String, note: String?) throws -> String {
    let now = try store.rollBack(ModelName(name), alias: AliasName(alias), stamp: stamp(note))
    return "\(name)@\(alias) is back at \(now)"
  }

  /// What happened to a model's versions.
  /// - Throws: `ModelError`.
  public func history(_ name: String) throws -> HistoryReport {
    HistoryReport(name: name, events: try store.history(of: ModelName(name)))
  }

  /// Removes a version that no alias stands for; it must be named by its number.
  /// - Returns: a sentence.
  /// - Throws: `ModelError`.
  public func remove(_ reference: String, note: String?) throws -> String {
    guard case .version = try ModelReference(reference) else {
      throw Problem(
        .usage, code: "models.no-version", "which version of \(reference.escapedForDisplay) is to be removed?",
        remedies: ["NAME@VERSION, such as acme@3"])
    }
    let version = try self.version(reference)
    try store.remove(version, stamp: stamp(note))
    return "\(version) is removed; its number is not given again"
  }

  private func version(_ reference: String) throws -> ModelVersion {
    guard let version = try store.resolve(ModelReference(reference)) else {
      throw Problem(
        .usage, code: "models.path", "\(reference) is a path; name a version of the store",
        remedies: ["NAME@VERSION, such as acme@3"])
    }
    return version
  }

  private func stamp(_ note: String?) -> StoreEvent.Stamp { .init(time: currentTime(), note: note) }
}
