import LinearAlgebra

/// The Cholesky factorisation of a curvature whose diagonal was brought to 1 first.
///
///     H = D·RᵀR·D
///
/// Where rounding has left H a hair short of positive definite, the least power of four times 10⁻¹⁵ that mends it is
/// added to the unit diagonal.
struct ScaledCholesky: Sendable {
  /// D.
  let scales: [Double]
  /// The factor of the scaled matrix.
  let factor: ArrowCholesky

  /// Factors a curvature.
  ///
  /// - Throws: `.notPositiveDefinite` when a diagonal element is not above 0, or nothing small mends it.
  init(_ curvature: ArrowMatrix) throws(LinearAlgebraError) {
    let diagonal = curvature.diagonal
    if let bad = diagonal.firstIndex(where: { !($0 > 0x1p-1000 && $0.isFinite) }) {
      throw .notPositiveDefinite(order: bad + 1)
    }
    scales = diagonal.map { $0.squareRoot() }
    var scaled = curvature.scaledSymmetrically(by: scales.map { 1 / $0 })
    var added = 0.0
    for attempt in 0..<12 {
      do {
        factor = try ArrowCholesky(scaled)
        return
      } catch .notPositiveDefinite(let order) {
        guard attempt < 11 else { throw .notPositiveDefinite(order: order) }
        let wanted = 1e-15 * Double(1 << (2 * attempt))
        scaled.addToDiagonal([Double](repeating: wanted - added, count: scales.count))
        added = wanted
      }
    }
    preconditionFailure("the loop returns or throws")
  }

  /// The solution x of H·x = b.
  func solution(of b: [Double]) -> [Double] {
    zip(factor.solution(of: zip(b, scales).map(/)), scales).map(/)
  }

  /// −H⁻¹g, and its length √(gᵀH⁻¹g).
  func step(against gradient: [Double]) -> (step: [Double], length: Double) {
    let step = solution(of: gradient).map { -$0 }
    let square = zip(step, gradient).reduce(0) { $0 - $1.0 * $1.1 }
    return (step, max(0, square).squareRoot())
  }

  /// H⁻¹ in two parts: W·Wᵀ + diag(d); d is 0 but in a tail.
  var inverseParts: (root: Matrix, diagonal: [Double]) {
    var (root, diagonal) = factor.inverseParts
    for j in 0..<root.columnCount { for (i, scale) in scales.enumerated() { root[i, j] /= scale } }
    for (i, scale) in scales.enumerated() { diagonal[i] /= scale * scale }
    return (root, diagonal)
  }

  /// R·D, upper triangular: H = (RD)ᵀ(RD).
  /// - Precondition: the curvature has no tail.
  var upper: Matrix {
    precondition(factor.order == factor.schur.order, "the factor of a part is not that of the whole")
    var result = factor.schur.upper
    for j in scales.indices { for i in 0...j { result[i, j] *= scales[j] } }
    return result
  }
}
