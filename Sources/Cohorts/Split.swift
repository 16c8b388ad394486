public import Tables

/// Which rows train and which rows test.
public struct Split: Sendable, Equatable {
  /// Rows to fit.
  public let training: RowSet
  /// Rows to judge the fit by; empty without a hold-out.
  public let test: RowSet
  /// What the training rows are.
  public let trainingPart: Part
  /// What the test rows are.
  public let testPart: Part
  /// What the rows in neither part are: the cohorts of the gap, and with disjoint accounts the other accounts' newest
  /// and the held-out accounts' older rows.
  public let leftOut: Part
  /// How the rows were chosen.
  public let rule: HoldoutPlan.Rule

  /// A side of a split.
  public enum Side: String, Sendable {
    /// The rows that are fitted.
    case training
    /// The rows that are predicted.
    case test
  }

  /// Counts of some rows.
  public struct Part: Sendable, Equatable {
    /// Rows.
    public let rows: Int
    /// Rows that churned.
    public let churners: Int
    /// Different accounts; the number of rows where ids are unknown.
    public let accounts: Int
    /// The cohorts, oldest first; empty where there are none.
    public let cohorts: [ExactText]
  }
}
