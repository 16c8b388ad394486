import COpenBLAS

/// The Cholesky factorisation of a symmetric positive definite matrix.
///
///     A = RᵀR, R upper triangular
///
/// - Complexity: O(n³ / 3) to make, O(n²) to solve.
public struct Cholesky: Sendable, Equatable {
  /// R, zeros below its diagonal.
  public let upper: Matrix

  /// Factors a symmetric matrix; only its upper triangle is read.
  ///
  /// - Throws: `.notPositiveDefinite`, `.notFinite`.
  public init(_ matrix: Matrix) throws(LinearAlgebraError) {
    precondition(matrix.rowCount == matrix.columnCount, "only square matrices have a Cholesky factor")
    guard matrix.isFinite else { throw .notFinite }
    var factor = matrix
    let n = matrix.rowCount
    if n > 0 {
      OpenBLAS.ready
      let info = LAPACKE_dpotrf(LAPACK_COL_MAJOR, 85 /* 'U' */, OpenBLAS.int(n), &factor.elements, OpenBLAS.int(n))
      precondition(info >= 0, "dpotrf refused argument \(-info)")
      guard info == 0 else { throw .notPositiveDefinite(order: Int(info)) }
      for j in 0..<n { for i in (j + 1)..<max(n, j + 1) { factor.elements[j * n + i] = 0 } }
    }
    upper = factor
  }

  /// n.
  public var order: Int { upper.rowCount }

  /// The solution x of A·x = b.
  public func solution(of b: [Double]) -> [Double] { solutionOfUpper(solutionOfLower(b)) }

  /// The solution x of R·x = b.
  public func solutionOfUpper(_ b: [Double]) -> [Double] { triangularSolution(of: b, CblasNoTrans) }

  /// The solution x of Rᵀ·x = b.
  public func solutionOfLower(_ b: [Double]) -> [Double] { triangularSolution(of: b, CblasTrans) }

  /// A⁻¹, by `dpotri`.
  public var inverse: Matrix {
    var result = upper
    guard order > 0 else { return result }
    OpenBLAS.ready
    let n = OpenBLAS.int(order)
    let info = LAPACKE_dpotri(LAPACK_COL_MAJOR, 85 /* 'U' */, n, &result.elements, n)
    precondition(info == 0, "dpotri on a factor that is not one")
    result.mirrorUpperTriangle()
    return result
  }

  /// B·R⁻¹ for a matrix with as many columns as this has rows.
  public func dividing(_ b: Matrix) -> Matrix {
    precondition(b.columnCount == order, "the matrix has another number of columns")
    var result = b
    guard order > 0, b.rowCount > 0 else { return result }
    BlockKernels.divide(
      &result.elements, rows: b.rowCount, columns: order, stride: b.rowCount, byUpper: upper.elements)
    return result
  }

  /// An estimate of the condition number of R in the one-norm; its square is about that of A.
  public var conditionEstimate: Double {
    guard order > 0 else { return 1 }
    OpenBLAS.ready
    var reciprocal = 0.0
    let n = OpenBLAS.int(order)
    let info = LAPACKE_dtrcon(
      LAPACK_COL_MAJOR, 49 /* '1' */, 85 /* 'U' */, 78 /* 'N' */, n, upper.elements, n, &reciprocal)
    precondition(info == 0, "dtrcon refused argument \(-info)")
    return reciprocal > 0 ? 1 / reciprocal : .infinity
  }

  private func triangularSolution(of b: [Double], _ transpose: CBLAS_TRANSPOSE) -> [Double] {
    precondition(b.count == order, "the right-hand side has another length")
    var x = b
    guard order > 0 else { return x }
    OpenBLAS.ready
    let n = OpenBLAS.int(order)
    cblas_dtrsv(CblasColMajor, CblasUpper, transpose, CblasNonUnit, n, upper.elements, n, &x, 1)
    return x
  }
}
