/// Everything that `churn evaluate` and `churn compare` can be asked for, as a value.
public struct JudgingOptions: Sendable, Equatable {
  /// Models by reference: one to evaluate, two to compare.
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
  /// The economics of the judgement.
  public var economics = EconomicsOptions()
  /// How the data are read.
  public var reading = InputOptions()

  /// Creates options.
  public init(data: String) { self.data = data }
}
