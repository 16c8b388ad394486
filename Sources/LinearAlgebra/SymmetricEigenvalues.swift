import COpenBLAS

extension Matrix {
  /// The eigenvalues of a symmetric matrix, ascending; only its upper triangle is read.
  ///
  /// - Throws: `.notFinite`, `.eigenvaluesNotFound`.
  /// - Complexity: O(n³).
  public func symmetricEigenvalues() throws(LinearAlgebraError) -> [Double] {
    precondition(rowCount == columnCount, "only square matrices have eigenvalues")
    guard isFinite else { throw .notFinite }
    guard rowCount > 0 else { return [] }
    OpenBLAS.ready
    var work = elements
    var values = [Double](repeating: 0, count: rowCount)
    let n = OpenBLAS.int(rowCount)
    let info = LAPACKE_dsyev(LAPACK_COL_MAJOR, 78 /* 'N' */, 85 /* 'U' */, n, &work, n, &values)
    precondition(info >= 0, "dsyev refused argument \(-info)")
    guard info == 0 else { throw .eigenvaluesNotFound }
    return values
  }
}
