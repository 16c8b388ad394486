import CanonicalJSON

/// The fit in figures, with its certificate.
public struct FitFigures: Sendable, Equatable {
  /// Rows with a weight above 0.
  public var rows = 0
  /// Churners among them.
  public var churners = 0
  /// Σ log-likelihood at the final point.
  public var logLikelihood = 0.0
  /// The same with the intercept alone.
  public var nullLogLikelihood = 0.0
  /// AIC.
  public var aic = 0.0
  /// Newton steps.
  public var iterations = 0
  /// How it ended: `converged`, `iteration_limit`, `stalled`, `separated`.
  public var status = ""
  /// Columns of full rank, the intercept counted.
  public var rank = 0
  /// Terms without a coefficient, and why.
  public var dropped: [Dropped] = []
  /// `none`, `quasi` or `complete`.
  public var separationKind = "none"
  /// Terms that separate, with the rows that show it.
  public var separatingTerms: [SeparatingTerm] = []
  /// Condition number of the standardised design.
  public var conditionNumber: Double?
  /// Largest gradient at the final point, standardised columns, per unit of weight.
  public var gradient = 0.0
  /// Ridge penalty λ.
  public var ridge = 0.0
  /// `standardised` or `original`.
  public var penaltyScale = "standardised"
  /// `model`, `clustered` or `penalised`.
  public var errors = "model"

  /// Nothing yet.
  public init() {}

  /// A term without a coefficient.
  public struct Dropped: Sendable, Equatable {
    /// The term.
    public var term: String
    /// `constant`, or what it is a combination of.
    public var reason: String

    /// Creates an entry.
    public init(term: String, reason: String) {
      self.term = term
      self.reason = reason
    }
  }

  /// A term that separates.
  public struct SeparatingTerm: Sendable, Equatable {
    /// The term.
    public var term: String
    /// Rows on one side of it.
    public var rows: Int

    /// Creates an entry.
    public init(term: String, rows: Int) {
      self.term = term
      self.rows = rows
    }
  }

  var json: JSONValue {
    [
      "rows": .count(rows), "churners": .count(churners), "log_likelihood": .figure(logLikelihood),
      "deviance": .figure(-2 * logLikelihood), "null_deviance": .figure(-2 * nullLogLikelihood), "aic": .figure(aic),
      "iterations": .count(iterations), "status": .string(status),
      "certificate": [
        "rank": .count(rank),
        "dropped": .array(dropped.map { ["term": .string($0.term), "reason": .string($0.reason)] }),
        "separation": [
          "kind": .string(separationKind), "terms": .array(separatingTerms.map { .string($0.term) }),
          "rows": .array(separatingTerms.map { .count($0.rows) }),
        ],
        "condition_number": .figure(conditionNumber), "gradient": .figure(gradient),
      ],
      "ridge": .number(ridge), "penalty_scale": .string(penaltyScale), "standard_errors": .string(errors),
    ]
  }

  var facts: [Document.Fact] {
    var facts = [
      Document.Fact(
        "log-likelihood", NumberStyle.fixed(logLikelihood, 3) + "  (null \(NumberStyle.fixed(nullLogLikelihood, 3)))"),
      Document.Fact("AIC", NumberStyle.fixed(aic, 2)),
      Document.Fact(
        "certificate",
        "\(status.replacing("_")) after \(iterations) iterations, gradient \(NumberStyle.significant(gradient, 2)); "
          + "rank \(rank), \(dropped.count) dropped; separation: \(separationKind); "
          + "condition \(NumberStyle.significant(conditionNumber, 3))"),
      Document.Fact("standard errors", errorsText),
    ]
    if ridge > 0 {
      facts.append(
        Document.Fact("penalty", "ridge \(NumberStyle.given(ridge)) on the \(penaltyScale) scale"))
    }
    return facts
  }

  private var errorsText: String {
    switch errors {
    case "clustered": "clustered by account"
    case "penalised": "approximate, given the penalty; no p-values"
    default: "inverse information at the final point"
    }
  }
}

extension String {
  fileprivate func replacing(_ character: Character) -> String { split(separator: character).joined(separator: " ") }
}
