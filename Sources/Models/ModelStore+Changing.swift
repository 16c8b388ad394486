public import CanonicalJSON
import Files
import Parallel

extension ModelStore {
  /// Finds out, before a long training, whether a model could be saved.
  /// - Throws: `.file`, `.linkInStore`.
  public func prepare(for name: ModelName) throws(ModelError) {
    let folder = try readyFolder(of: name)
    try naming { () throws(FileError) in try NewFolder(in: folder).discard() }
  }

  /// Stores a new version under the next number.
  ///
  /// The files are written and brought to the disk under a temporary name; then the folder gets its number in one step.
  /// Several trainers at once get different numbers. Should the very last step fail (the disk reports an error after
  /// the folder got its number), the version may be there, whole, without its line in the history.
  ///
  /// - Parameters:
  ///   - record: what is known about the training; canonical JSON beside the model.
  /// - Throws: `.notSaved` for an unsound model, `.tooLarge`, `.file`, `.linkInStore`.
  public func save(
    _ model: TrainedModel, as name: ModelName, record: JSONValue, stamp: StoreEvent.Stamp
  ) throws(ModelError) -> SavedVersion {
    let bytes = try ModelFile.unchecked(model)
    let folder = try readyFolder(of: name)
    // written while it is read back, under a temporary name; a model that does not read back as it is gets no number
    let (check, written) = together(
      { Result { () throws(ModelError) in try ModelFile.check(bytes, of: model) } },
      { Result { () throws(ModelError) in try self.written(bytes, record, to: folder) } })
    if case .failure(let error) = check {
      if case .success(let written) = written { written.folder.discard() }
      throw error
    }
    let (new, sha256) = try written.get()
    let number = try publish(new, as: name, stamp: stamp)
    let version = ModelVersion(name: name, number: number)
    return SavedVersion(version: version, path: self.folder(of: version) + "/" + Self.modelFile, sha256: sha256)
  }

  /// A folder without a number that holds a model and its record, and the model's sum.
  private func written(
    _ bytes: [UInt8], _ record: JSONValue, to folder: String
  ) throws(ModelError) -> (folder: NewFolder, sha256: String) {
    let sha256 = FileDigest.sha256(of: bytes)
    let recordBytes = try TrainingRecord.rendered(record, ofModel: sha256)
    let new = try naming { () throws(FileError) in
      let new = try NewFolder(in: folder)
      try new.write(bytes, to: Self.modelFile)
      try new.write(recordBytes, to: Self.recordFile)
      try new.prepare()
      return new
    }
    return (new, sha256)
  }

  /// Sets an alias to a version, in one step.
  /// - Returns: the version for which it stood before.
  /// - Throws: `.noSuchModel`, `.noSuchVersion`, `.badAlias` for `newest`, `.file`.
  @discardableResult public func promote(
    _ version: ModelVersion, as alias: AliasName = .champion, stamp: StoreEvent.Stamp
  ) throws(ModelError) -> Int? {
    guard alias != .newest else { throw .badAlias(alias.text) }
    return try changing(version.name) { (ledger) throws(ModelError) in
      _ = try self.version(version.name, number: version.number)
      let previous = ledger.version(of: alias.text)
      guard previous != version.number else { return previous }
      ledger.append(
        StoreEvent(.promoted, version: version.number, alias: alias, previous: previous, stamp: stamp))
      return previous
    }
  }

  /// Sets an alias back to the version before, in one step; versions that were removed meanwhile are passed over.
  /// - Returns: the version for which it stands now.
  /// - Throws: `.noSuchModel`, `.noSuchAlias`, `.nothingToRollBack`, `.file`.
  @discardableResult public func rollBack(
    _ name: ModelName, alias: AliasName = .champion, stamp: StoreEvent.Stamp
  ) throws(ModelError) -> ModelVersion {
    try changing(name) { (ledger) throws(ModelError) in
      let stack = ledger.stack(of: alias.text)
      guard let current = stack.last else {
        throw .noSuchAlias(name.text, alias: alias.text, known: ledger.aliases.map(\.alias))
      }
      let existing = try self.versions(of: name)
      guard let target = stack.dropLast().last(where: { $0 != current && existing.contains($0) }) else {
        throw .nothingToRollBack(name.text, alias: alias.text)
      }
      ledger.append(StoreEvent(.rolledBack, version: target, alias: alias, previous: current, stamp: stamp))
      return ModelVersion(name: name, number: target)
    }
  }

  /// Takes an alias away.
  /// - Throws: `.noSuchModel`, `.noSuchAlias`, `.file`.
  public func removeAlias(
    _ alias: AliasName, of name: ModelName, stamp: StoreEvent.Stamp
  ) throws(ModelError) {
    try changing(name) { (ledger) throws(ModelError) in
      guard let current = ledger.version(of: alias.text) else {
        throw .noSuchAlias(name.text, alias: alias.text, known: ledger.aliases.map(\.alias))
      }
      ledger.append(StoreEvent(.aliasRemoved, version: current, alias: alias, stamp: stamp))
    }
  }

