import COpenBLAS

/// The few products that a block of rows needs, over memory that the caller owns.
///
/// Every matrix is column-major with the given stride between columns.
package enum BlockKernels {
  /// y = A·x.
  package static func multiply(
    _ a: UnsafePointer<Double>, rows: Int, columns: Int, stride: Int, by x: UnsafePointer<Double>,
    into y: UnsafeMutablePointer<Double>
  ) {
    OpenBLAS.ready
    cblas_dgemv(
      CblasColMajor, CblasNoTrans, OpenBLAS.int(rows), OpenBLAS.int(columns), 1, a, OpenBLAS.int(stride), x, 1, 0, y, 1)
  }

  /// C = AᵀA, upper triangle only; C is columns × columns.
  package static func gram(
    _ a: UnsafePointer<Double>, rows: Int, columns: Int, stride: Int, into c: UnsafeMutablePointer<Double>
  ) {
    OpenBLAS.ready
    cblas_dsyrk(
      CblasColMajor, CblasUpper, CblasTrans, OpenBLAS.int(columns), OpenBLAS.int(rows), 1, a, OpenBLAS.int(stride), 0,
      c, OpenBLAS.int(columns))
  }

  /// C = AᵀB; C is columns of A × columns of B.
  package static func crossProduct(
    _ a: UnsafePointer<Double>, columns: Int, with b: UnsafePointer<Double>, columns other: Int,
    rows: Int, stride: Int, into c: UnsafeMutablePointer<Double>
  ) {
    OpenBLAS.ready
    let (m, n, s) = (OpenBLAS.int(columns), OpenBLAS.int(other), OpenBLAS.int(stride))
    cblas_dgemm(CblasColMajor, CblasTrans, CblasNoTrans, m, n, OpenBLAS.int(rows), 1, a, s, b, s, 0, c, m)
  }

  /// B = B − A·C; A is rows × columns, C is columns × other, B is rows × other.
  package static func subtractProduct(
    _ a: UnsafePointer<Double>, columns: Int, times c: UnsafePointer<Double>, columns other: Int,
    rows: Int, stride: Int, from b: UnsafeMutablePointer<Double>
  ) {
    OpenBLAS.ready
    let (n, k, s) = (OpenBLAS.int(other), OpenBLAS.int(columns), OpenBLAS.int(stride))
    cblas_dgemm(CblasColMajor, CblasNoTrans, CblasNoTrans, OpenBLAS.int(rows), n, k, -1, a, s, c, k, 1, b, s)
  }

  /// A = A·R⁻¹ with R upper triangular, columns × columns.
  package static func divide(
    _ a: UnsafeMutablePointer<Double>, rows: Int, columns: Int, stride: Int, byUpper r: UnsafePointer<Double>
  ) {
    OpenBLAS.ready
    cblas_dtrsm(
      CblasColMajor, CblasRight, CblasUpper, CblasNoTrans, CblasNonUnit, OpenBLAS.int(rows), OpenBLAS.int(columns), 1,
      r, OpenBLAS.int(columns), a, OpenBLAS.int(stride))
  }
}
