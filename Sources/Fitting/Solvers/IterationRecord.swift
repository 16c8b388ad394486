/// What one point of the iteration was like, for whoever watches.
public struct IterationRecord: Sendable, Equatable {
  /// Newton steps taken so far.
  public var iteration: Int
  /// Twice the loss, without the penalty.
  public var deviance: Double
  /// Largest absolute gradient of the objective, standardised columns, per unit of total weight.
  public var gradient: Double
  /// The Newton decrement √(gᵀH⁻¹g): the distance that Newton's method sees to the optimum, in standard errors.
  public var decrement: Double
  /// The part of the Newton step that led here, 0…1; 0 at the start.
  public var step: Double
}

/// How a fit ended.
public enum FitStatus: String, Sendable, CaseIterable {
  /// At the optimum, to rounding.
  case converged
  /// Newton steps ran out.
  case iterationLimit
  /// No step along the Newton direction lowered the objective.
  case lineSearchStalled
  /// The labels are separated by the columns: there is no finite optimum, and the point is where the search ended.
  case separated
}
