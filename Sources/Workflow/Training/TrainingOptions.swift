/// Everything that `churn train` can be asked for, as a value.
public struct TrainingOptions: Sendable, Equatable {
  /// Files with historical cohorts, in the order given.
  public var inputs: [String]
  /// How they are read.
  public var reading = InputOptions()
  /// Name of the model in the store.
  public var model: String
  /// Folder of the store.
  public var store = "models"
  /// Why this version exists, in the user's words.
  public var note: String?
  /// The column that says who churned.
  public var target: String
  /// The level that means churned, where it is not 1, true or yes.
  public var positive: String?
  /// The column that names the account.
  public var id: String?
  /// The column that names the cohort.
  public var snapshot: String?
  /// The column that weighs the rows.
  public var weights: String?
  /// Only these columns as features.
  public var features: [String]?
  /// Not these columns as features.
  public var exclude: [String] = []
  /// Columns to take as categories, whatever they look like.
  public var categorical: [String] = []
  /// Reference level by column.
  public var references: [String: String] = [:]
  /// Smallest count of accounts that keeps a level apart.
  public var minimumLevelCount: Int?
  /// What happens to rows with missing cells.
  public var missing = Missing.impute
  /// Ridge penalty λ; 0 is maximum likelihood.
  public var ridge = 0.0
  /// Whether the penalty acts on standardised or on original columns.
  public var penaltyScale = PenaltyScale.standardised
  /// How the model is judged.
  public var holdout = Holdout()
  /// Whether the stored model is fitted on all rows after it was judged.
  public var refits = true
  /// Bytes of cells that are kept in memory; where there are more, all are in a temporary file (TMPDIR). Memory of a run is
  /// then about half a gigabyte where accounts have one row each, and grows by some bytes a row where they have several.
  public var cellMemory = 384 << 20
  /// Iterations that the solver may take.
  public var maximumIterations: Int?
  /// The economics under which the hold-out is judged.
  public var economics = EconomicsOptions()

  /// Creates options with the documented defaults.
  public init(inputs: [String], target: String, model: String) {
    self.inputs = inputs
    self.target = target
    self.model = model
  }

  /// What happens to rows with missing cells.
  public enum Missing: String, Sendable, CaseIterable {
    /// Numbers take the training mean and are marked; categories get a level.
    case impute
    /// Only complete rows are used; the others are counted.
    case drop
  }

  /// The scale on which slopes are penalised.
  public enum PenaltyScale: String, Sendable, CaseIterable {
    /// Columns of mean 0 and population standard deviation 1.
    case standardised
    /// Columns as they are.
    case original
  }

  /// How the model is judged on rows that it has not seen.
  public struct Holdout: Sendable, Equatable {
    /// Whether rows are held out at all.
    public var isOn = true
    /// Share of the accounts, where there are no cohorts; `nil` is a fifth, but not more than 2 million accounts.
    public var fraction: Double?
    /// Cohorts left out between training and test.
    public var gap = 0
    /// Whether test accounts appear nowhere in training.
    public var isAccountDisjoint = false
    /// Chooses who is held out.
    public var seed: UInt64 = 1

    /// Creates the default: on, a fifth.
    public init() {}
  }
}
