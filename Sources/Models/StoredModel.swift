public import CanonicalJSON
public import Diagnostics

/// A model that was loaded, and where it came from.
public struct StoredModel: Sendable {
  /// The model.
  public let model: TrainedModel
  /// Name and number in the store; `nil` for a model loaded by path.
  public let version: ModelVersion?
  /// Path of the model file.
  public let path: String
  /// SHA-256 sum of the model file.
  public let sha256: String
  /// The training record, where there is one that belongs to this file.
  public let record: JSONValue?
  /// Why a record beside a model loaded by path is not used.
  public let recordProblem: Problem?
}

/// A version in the store.
public struct ModelVersion: Sendable, Hashable, CustomStringConvertible {
  /// The model's name.
  public let name: ModelName
  /// The version's number, from 1.
  public let number: Int

  /// Names a version.
  public init(name: ModelName, number: Int) {
    self.name = name
    self.number = number
  }

  /// `acme@3`.
  public var description: String { "\(name)@\(number)" }
}

/// A version that was just stored.
public struct SavedVersion: Sendable, Equatable {
  /// Name and number.
  public let version: ModelVersion
  /// Path of the model file.
  public let path: String
  /// SHA-256 sum of the model file.
  public let sha256: String
}

/// A model's line in the list of a store.
public struct ModelEntry: Sendable, Equatable {
  /// An alias and the version for which it stands.
  public struct Alias: Sendable, Equatable {
    /// The alias.
    public let name: String
    /// The version.
    public let version: Int
  }

  /// The model's name.
  public let name: ModelName
  /// Its versions, oldest first.
  public let versions: [Int]
  /// Its aliases in the order of their bytes.
  public let aliases: [Alias]
}
