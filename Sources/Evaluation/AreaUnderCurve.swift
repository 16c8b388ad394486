/// An AUC and how sure it is.
public struct AreaUnderCurve: Sendable, Equatable {
  /// 0…1.
  public var value: Double
  /// DeLong's variance; `nil` where a class has fewer than two accounts.
  public var variance: Double?
  /// Of the interval.
  public var confidence: Double

  /// The square root of the variance.
  public var standardError: Double? { variance.map { $0.squareRoot() } }
  /// The lower end of the normal interval, not below 0.
  public var lower: Double? { halfWidth.map { max(0, value - $0) } }
  /// The upper end of the normal interval, not above 1.
  public var upper: Double? { halfWidth.map { min(1, value + $0) } }

  private var halfWidth: Double? { standardError.map { $0 * Normal.twoSidedQuantile(confidence) } }
}
