/// The Cholesky factorisation of a symmetric positive definite matrix with a tail, which is eliminated first: what is left
/// to factor is as large as the head.
///
///     S = head − cross·tail⁻¹·crossᵀ = RᵀR
///
/// - Complexity: O(h³ + h²·t) to make, O(h² + h·t) to solve, with h columns in the head and t in the tail.
public struct ArrowCholesky: Sendable, Equatable {
  /// The factor of S; of the matrix itself where it has no tail.
  public let schur: Cholesky
  private let matrix: ArrowMatrix

  /// Factors a matrix.
  ///
  /// - Throws: `.notPositiveDefinite`, with the order counted from the tail on; `.notFinite`.
  public init(_ matrix: ArrowMatrix) throws(LinearAlgebraError) {
    guard matrix.isFinite else { throw .notFinite }
    self.matrix = matrix
    guard !matrix.isDense else {
      schur = try Cholesky(matrix.head)
      return
    }
    if let bad = matrix.tail.firstIndex(where: { $0 <= 0 }) { throw .notPositiveDefinite(order: bad + 1) }
    var scaled = matrix.cross
    for (j, value) in matrix.tail.enumerated() {
      let factor = 1 / value.squareRoot()
      for i in 0..<scaled.rowCount { scaled[i, j] *= factor }
    }
    let taken = scaled.timesOwnTranspose()
    do {
      schur = try Cholesky(
        Matrix(
          rowCount: taken.rowCount, columnCount: taken.columnCount,
          elements: zip(matrix.head.elements, taken.elements).map(-)))
    } catch {
      guard case .notPositiveDefinite(let order) = error else { throw error }
      throw .notPositiveDefinite(order: matrix.tail.count + order)
    }
  }

  /// All columns.
  public var order: Int { matrix.order }

  /// The solution x of A·x = b.
  public func solution(of b: [Double]) -> [Double] {
    guard !matrix.isDense else { return schur.solution(of: b) }
    let (ofHead, ofTail) = matrix.parts(b)
    let taken = matrix.cross * zip(ofTail, matrix.tail).map(/)
    let x = schur.solution(of: zip(ofHead, taken).map(-))
    let rest = matrix.cross.transposedProduct(with: x)
    return matrix.joined(x, ofTail.indices.map { (ofTail[$0] - rest[$0]) / matrix.tail[$0] })
  }

  /// The inverse in two parts, a product of few columns and a diagonal: A⁻¹ = W·Wᵀ + diag(d), d being 0 in the head.
  public var inverseParts: (root: Matrix, diagonal: [Double]) {
    let h = schur.order
    let inner = schur.dividing(.identity(h))
    guard !matrix.isDense else { return (inner, [Double](repeating: 0, count: h)) }
    var root = Matrix(rowCount: order, columnCount: h)
    for k in 0..<h {
      let column = (0..<h).map { inner[$0, k] }
      let rest = matrix.cross.transposedProduct(with: column)
      let whole = matrix.joined(column, rest.indices.map { -rest[$0] / matrix.tail[$0] })
      for i in 0..<order { root[i, k] = whole[i] }
    }
    return (root, matrix.joined([Double](repeating: 0, count: h), matrix.tail.map { 1 / $0 }))
  }

  /// The least and the largest eigenvalue of the matrix, by power iteration.
  ///
  /// Each is approached from within the range of eigenvalues, until a step changes it by less than 1 part in 10,000.
  ///
  /// - Complexity: O(h² + h·t) for each of some tens of iterations, where all eigenvalues take O(n³).
  public var extremeEigenvalues: (least: Double, most: Double) {
    guard order > 0 else { return (1, 1) }
    return (
      1 / PowerIteration.largestEigenvalue(order) { solution(of: $0) },
      PowerIteration.largestEigenvalue(order) { matrix * $0 }
    )
  }
}
