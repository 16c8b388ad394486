public import Diagnostics

/// The answer of `churn train`.
public struct TrainingReport: Report {
  /// What was read.
  public var data = DataSummary()
  /// The coefficients of the stored model, the intercept first.
  public var coefficients: [CoefficientRow] = []
  /// Reference level of each category.
  public var references: [(column: String, level: String)] = []
  /// The stored fit.
  public var fit = FitFigures()
  /// What the stored model was fitted on: `all rows` or `the training part`.
  public var fittedOn = ""
  /// The judgement on rows not seen, if there was one.
  public var holdout: HoldoutSummary?
  /// The stored version.
  public var version: StoredVersion?
  /// Everything that must not pass in silence.
  public var notices: [Notice] = []

  /// Nothing yet.
  public init() {}

  /// What was read.
  public struct DataSummary: Sendable, Equatable {
    /// Files, as the user wrote them.
    public var files: [String] = []
    /// Rows used.
    public var rows = 0
    /// Accounts among them.
    public var accounts = 0
    /// Rows whose account churned.
    public var churners = 0
    /// The target and what counts as churned.
    public var target = ""
    /// The level that means churned.
    public var positive = ""
    /// Cohorts, oldest first: label, rows, churners.
    public var cohorts: [Cohort] = []
    /// Rows left out, with the reason.
    public var leftOut: [LeftOut] = []

    /// Nothing yet.
    public init() {}
  }

  /// One cohort.
  public struct Cohort: Sendable, Equatable {
    /// Its date, period or file.
    public var label: String
    /// Rows.
    public var rows: Int
    /// Churners.
    public var churners: Int

    /// Creates a cohort.
    public init(label: String, rows: Int, churners: Int) {
      self.label = label
      self.rows = rows
      self.churners = churners
    }
  }

  /// Rows left out.
  public struct LeftOut: Sendable, Equatable {
    /// How many.
    public var rows: Int
    /// Why.
    public var reason: String

    /// Creates an entry.
    public init(rows: Int, reason: String) {
      self.rows = rows
      self.reason = reason
    }
  }

  /// A judgement on rows not seen.
  public struct HoldoutSummary: Sendable {
    /// How the rows were chosen, in a sentence.
    public var description: String
    /// Rows of the training part.
    public var trainingRows: Int
    /// Rows of the test part.
    public var testRows: Int
    /// The figures.
    public var section: PerformanceSection

    /// Creates a judgement.
    public init(description: String, trainingRows: Int, testRows: Int, section: PerformanceSection) {
      self.description = description
      self.trainingRows = trainingRows
      self.testRows = testRows
      self.section = section
    }
  }

  /// Where the model went.
  public struct StoredVersion: Sendable, Equatable {
    /// Name of the model.
    public var name: String
    /// Version number.
    public var version: Int
    /// Path of the model file.
    public var path: String
    /// SHA-256 of the model file.
    public var sha256: String

    /// Creates a version.
    public init(name: String, version: Int, path: String, sha256: String) {
      self.name = name
      self.version = version
      self.path = path
      self.sha256 = sha256
    }
  }
}
