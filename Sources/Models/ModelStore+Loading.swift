import CanonicalJSON
public import Diagnostics
import Files

extension ModelStore {
  /// The version for which a reference stands; `nil` for a path.
  /// - Throws: `.noSuchModel`, `.noSuchVersion`, `.noSuchAlias`, `.danglingAlias`, `.linkInStore`.
  public func resolve(_ reference: ModelReference) throws(ModelError) -> ModelVersion? {
    switch reference {
    case .name(let name): try version(name)
    case .version(let name, let number): try version(name, number: number)
    case .alias(let name, let alias): try version(name, alias: alias)
    case .path: nil
    }
  }

  /// Loads a model with all checks, and the training record beside it.
  ///
  /// In the store a record that is damaged or foreign is an error. A path may lead anywhere, so there it is reported in
  /// `recordProblem` and the model can be used.
  /// - Throws: `ModelError`.
  public func load(_ reference: ModelReference) throws(ModelError) -> StoredModel {
    guard let version = try resolve(reference) else {
      guard case .path(let path) = reference else { preconditionFailure("only a path has no version") }
      return try load(path: path)
    }
    return try load(version)
  }

  /// Loads a version with all checks.
  /// - Throws: `ModelError`.
  public func load(_ version: ModelVersion) throws(ModelError) -> StoredModel {
    let path = folder(of: version) + "/" + Self.modelFile
    let bytes = try read(path, followingLinks: false)
    let model = try ModelFile.parsed(bytes, path: path)
    let sha256 = FileDigest.sha256(of: bytes)
    let record = try record(folder(of: version) + "/" + Self.recordFile, ofModel: sha256, followingLinks: false)
    return StoredModel(
      model: model, version: version, path: path, sha256: sha256, record: record, recordProblem: nil)
  }

  private func load(path: String) throws(ModelError) -> StoredModel {
    let bytes = try read(path, followingLinks: true)
    let model = try ModelFile.parsed(bytes, path: path)
    let sha256 = FileDigest.sha256(of: bytes)
    var record: JSONValue?
    var problem: Problem?
    do throws(ModelError) {
      let recordPath = Folder.parent(of: path) + "/" + Self.recordFile
      record = try self.record(recordPath, ofModel: sha256, followingLinks: true)
    } catch { problem = error.problem }
    return StoredModel(
      model: model, version: nil, path: path, sha256: sha256, record: record, recordProblem: problem)
  }

  /// The record at a path, or `nil` where there is none.
  private func record(
    _ path: String, ofModel sha256: String, followingLinks: Bool
  ) throws(ModelError) -> JSONValue? {
    guard try naming({ () throws(FileError) in try FileIdentity.ifPresent(path, followingLinks: false) }) != nil
    else { return nil }
    return try TrainingRecord.parsed(read(path, followingLinks: followingLinks), path: path, ofModel: sha256)
  }

  private func read(_ path: String, followingLinks: Bool) throws(ModelError) -> [UInt8] {
    do throws(FileError) {
      return try FileContents.read(path, limit: ModelFile.largestSize, followingLinks: followingLinks)
    } catch {
      if case .wrongKind(_, _, .symbolicLink) = error { throw .linkInStore(path: path) }
      throw .file(error)
    }
  }
}

extension ModelStore {
  /// What the check of one file found.
  public struct Finding: Sendable, Equatable {
    /// The file or folder.
    public let path: String
    /// What is wrong with it, or `nil` where nothing is.
    public let problem: Problem?

    /// Creates a finding.
    public init(path: String, problem: Problem?) {
      self.path = path
      self.problem = problem
    }
  }

  /// Checks all files of a model: every byte of every version, records, ledger and aliases.
  /// - Parameter number: one version only; all by default.
  /// - Returns: one finding for each file, versions ascending, then the ledger and each alias that dangles.
  /// - Throws: `.noSuchModel`, `.noSuchVersion`; what is wrong with files is a finding.
  public func verify(_ name: ModelName, number: Int? = nil) throws(ModelError) -> [Finding] {
    let numbers = if let number { [try version(name, number: number).number] } else { try versionsOrRefuse(name) }
    var findings: [Finding] = []
    for number in numbers { findings += verify(ModelVersion(name: name, number: number)) }
    let ledgerPath = folder(of: name) + "/" + Ledger.fileName
    do throws(ModelError) {
      let aliases = try ledger(of: name).aliases
      findings.append(Finding(path: ledgerPath, problem: nil))
      for entry in aliases {
        do throws(ModelError) {
          _ = try version(name, alias: AliasName(entry.alias))
        } catch { findings.append(Finding(path: ledgerPath, problem: error.problem)) }
      }
    } catch {
      findings.append(Finding(path: ledgerPath, problem: error.problem))
    }
    return findings
  }

  private func versionsOrRefuse(_ name: ModelName) throws(ModelError) -> [Int] {
    try requireModel(name)
    return try versions(of: name)
  }

  private func verify(_ version: ModelVersion) -> [Finding] {
    let modelPath = folder(of: version) + "/" + Self.modelFile
    let recordPath = folder(of: version) + "/" + Self.recordFile
    let bytes: [UInt8]
    do throws(ModelError) {
      bytes = try read(modelPath, followingLinks: false)
      _ = try ModelFile.parsed(bytes, path: modelPath)
    } catch {
      return [Finding(path: modelPath, problem: error.problem)]
    }
    do throws(ModelError) {
      let record = try read(recordPath, followingLinks: false)
      _ = try TrainingRecord.parsed(record, path: recordPath, ofModel: FileDigest.sha256(of: bytes))
      return [Finding(path: modelPath, problem: nil), Finding(path: recordPath, problem: nil)]
    } catch {
      return [Finding(path: modelPath, problem: nil), Finding(path: recordPath, problem: error.problem)]
    }
  }
}
