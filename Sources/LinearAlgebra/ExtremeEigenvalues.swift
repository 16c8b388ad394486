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
