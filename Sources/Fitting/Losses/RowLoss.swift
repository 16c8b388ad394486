/// The loss of one row as a function of its linear predictor.
public protocol RowLoss: Sendable {
  /// Value, slope and curvature at a linear predictor, for a label of 0 or 1.
  func terms(at predictor: Double, label: UInt8) -> RowTerms
}

/// What one row adds to the sums, before its weight.
public struct RowTerms: Sendable, Equatable {
  /// The loss.
  public var value: Double
  /// Its first derivative with respect to the linear predictor.
  public var slope: Double
  /// Its second derivative.
  public var curvature: Double

  /// Creates the terms.
  @inline(__always)
  public init(value: Double, slope: Double, curvature: Double) {
    self.value = value
    self.slope = slope
    self.curvature = curvature
  }
}
