import COpenBLAS

extension Matrix {
  /// The product with a vector.
  ///
  ///     yᵢ = Σⱼ aᵢⱼ·xⱼ
  ///
  /// - Complexity: O(rows · columns).
  public static func * (a: Matrix, x: [Double]) -> [Double] {
    precondition(a.columnCount == x.count, "the vector has another length than the matrix has columns")
    var y = [Double](repeating: 0, count: a.rowCount)
    guard a.rowCount > 0, a.columnCount > 0 else { return y }
    BlockKernels.multiply(a.elements, rows: a.rowCount, columns: a.columnCount, stride: a.rowCount, by: x, into: &y)
    return y
  }

  /// The product of the transpose with a vector, Aᵀ·x.
  ///
  /// - Complexity: O(rows · columns).
  func transposedProduct(with x: [Double]) -> [Double] {
    precondition(rowCount == x.count, "the vector has another length than the matrix has rows")
    var y = [Double](repeating: 0, count: columnCount)
    guard rowCount > 0, columnCount > 0 else { return y }
    OpenBLAS.ready
    let (m, n) = (OpenBLAS.int(rowCount), OpenBLAS.int(columnCount))
    cblas_dgemv(CblasColMajor, CblasTrans, m, n, 1, elements, m, x, 1, 0, &y, 1)
    return y
  }

  /// The product of two matrices.
  ///
  /// - Complexity: O(rows · inner · columns).
  public static func * (a: Matrix, b: Matrix) -> Matrix {
    precondition(a.columnCount == b.rowCount, "the inner dimensions differ")
    var c = Matrix(rowCount: a.rowCount, columnCount: b.columnCount)
    guard a.rowCount > 0, a.columnCount > 0, b.columnCount > 0 else { return c }
    OpenBLAS.ready
    let (m, n, k) = (OpenBLAS.int(a.rowCount), OpenBLAS.int(b.columnCount), OpenBLAS.int(a.columnCount))
    cblas_dgemm(CblasColMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1, a.elements, m, b.elements, k, 0, &c.elements, m)
    return c
  }

  /// This matrix times its own transpose, A·Aᵀ.
  ///
  /// - Complexity: O(rows² · columns).
  public func timesOwnTranspose() -> Matrix {
    var c = Matrix(rowCount: rowCount, columnCount: rowCount)
    c.addProducts(ofColumns: elements, count: columnCount)
    return c
  }

  /// Adds Σ x·xᵀ over columns that stand one behind the other elsewhere.
  package mutating func addProducts(ofColumns columns: UnsafePointer<Double>, count: Int) {
    precondition(rowCount == columnCount, "products of columns are square")
    guard rowCount > 0, count > 0 else { return }
    OpenBLAS.ready
    let (n, k) = (OpenBLAS.int(rowCount), OpenBLAS.int(count))
    cblas_dsyrk(CblasColMajor, CblasUpper, CblasNoTrans, n, k, 1, columns, n, 1, &elements, n)
    mirrorUpperTriangle()
  }

  /// Copies the upper triangle to the lower.
  mutating func mirrorUpperTriangle() {
    for j in 0..<columnCount { for i in 0..<j { elements[i * rowCount + j] = elements[j * rowCount + i] } }
  }
}
