extension Cholesky {
  /// The least and the largest eigenvalue of a matrix whose factor this is, by power iteration.
  ///
  /// Each is approached from within the range of eigenvalues, until a step changes it by less than 1 part in 10,000.
  ///
  /// - Complexity: O(n²) for each of some tens of iterations, where all eigenvalues take O(n³).
  public func extremeEigenvalues(of matrix: Matrix) -> (least: Double, most: Double) {
    precondition(matrix.rowCount == order, "the matrix has another factor")
    guard order > 0 else { return (1, 1) }
    return (
      1 / PowerIteration.largestEigenvalue(order) { solution(of: $0) },
      PowerIteration.largestEigenvalue(order) { matrix * $0 }
    )
  }
}

/// The largest eigenvalue of a symmetric positive definite matrix, known by what it makes of a vector.
enum PowerIteration {
  static func largestEigenvalue(_ n: Int, _ product: ([Double]) -> [Double]) -> Double {
    // no eigenvector of a usual matrix is orthogonal to this
    var x = (0..<n).map { place -> Double in
      let part = Double(place * 7_919 % 101) / 202
      return place % 2 == 0 ? 1 + part : 1 - part
    }
    var found = 0.0
    for _ in 0..<200 {
      let length = norm(x)
      x = product(x.map { $0 / length })
      let next = norm(x)
      if abs(next - found) <= 1e-4 * next { return next }
      found = next
    }
    return found
  }

  private static func norm(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 }.squareRoot() }
}
