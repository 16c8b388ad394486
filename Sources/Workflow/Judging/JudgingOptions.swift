/// Everything that `churn evaluate` and `churn compare` can be asked for, as a value.
public struct JudgingOptions: Sendable, Equatable {
  /// Models by reference: one to evaluate, two or more to compare.
  public var models: [String] = []
  /// Score columns of the data file, in place of models.
  public var scores: [String] = []
  /// Accounts whose outcome is known.
  public var data: String
  /// The outcome, where it is not the models' target.
  public var target: String?
  /// The level that means churned, where it is not the models'.
  public var positive: String?
  /// The id column, where it is not the models'.
  public var id: String?
  /// Folder of the store.
  public var store = "models"
  /// Column whose segments get a row each.
  public var by: String?
  /// Resamples of the intervals; `nil` for 200 of a maximum and 2,000 of a mean, 0 for none.
  public var resamples: Int?
  /// Of the resampling; equal seeds give equal results.
  public var seed: UInt64 = 1
  /// Whether the report for people shows its long parts.
  public var showsDetails = false
  /// The version against which others are compared; the first where not given.
  public var champion: String?
  /// An older snapshot of the same accounts.
  public var before: String?
  /// Conditions on the comparison, such as `profit>=0`.
  public var gates: [String] = []
  /// The economics of the judgement.
  public var economics = EconomicsOptions()
  /// How the data are read.
  public var reading = InputOptions()

  /// Creates options.
  public init(data: String) { self.data = data }
}
