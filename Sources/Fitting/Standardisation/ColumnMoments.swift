import CKernels
import LinearAlgebra

/// What standardisation needs of a column.
struct ColumnMoments: Sendable, Equatable {
  /// Σ wᵢ of the rows seen.
  var weight = 0.0
  /// Weighted mean of x·2^−exponent.
  var mean = 0.0
  /// Weighted sum of squared deviations of x·2^−exponent.
  var squares = 0.0
  /// Smallest x.
  var minimum = Double.infinity
  /// Largest x.
  var maximum = -Double.infinity
  /// Whether a value was not finite.
  var hasNonFinite = false
  /// Whether all values were 0 or 1.
  var isBinary = true
  /// The power of two that keeps squares in range.
  var exponent = 0

  /// Population standard deviation of x·2^−exponent.
  var scaledDeviation: Double { weight > 0 ? (max(squares, 0) / weight).squareRoot() : 0 }

  /// Whether the column does not vary, but for a few units in the last place.
  var isConstant: Bool {
    !(maximum > minimum) || maximum - minimum <= 8 * max(abs(maximum), abs(minimum)).ulp
  }

  /// The largest magnitude.
  var magnitude: Double { max(abs(minimum), abs(maximum)) }

  /// Joins the moments of other rows.
  ///
  /// - SeeAlso: Chan, Golub, LeVeque (1983), doi:10.1080/00031305.1983.10483115.
  mutating func join(_ other: ColumnMoments) {
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
    hasNonFinite = hasNonFinite || other.hasNonFinite
    isBinary = isBinary && other.isBinary
    guard other.weight > 0 else { return }
    let total = weight + other.weight
    let gap = other.mean - mean
    squares += other.squares + gap * gap * (weight * other.weight / total)
    mean += gap * (other.weight / total)
    weight = total
  }

  /// Joins the values of a block: mean first, then deviations from it.
  mutating func join(values: UnsafePointer<Double>, weights: UnsafePointer<Double>?, count: Int) {
    guard count > 0 else { return }
    var range = churn_range(least: .infinity, most: -.infinity, excess: 0, others: 0)
    churn_join_range(count, values, 0, 1, &range)
    let measured = churn_measure(count, values, weights, Double(sign: .plus, exponent: -exponent, significand: 1))
    var block = ColumnMoments()
    (block.minimum, block.maximum) = (range.least, range.most)
    // what is not finite leaves no 0
    (block.hasNonFinite, block.isBinary) = (range.excess != 0, range.others == 0)
    (block.weight, block.mean, block.squares) = (measured.weight, measured.mean, measured.squares)
    join(block)
  }
}
