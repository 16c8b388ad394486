/// A fitted logistic regression, on the original scale of its columns.
public struct Fit: Sendable, Equatable {
  /// The estimates; the slope of a dropped column is 0.
  public var coefficients: Coefficients
  /// Columns with an estimate, ascending indices into the design.
  public var kept: [Int]
  /// Standard errors of the intercept and of each kept column; `nil` where separation leaves none.
  public var standardErrors: [Double?]
  /// Their covariance; `nil` where there is none at all, or where a column's scale squared is no finite number.
  public var covariance: Covariance?
  /// Whether a ridge was at work, so that errors are approximate and there is no p.
  public var isPenalised: Bool
  /// Σ wᵢ·(yᵢ·ηᵢ − log(1 + exp ηᵢ)).
  public var logLikelihood: Double
  /// The same for the intercept alone.
  public var nullLogLikelihood: Double
  /// Rows with a weight above 0.
  public var rows: Int
  /// Σ wᵢ.
  public var totalWeight: Double
  /// Σ wᵢ·yᵢ.
  public var events: Double
  /// Newton steps.
  public var iterations: Int
  /// How it ended.
  public var status: FitStatus
  /// Rank, what was dropped, separation, condition and the gradient at the end.
  public var certificate: FitCertificate
}

extension Fit {
  /// −2·logLikelihood.
  public var deviance: Double { -2 * logLikelihood }
  /// −2·nullLogLikelihood.
  public var nullDeviance: Double { -2 * nullLogLikelihood }
  /// Coefficients estimated, the intercept counted.
  public var parameterCount: Int { kept.count + 1 }
  /// Akaike's criterion, deviance + 2·parameters; without meaning for a penalised fit.
  public var aic: Double { deviance + 2 * Double(parameterCount) }
}
