/// Covariance of the intercept and the terms of a model, for intervals of its predictions.
public struct TermCovariance: Sendable, Equatable {
  /// How it was made.
  public enum Kind: String, Sendable, CaseIterable {
    /// Inverse curvature of the likelihood.
    case model
    /// Inverse curvature with the ridge; approximate.
    case ridge
    /// Sandwich over accounts.
    case cluster
    /// Sandwich over accounts with the ridge; approximate.
    case ridgeCluster = "ridge_cluster"
  }

  /// Rows beyond which a model keeps none: the file would grow past its limit.
  public static let largestOrder = 1_200

  /// How it was made.
  public let kind: Kind
  /// What its rows stand for, ascending: 0 is the intercept, i + 1 the i-th of the model's terms. Dropped terms have no
  /// row, nor have those to which separation leaves no finite value.
  public let places: [Int]
  /// The lower triangle row by row, diagonal included: n·(n + 1)/2 numbers for n places.
  public let lowerTriangle: [Double]

  /// Creates a matrix from its lower triangle.
  /// - Precondition: `lowerTriangle` has n·(n + 1)/2 elements for n places.
  public init(kind: Kind, places: [Int], lowerTriangle: [Double]) {
    precondition(lowerTriangle.count == places.count * (places.count + 1) / 2, "not a triangle")
    self.kind = kind
    self.places = places
    self.lowerTriangle = lowerTriangle
  }

  /// Rows.
  public var order: Int { places.count }

  /// An element; symmetric.
  public subscript(row: Int, column: Int) -> Double {
    let (i, j) = row >= column ? (row, column) : (column, row)
    return lowerTriangle[i * (i + 1) / 2 + j]
  }

  /// Variance of a linear predictor.
  ///
  ///     xᵀ·C·x
  ///
  /// - Parameter x: one value for each of `places`, 1 for the intercept.
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
