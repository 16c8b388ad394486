/// The ridge, with its own weight for each slope.
///
///     value(w) = ½ Σⱼ λⱼ·wⱼ²
public struct RidgePenalty: SmoothPenalty, Equatable {
  /// λⱼ ≥ 0, one for each slope.
  public let weights: [Double]

  /// Creates a ridge.
  public init(weights: [Double]) { self.weights = weights }

  /// ½ Σⱼ λⱼ·wⱼ².
  public func value(of slopes: [Double]) -> Double {
    0.5 * zip(weights, slopes).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
  }

  /// λⱼ·wⱼ.
  public func gradient(of slopes: [Double]) -> [Double] { zip(weights, slopes).map(*) }

  /// λⱼ.
  public func curvature(of slopes: [Double]) -> [Double] { weights }
}
