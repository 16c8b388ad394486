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
  let factor: Cholesky

  /// Factors a curvature.
  ///
  /// - Throws: `.notPositiveDefinite` when a diagonal element is not above 0, or nothing small mends it.
  init(_ curvature: Matrix) throws(LinearAlgebraError) {
    let diagonal = curvature.diagonal
    if let bad = diagonal.firstIndex(where: { !($0 > 0x1p-1000 && $0.isFinite) }) {
      throw .notPositiveDefinite(order: bad + 1)
    }
    scales = diagonal.map { $0.squareRoot() }
    var scaled = curvature.scaledSymmetrically(by: scales.map { 1 / $0 })
    var added = 0.0
    for attempt in 0..<12 {
      do {
        factor = try Cholesky(scaled)
        return
      } catch .notPositiveDefinite(let order) {
        guard attempt < 11 else { throw .notPositiveDefinite(order: order) }
        let wanted = 1e-15 * Double(1 << (2 * attempt))
        for j in scales.indices { scaled[j, j] += wanted - added }
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

  /// R·D, upper triangular: H = (RD)ᵀ(RD).
  var upper: Matrix {
    var result = factor.upper
    for j in scales.indices { for i in 0...j { result[i, j] *= scales[j] } }
    return result
  }
}
