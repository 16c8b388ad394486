public import LinearAlgebra

/// Sums over rows: all that a fit needs of its data, wherever the rows are.
///
/// The loss is Σ wᵢ·loss(ηᵢ, yᵢ) with ηᵢ = intercept + Σⱼ slopeⱼ·xᵢⱼ. The same point gives the same bits, whatever the
/// number of threads.
public protocol RowSums: Sendable {
  /// p, the intercept not counted.
  var columnCount: Int { get }
  /// The sums at a point.
  ///
  /// - Parameters:
  ///   - point: intercept and p slopes.
  ///   - order: how many derivatives are wanted; the others are left empty.
  /// - Throws: `.rowsUnavailable`.
  /// - Complexity: one pass over the rows; O(n·p²) for the curvature.
  func sums(at point: Coefficients, upTo order: Order) throws(FittingError) -> LossSums
}

/// How many derivatives are wanted.
public enum Order: Int, Sendable, Comparable {
  /// The loss only.
  case value
  /// The loss and its gradient.
  case gradient
  /// The loss, its gradient and a curvature that may be right to single precision only, where that is quicker: enough for a
  /// step, too little for errors.
  case roughCurvature
  /// The loss, its gradient and its curvature.
  case curvature
  /// All that, and the products of the clusters' gradients where rows have clusters and they come at little cost.
  case clusterProducts

  /// Fewer derivatives come first.
  public static func < (a: Order, b: Order) -> Bool { a.rawValue < b.rawValue }
}

/// The loss of all rows and its derivatives; the intercept comes first.
public struct LossSums: Sendable, Equatable {
  /// Σ wᵢ·lossᵢ.
  public var loss: Double
  /// The gradient, length p + 1, or empty.
  public var gradient: [Double]
  /// The curvature, (p + 1) × (p + 1), or empty.
  public var curvature: ArrowMatrix

  /// Σ over clusters of the product of the cluster's gradient with itself, where it was asked for and came with the others.
  public var clusterProducts: Matrix?

  /// Whether the curvature is right to single precision only.
  public var isRough = false

  /// Creates sums.
  public init(loss: Double, gradient: [Double], curvature: ArrowMatrix) {
    self.loss = loss
    self.gradient = gradient
    self.curvature = curvature
  }
}

extension LossSums {
  /// The sums of these and other rows, at the same point.
  static func + (a: LossSums, b: LossSums) -> LossSums {
    var sum = a
    sum.loss += b.loss
    sum.gradient = zip(a.gradient, b.gradient).map(+)
    sum.curvature = a.curvature.adding(b.curvature)
    sum.isRough = a.isRough || b.isRough
    return sum
  }
}
