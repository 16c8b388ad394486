public import CanonicalJSON
public import Diagnostics
public import Files

/// Why a model cannot be saved, found or loaded.
public enum ModelError: Diagnosable, Equatable {
  /// A file that is no model; what it looks like.
  case notAModel(path: String, looksLike: String)
  /// The end of the file is missing.
  case truncated(path: String)
  /// The checksum does not fit the bytes.
  case altered(path: String)
  /// Written by a newer version of the program.
  case newerFormat(path: String, found: Int)
  /// The checksum fits, but the content breaks a rule.
  case malformed(path: String, JSONError)
  /// A model that breaks a rule and is not saved.
  case notSaved(JSONError)
  /// The model is larger than a file may be.
  case tooLarge(bytes: Int, limit: Int)
  /// The training record belongs to another model file.
  case foreignRecord(path: String)
  /// Not a model's name.
  case badName(String)
  /// Not an alias.
  case badAlias(String)
  /// Not a version number.
  case badVersion(String)
  /// No model of that name.
  case noSuchModel(String, store: String, known: [String])
  /// The model has no such version.
  case noSuchVersion(String, version: Int, known: [Int])
  /// The model has no such alias.
  case noSuchAlias(String, alias: String, known: [String])
  /// An alias that points to a version whose folder was deleted by hand.
  case danglingAlias(String, alias: String, version: Int)
  /// A version that an alias points to cannot be removed.
  case versionInUse(String, version: Int, aliases: [String])
  /// The alias had no earlier version that still exists.
  case nothingToRollBack(String, alias: String)
  /// A symbolic link inside the store.
  case linkInStore(path: String)
  /// Reading or writing failed.
  case file(FileError)
}

extension ModelError {
  /// Where, what, and what to try.
  public var problem: Problem {
    if case .file(let error) = self { return error.problem }
    return Problem(kind, code: code, at: path.map { Problem.Location(file: $0) }, message, remedies: remedies)
  }

  private var path: String? {
    switch self {
    case .notAModel(let path, _), .truncated(let path), .altered(let path), .newerFormat(let path, _),
      .malformed(let path, _), .foreignRecord(let path), .linkInStore(let path):
      path
    default: nil
    }
  }

  private var kind: Problem.Kind {
    switch self {
    case .notAModel, .truncated, .newerFormat, .malformed: .badData
    case .altered, .foreignRecord, .linkInStore: .refused
    case .notSaved, .tooLarge, .nothingToRollBack: .badData
    case .badName, .badAlias, .badVersion, .versionInUse: .usage
    case .noSuchModel, .noSuchVersion, .noSuchAlias, .danglingAlias: .noInput
    case .file(let error): error.problem.kind
    }
  }

  private var code: String {
    switch self {
    case .notAModel: "model.not-a-model"
    case .truncated: "model.truncated"
    case .altered: "model.altered"
    case .newerFormat: "model.newer-format"
    case .malformed: "model.malformed"
    case .notSaved: "model.not-saved"
    case .tooLarge: "model.too-large"
    case .foreignRecord: "model.foreign-record"
    case .badName: "model.bad-name"
    case .badAlias: "model.bad-alias"
    case .badVersion: "model.bad-version"
    case .noSuchModel: "model.no-such-model"
    case .noSuchVersion: "model.no-such-version"
    case .noSuchAlias: "model.no-such-alias"
    case .danglingAlias: "model.dangling-alias"
    case .versionInUse: "model.version-in-use"
    case .nothingToRollBack: "model.nothing-to-roll-back"
    case .linkInStore: "model.link-in-store"
    case .file: "model.file"
    }
  }

  private var message: String {
    switch self {
    case .notAModel(_, let looksLike): "not a model file; it looks like \(looksLike)"
    case .truncated: "the end of the file is missing"
    case .altered: "the file was altered after it was written: its checksum does not fit"
    case .newerFormat(_, let found):
      "the file has format \(found); this version of churn reads formats up to \(ModelFile.currentFormat)"
    case .malformed(_, let error): "the file breaks a rule of its format: " + error.problem.message
    case .notSaved(let error): "the model is not sound and was not saved: " + error.problem.message
    case .tooLarge(let bytes, let limit): "the model would take \(bytes) bytes, more than the \(limit) allowed"
    case .foreignRecord: "the training record belongs to another model file"
    case .badName(let name): "\"\(Self.shown(name))\" is not a name for a model"
    case .badAlias(let name): "\"\(Self.shown(name))\" is not a name for an alias"
    case .badVersion(let text): "\"\(Self.shown(text))\" is not a version number"
    case .noSuchModel(let name, let store, _): "there is no model \"\(name)\" in \(store.escapedForDisplay)"
    case .noSuchVersion(let name, let version, _): "\(name) has no version \(version)"
    case .noSuchAlias(let name, let alias, _): "\(name) has no alias \"\(alias)\""
    case .danglingAlias(let name, let alias, let version):
      "\(name)@\(alias) stands for version \(version), whose folder is gone"
    case .versionInUse(let name, let version, let aliases):
      "\(name)@\(version) is in use as \(aliases.joined(separator: ", "))"
    case .nothingToRollBack(let name, let alias): "\(name)@\(alias) has no earlier version to go back to"
    case .linkInStore: "a symbolic link inside the model store is not followed"
    case .file(let error): error.problem.message
    }
  }

  private var remedies: [String] {
    switch self {
    case .notAModel: ["give a model's name, or the path of a model.json written by churn train"]
    case .truncated, .altered: ["restore the file from a copy, or train again; models are never edited by hand"]
    case .newerFormat: ["use the version of churn that wrote it, or a newer one"]
    case .malformed: ["restore the file from a copy, or train again"]
    case .foreignRecord: ["restore training.json from a copy; the model itself can still be used by its path"]
    case .tooLarge: ["leave out columns of many levels (--exclude)"]
    case .badName, .badAlias: ["letters, digits, '.', '_' and '-', at most 64, the first a letter or digit"]
    case .badVersion: ["a whole number from 1, as in acme@3"]
    case .noSuchModel(let name, _, let known):
      Self.candidates(
        name, known,
        none: known.isEmpty
          ? "train one first: churn train"
          : "the models are: \(known.prefix(10).joined(separator: ", "))\(known.count > 10 ? ", …" : "")")
    case .noSuchVersion(let name, _, let known):
      known.isEmpty
        ? ["train one first: churn train … --model \(name)"]
        : ["its versions: " + known.suffix(10).map { "\(name)@\($0)" }.joined(separator: ", ")]
    case .noSuchAlias(let name, let alias, let known):
      Self.candidates(alias, known, none: "set it: churn models promote \(name)@VERSION --as \(alias)")
    case .danglingAlias(let name, let alias, _):
      ["restore the folder, or set the alias again: churn models promote \(name)@VERSION --as \(alias)"]
    case .versionInUse(let name, _, _): ["promote another version first: churn models promote \(name)@VERSION"]
    case .nothingToRollBack(let name, _): ["see churn models history \(name)"]
    case .linkInStore: ["replace the link by the files themselves"]
    case .notSaved, .file: []
    }
  }

  private static func shown(_ text: String) -> String { String(text.prefix(80)).escapedForDisplay }

  private static func candidates(_ name: String, _ known: [String], none: String) -> [String] {
    let near = nearestNames(to: name, among: known)
    return near.isEmpty ? [none] : near.map { "perhaps \($0) is meant" }
  }
}
