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
    var block = ColumnMoments()
    let scale = Double(sign: .plus, exponent: -exponent, significand: 1)
    var (sum, weight) = (0.0, 0.0)
    for i in 0..<count {
      let x = values[i]
      let w = weights?[i] ?? 1
      if !x.isFinite { block.hasNonFinite = true }
      if x < block.minimum { block.minimum = x }
      if x > block.maximum { block.maximum = x }
      if x != 0 && x != 1 { block.isBinary = false }
      sum += w * (x * scale)
      weight += w
    }
    block.weight = weight
    let first = sum / weight
    var (rest, squares) = (0.0, 0.0)
    for i in 0..<count {
      let w = weights?[i] ?? 1
      let deviation = values[i] * scale - first
      rest += w * deviation
      squares += w * (deviation * deviation)
    }
    block.mean = first + rest / weight
    block.squares = squares - rest * rest / weight
    join(block)
  }
}