  /// Remarks on a version; shown in its history.
  /// - Throws: `.noSuchModel`, `.noSuchVersion`, `.file`.
  public func note(_ note: String, on version: ModelVersion, time: String) throws(ModelError) {
    try changing(version.name) { (ledger) throws(ModelError) in
      _ = try self.version(version.name, number: version.number)
      ledger.append(
        StoreEvent(.noted, version: version.number, stamp: StoreEvent.Stamp(time: time, note: note)))
    }
  }

  /// Removes a version for which no alias stands; its number is not given again.
  /// - Throws: `.noSuchModel`, `.noSuchVersion`, `.versionInUse`, `.file`.
  public func remove(_ version: ModelVersion, stamp: StoreEvent.Stamp) throws(ModelError) {
    try changing(version.name) { (ledger) throws(ModelError) in
      _ = try self.version(version.name, number: version.number)
      let aliases = ledger.aliases.filter { $0.version == version.number }.map(\.alias)
      guard aliases.isEmpty else { throw .versionInUse(version.name.text, version: version.number, aliases: aliases) }
      ledger.append(StoreEvent(.removed, version: version.number, stamp: stamp))
    }
    try naming { () throws(FileError) in try Folder.retire(self.folder(of: version)) }
  }
}

extension ModelStore {
  private static let lockFile = ".lock"

  /// The folder of a model, made if it is missing, and swept of what dead processes left.
  private func readyFolder(of name: ModelName) throws(ModelError) -> String {
    let folder = folder(of: name)
    do throws(ModelError) {
      if try !isFolder(folder) {
        try naming { () throws(FileError) in try Folder.create(folder, withParents: true) }
      }
    } catch {
      // Looking is part of creating here, and the exit code must say so.
      guard case .file(.system(.inspect, let path, let code)) = error else { throw error }
      throw .file(.system(.createFolder, path: path, code: code))
    }
    try naming { () throws(FileError) in _ = try TemporaryName.sweep(folder) }
    return folder
  }

  private func lock(_ name: ModelName) throws(ModelError) -> FileLock {
    try naming { () throws(FileError) in
      try FileLock(folder(of: name) + "/" + Self.lockFile, timeoutSeconds: lockTimeoutSeconds)
    }
  }

  /// Changes the ledger while nobody else does, and replaces it in one step.
  private func changing<Value>(
    _ name: ModelName, _ body: (inout Ledger) throws(ModelError) -> Value
  ) throws(ModelError) -> Value {
    try requireModel(name)
    let lock = try lock(name)
    defer { withExtendedLifetime(lock) {} }
    let before = try ledger(of: name)
    var ledger = before
    let value = try body(&ledger)
    if ledger != before {
      let output = try ready(ledger, of: name)
      try naming { () throws(FileError) in try output.commit() }
    }
    return value
  }

  /// The new ledger, on the disk but not yet under its name.
  private func ready(_ ledger: Ledger, of name: ModelName) throws(ModelError) -> DurableOutput {
    let bytes: [UInt8]
    do throws(JSONError) { bytes = try ledger.rendered() } catch { throw .notSaved(error) }
    return try naming { () throws(FileError) in
      let output = try DurableOutput(to: folder(of: name) + "/" + Ledger.fileName, policy: .replace)
      try output.write(bytes)
      try output.prepare()
      return output
    }
  }

  /// Gives a finished folder the next number.
  private func publish(_ new: NewFolder, as name: ModelName, stamp: StoreEvent.Stamp) throws(ModelError) -> Int {
    let lock = try lock(name)
    defer { withExtendedLifetime(lock) {} }
    let before = try ledger(of: name)
    var number = max(before.lastVersion, try highestNumber(in: name)) + 1
    while true {
      var ledger = before
      ledger.append(StoreEvent(.saved, version: number, stamp: stamp))
      let output = try ready(ledger, of: name)
      do throws(FileError) {
        try new.commit(as: String(number))
        try output.commit()
        return number
      } catch {
        // Where locks do not work somebody may have been quicker; the name itself cannot be taken twice.
        guard case .exists = error else { throw .file(error) }
        number += 1
      }
    }
  }

  /// The highest number that any entry carries, whatever it is: a link or a file of that name is not to be met again.
  private func highestNumber(in name: ModelName) throws(ModelError) -> Int {
    let names = try naming { () throws(FileError) in try Folder.names(in: folder(of: name)) }
    return names.compactMap { Int($0) }.max() ?? 0
  }
}
