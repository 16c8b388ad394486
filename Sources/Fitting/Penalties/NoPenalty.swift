/// Maximum likelihood: slopes cost nothing.
public struct NoPenalty: SmoothPenalty, Equatable {
  /// Creates it.
  public init() {}

  /// 0.
  public func value(of slopes: [Double]) -> Double { 0 }

  /// Zeros.
  public func gradient(of slopes: [Double]) -> [Double] { slopes.map { _ in 0 } }

  /// Zeros.
  public func curvature(of slopes: [Double]) -> [Double] { slopes.map { _ in 0 } }
}
