/// A point of the model: an intercept and one slope per column.
public struct Coefficients: Sendable, Equatable {
  /// The log-odds where every column is 0.
  public var intercept: Double
  /// Change of the log-odds per unit of each column.
  public var slopes: [Double]

  /// Creates a point.
  public init(intercept: Double, slopes: [Double]) {
    self.intercept = intercept
    self.slopes = slopes
  }

  /// The origin.
  public static func zero(columnCount: Int) -> Coefficients {
    Coefficients(intercept: 0, slopes: [Double](repeating: 0, count: columnCount))
  }

  /// The intercept, then the slopes: the order of every matrix and gradient.
  var vector: [Double] { [intercept] + slopes }

  /// From the intercept and the slopes in one vector.
  init(vector: [Double]) { self.init(intercept: vector[0], slopes: Array(vector.dropFirst())) }

  /// This point moved by `factor` along a direction.
  func moved(along direction: [Double], by factor: Double = 1) -> Coefficients {
    Coefficients(vector: zip(vector, direction).map { $0 + factor * $1 })
  }

  /// The largest magnitude among them.
  var largest: Double { slopes.reduce(abs(intercept)) { max($0, abs($1)) } }
}
