/// Covariance of the intercept and the kept terms.
public struct Covariance: Sendable, Equatable {
  /// What stands behind it.
  public enum Kind: String, Sendable, CaseIterable {
    /// Inverse information of the likelihood.
    case model
    /// Sandwich over accounts.
    case clustered
    /// Inverse curvature with the penalty; approximate.
    case penalised
  }

  /// Terms beyond which a model keeps none: the file would grow past its limit.
  public static let largestOrder = 1_200

  /// What stands behind it.
  public let kind: Kind
  /// Rows: kept terms and the intercept, which comes first.
  public let order: Int
  /// The lower triangle row by row, diagonal included: order·(order + 1)/2 numbers.
  public let lowerTriangle: [Double]

  /// Creates a matrix from its lower triangle.
  /// - Precondition: `lowerTriangle` has order·(order + 1)/2 elements.
  public init(kind: Kind, order: Int, lowerTriangle: [Double]) {
    precondition(order >= 1 && lowerTriangle.count == order * (order + 1) / 2, "not a triangle")
    self.kind = kind
    self.order = order
    self.lowerTriangle = lowerTriangle
  }

  /// An element; symmetric.
  public subscript(row: Int, column: Int) -> Double {
    let (i, j) = row >= column ? (row, column) : (column, row)
    return lowerTriangle[i * (i + 1) / 2 + j]
  }

  /// Variance of a linear predictor.
  ///
  ///     xᵀ·C·x
  ///
  /// - Parameter x: 1 for the intercept, then the kept terms.
  /// - Complexity: O(order²).
  public func variance(of x: [Double]) -> Double {
    precondition(x.count == order, "a vector of another length")
    var sum = 0.0
    var place = 0
    for i in 0..<order {
      var row = 0.0
      for j in 0..<i { row += lowerTriangle[place + j] * x[j] }
      sum += x[i] * (2 * row + lowerTriangle[place + i] * x[i])
      place += i + 1
    }
    return sum
  }
}
