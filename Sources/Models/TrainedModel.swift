public import CanonicalJSON
public import Features
public import Tables

/// A trained churn model: everything that scoring, comparing and explaining need, and nothing about single customers.
///
/// It holds shares and means of the training rows but no ids, no extremes, no names of rare levels and no time; what is
/// known about the training run stands in the training record beside it.
///
///     logit p = intercept + Σ estimate(term)·x(term)
public struct TrainedModel: Sendable, Equatable {
  /// What is predicted.
  public var target: Target
  /// The column of account ids at training, if there was one.
  public var idColumn: String?
  /// The column of snapshot dates at training, if there was one.
  public var snapshotColumn: String?
  /// How columns become terms.
  public var blueprint: Blueprint
  /// The intercept.
  public var intercept: InterceptEstimate
  /// One estimate for each of `blueprint.terms`, in their order.
  public var terms: [TermEstimate]
  /// Covariance of the intercept and the terms, for intervals of predictions; `nil` where there is none.
  public var covariance: TermCovariance?
  /// The penalty of the fit.
  public var penalty: Penalty
  /// How the fit went.
  public var fit: FitSummary
  /// What became of columns of the training file that are no ordinary feature.
  public var columnNotes: [ColumnNote]
  /// What later versions may add without a new format; kept as it is.
  public var extensions: JSONObject

  /// Creates a model; it is checked when it is saved.
  public init(
    target: Target, blueprint: Blueprint, intercept: InterceptEstimate, terms: [TermEstimate], fit: FitSummary
  ) {
    self.target = target
    self.blueprint = blueprint
    self.intercept = intercept
    self.terms = terms
    self.fit = fit
    penalty = .none
    columnNotes = []
    extensions = JSONObject()
  }
}

extension TrainedModel {
  /// The predicted column and its two levels.
  public struct Target: Sendable, Equatable {
    /// The column's name.
    public var column: String
    /// The level that means churn.
    public var positive: ExactText
    /// The other level.
    public var negative: ExactText

    /// Creates a target.
    public init(column: String, positive: ExactText, negative: ExactText) {
      self.column = column
      self.positive = positive
      self.negative = negative
    }
  }

  /// The intercept, on the scale of log-odds.
  public struct InterceptEstimate: Sendable, Equatable {
    /// Log-odds of an account whose terms are all 0.
    public var estimate: Double
    /// Its standard error, where the fit supports one.
    public var standardError: Double?

    /// Creates an estimate.
    public init(estimate: Double, standardError: Double?) {
      self.estimate = estimate
      self.standardError = standardError
    }
  }

  /// A term's slope.
  public struct TermEstimate: Sendable, Equatable {
    /// The term's name, as in `blueprint.terms`.
    public var term: String
    /// Change of the log-odds per unit; exactly 0 for a dropped term.
    public var estimate: Double
    /// Its standard error, where the fit supports one.
    public var standardError: Double?
    /// Why the term was dropped from the fit, such as `constant`; `nil` for a kept term.
    public var droppedReason: String?

    /// Creates an estimate of a kept term.
    public init(term: String, estimate: Double, standardError: Double?) {
      self.term = term
      self.estimate = estimate
      self.standardError = standardError
    }

    /// Creates the entry of a dropped term.
    public init(term: String, droppedFor reason: String) {
      self.term = term
      estimate = 0
      droppedReason = reason
    }
  }

  /// The penalty of the fit.
  public enum Penalty: Sendable, Equatable {
    /// Maximum likelihood.
    case none
    /// λ/2·Σ slope², with slopes on the given scale.
    case ridge(lambda: Double, scale: Scale)

    /// On which scale slopes are penalised.
    public enum Scale: String, Sendable, CaseIterable {
      /// Per standard deviation of the column.
      case standardised
      /// Per unit of the column.
      case original
    }
  }

  /// A remark on a column of the training file.
  public struct ColumnNote: Sendable, Equatable {
    /// The column's name.
    public var column: String
    /// What became of it, as a stable word such as `all-missing`.
    public var note: String

    /// Creates a note.
    public init(column: String, note: String) {
      self.column = column
      self.note = note
    }
  }
}

extension TrainedModel {
  /// What the intercept is called among terms; no term may have this name.
  public static let interceptName = "(intercept)"

  /// Indices into `terms` of those in the fit, in order.
  public var keptTerms: [Int] { terms.indices.filter { terms[$0].droppedReason == nil } }

  /// Slopes of all terms, dropped ones 0.
  public var slopes: [Double] { terms.map(\.estimate) }
}
