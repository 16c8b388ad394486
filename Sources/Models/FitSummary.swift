/// How a fit went, as far as later readers of a model need it.
public struct FitSummary: Sendable, Equatable {
  /// Rows with a weight.
  public var rows: Int
  /// Different accounts among them, where ids were known.
  public var accounts: Int?
  /// Rows with the positive level.
  public var churners: Int
  /// Log-likelihood at the final point.
  public var logLikelihood: Double
  /// Log-likelihood of the intercept alone.
  public var nullLogLikelihood: Double
  /// Steps of the solver.
  public var iterations: Int
  /// How it ended.
  public var status: Status
  /// What was checked.
  public var certificate: Certificate

  /// Creates a summary.
  public init(rows: Int, churners: Int, iterations: Int, status: Status, certificate: Certificate) {
    self.rows = rows
    self.churners = churners
    self.iterations = iterations
    self.status = status
    self.certificate = certificate
    logLikelihood = 0
    nullLogLikelihood = 0
  }

  /// How a fit ended.
  public enum Status: String, Sendable, CaseIterable {
    /// At the optimum, to rounding.
    case converged
    /// The limit of iterations came first.
    case iterationLimit = "iteration_limit"
    /// No step led further down, short of the optimum.
    case lineSearchStalled = "line_search_stalled"
    /// Some estimate is infinite.
    case separated
  }

  /// What a fit vouches for.
  public struct Certificate: Sendable, Equatable {
    /// Independent columns, the intercept among them.
    public var rank: Int
    /// Condition number of the standardised design; `nil` where it is not known.
    public var conditionNumber: Double?
    /// Largest absolute element of the gradient at the end, columns standardised, per unit of weight.
    public var gradient: Double
    /// Whether, and where, churn is told without error.
    public var separation: Separation

    /// Creates a certificate.
    public init(rank: Int, conditionNumber: Double?, gradient: Double, separation: Separation = Separation()) {
      self.rank = rank
      self.conditionNumber = conditionNumber
      self.gradient = gradient
      self.separation = separation
    }
  }

  /// Separation of churners from stayers.
  public struct Separation: Sendable, Equatable {
    /// How far it goes.
    public enum Kind: String, Sendable, CaseIterable {
      /// Churners and stayers overlap.
      case none
      /// Some rows are told without error.
      case quasi
      /// All rows are told without error.
      case complete
    }

    /// How far it goes.
    public var kind: Kind
    /// Rows that are told without error.
    public var rows: Int
    /// Whether the intercept, too, has no finite value.
    public var includesIntercept: Bool
    /// The terms that do it.
    public var culprits: [Culprit]

    /// Creates a finding; none by default.
    public init(kind: Kind = .none, rows: Int = 0, includesIntercept: Bool = false, culprits: [Culprit] = []) {
      self.kind = kind
      self.rows = rows
      self.includesIntercept = includesIntercept
      self.culprits = culprits
    }
  }

  /// A term whose estimate is infinite.
  public struct Culprit: Sendable, Equatable {
    /// Its name.
    public var term: String
    /// Rows that it tells without error.
    public var rows: Int

    /// Creates a culprit.
    public init(term: String, rows: Int) {
      self.term = term
      self.rows = rows
    }
  }
}
