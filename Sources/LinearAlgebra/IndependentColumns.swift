/// Which columns of a design are linearly independent of those before them, told from their Gram matrix.
///
/// A Cholesky factorisation in the given order that leaves out every column whose remaining length is a negligible
/// part of its own: so of a dependent set the last is left out, whatever the numbers are.
///
/// - Complexity: O(n³ / 3), by LAPACK where no column is left out.
public struct IndependentColumns: Sendable {
  /// Indices that are kept, in the given order.
  public let kept: [Int]
  /// Indices left out, in the given order.
  public let leftOut: [Int]
  /// The factor of the kept columns' Gram matrix.
  public let factor: Cholesky
  /// For each column left out, its coefficients on the kept ones (length `kept.count`).
  public let combinations: [[Double]]

  /// Factors a Gram matrix with a positive diagonal.
  ///
  /// - Parameters:
  ///   - gram: XᵀX.
  ///   - order: the indices in the order of preference.
  ///   - tolerance: the smallest part of its squared length that a column may keep.
  /// - Throws: `.notFinite`.
  public init(gram: Matrix, order: [Int], tolerance: Double) throws(LinearAlgebraError) {
    guard gram.isFinite else { throw .notFinite }
    if let whole = try? Cholesky(gram.principalSubmatrix(order)),
      zip(whole.upper.diagonal, order).allSatisfy({ $0 * $0 > tolerance * gram[$1, $1] })
    {
      kept = order
      leftOut = []
      factor = whole
      combinations = []
      return
    }
    let kept = Self.selection(gram, order, tolerance)
    let factor = try Cholesky(gram.principalSubmatrix(kept))
    let chosen = Set(kept)
    let leftOut = order.filter { !chosen.contains($0) }
    self.kept = kept
    self.factor = factor
    self.leftOut = leftOut
    combinations = leftOut.map { column in factor.solution(of: kept.map { gram[$0, column] }) }
  }

  /// The kept indices: row by row of R, as long as something remains of the column.
  private static func selection(_ gram: Matrix, _ order: [Int], _ tolerance: Double) -> [Int] {
    var kept: [Int] = []
    var rows: [[Double]] = []  // rows[k][c] = R of kept k at position c of `order`
    for (position, column) in order.enumerated() {
      let remainder = rows.reduce(gram[column, column]) { $0 - $1[position] * $1[position] }
      guard remainder > tolerance * gram[column, column] else { continue }
      let pivot = remainder.squareRoot()
      var row = [Double](repeating: 0, count: order.count)
      for later in position..<order.count {
        var value = gram[column, order[later]]
        for earlier in rows { value -= earlier[position] * earlier[later] }
        row[later] = value / pivot
      }
      rows.append(row)
      kept.append(column)
    }
    return kept
  }
}
