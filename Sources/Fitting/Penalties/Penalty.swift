/// A price on the slopes; the intercept is never part of it.
public protocol Penalty: Sendable {
  /// The price of some slopes.
  func value(of slopes: [Double]) -> Double
}

/// A penalty with a gradient and a diagonal curvature, as Newton's method needs it.
public protocol SmoothPenalty: Penalty {
  /// The derivative with respect to each slope.
  func gradient(of slopes: [Double]) -> [Double]
  /// The second derivative with respect to each slope; mixed ones are 0.
  func curvature(of slopes: [Double]) -> [Double]
}
