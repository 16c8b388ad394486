/// How a fit is made; every default is the documented one.
public struct FitOptions: Sendable, Equatable {
  /// λ ≥ 0 of the ridge: the objective is Σ wᵢ·lossᵢ + λ/2·Σ slope², the intercept free. Default 0: maximum likelihood.
  public var ridge = 0.0
  /// On which scale the ridge measures slopes. Default `.standardised`.
  public var penaltyScale = PenaltyScale.standardised
  /// Newton steps at most, 1…10,000. Default 50.
  public var maximumIterations = 50
  /// Largest gradient (standardised columns) per unit of total weight that counts as converged, > 0. Default 1e-9.
  public var gradientTolerance = 1e-9
  /// Threads, 1…1,024; `nil` is one for each core. The result does not depend on it.
  public var threads: Int?
  /// Whether the fit must be seen to have no gradient left. Without, it is to predict with: it has no errors, and a search
  /// that starts near the optimum ends when the rate of its steps leaves 10⁻⁸ standard errors, its gradient being that
  /// before the last step.
  public var confirmsGradient = true
  /// Whether a twentieth of a standard error is near enough, as for a point that another search starts from.
  var isRough = false
  /// Rows from which on a sample is fitted first; below, a pass over all rows costs too little to be saved.
  var warmRows = 400_000
  /// Where to start, on the original scale; `nil` is slopes 0.
  public var start: Coefficients?

  /// The documented defaults.
  public init() {}

  /// The scales of a ridge.
  public enum PenaltyScale: String, Sendable {
    /// Slopes per population standard deviation of their column.
    case standardised
    /// Slopes per unit of their column.
    case original
  }

  /// The options, if each is in its range.
  ///
  /// - Throws: `.invalidOption`, naming the first that is not.
  public func checked() throws(FittingError) -> CheckedFitOptions {
    guard ridge >= 0, ridge.isFinite else { throw .invalidOption("ridge", range: "a finite number, 0 or more") }
    guard (1...10_000).contains(maximumIterations) else {
      throw .invalidOption("maximumIterations", range: "1 to 10,000")
    }
    guard gradientTolerance > 0, gradientTolerance.isFinite else {
      throw .invalidOption("gradientTolerance", range: "a finite number above 0")
    }
    guard threads.map({ (1...1_024).contains($0) }) ?? true else {
      throw .invalidOption("threads", range: "1 to 1,024")
    }
    if let start, !start.vector.allSatisfy(\.isFinite) { throw .invalidOption("start", range: "finite coefficients") }
    return CheckedFitOptions(options: self)
  }
}

/// Options that have been checked; only `FitOptions.checked()` makes one.
public struct CheckedFitOptions: Sendable, Equatable {
  /// The options, each in its range.
  public let options: FitOptions

  fileprivate init(options: FitOptions) { self.options = options }
}
