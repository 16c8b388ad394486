import Diagnostics
import LinearAlgebra
import Testing

@Suite struct CholeskyTests {
  let a = Matrix(rowCount: 3, columnCount: 3, elements: [4, 2, -2, 2, 10, 2, -2, 2, 6])

  @Test func `the factor multiplies back, solves and inverts`() throws {
    let cholesky = try Cholesky(a)
    let back = cholesky.upper.transposed * cholesky.upper
    for (x, y) in zip(back.elements, a.elements) { #expect(abs(x - y) < 1e-14) }
    let x = cholesky.solution(of: a * [1, 2, 3])
    for (x, y) in zip(x, [1.0, 2, 3]) { #expect(abs(x - y) < 1e-14) }
    let one = cholesky.inverse * a
    for (x, y) in zip(one.elements, Matrix.identity(3).elements) { #expect(abs(x - y) < 1e-14) }
    let divided = cholesky.dividing(cholesky.upper)
    for (x, y) in zip(divided.elements, Matrix.identity(3).elements) { #expect(abs(x - y) < 1e-15) }
  }

  @Test func `what is not positive definite is told with its order`() {
    var bad = a
    bad[1, 1] = 1
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 2)) { try Cholesky(bad) }
    bad[1, 1] = .nan
    #expect(throws: LinearAlgebraError.notFinite) { try Cholesky(bad) }
    #expect(LinearAlgebraError.notFinite.problem.kind == .badData)
  }

  @Test func `the extreme eigenvalues are found without all the others`() throws {
    // the Gram matrix of an intercept and 119 levels of unequal size, brought to a unit diagonal
    let sizes = (0..<120).map { 1 + Double($0 * $0 % 37) }
    let total = sizes.reduce(0, +)
    var gram = Matrix.identity(120)
    for j in 1..<120 {
      gram[0, j] = (sizes[j] / total).squareRoot()
      gram[j, 0] = gram[0, j]
    }
    let all = try gram.symmetricEigenvalues()
    let extremes = try ArrowCholesky(ArrowMatrix(gram)).extremeEigenvalues
    #expect(abs(extremes.least - all[0]) < 0.01 * all[0] && abs(extremes.most - all[119]) < 0.01 * all[119])
  }

  @Test func `the condition of a diagonal is that of its root`() throws {
    let diagonal = Matrix(rowCount: 2, columnCount: 2, elements: [1e8, 0, 0, 1])
    let (scaled, none) = (try Cholesky(diagonal), try Cholesky(Matrix(rowCount: 0, columnCount: 0)))
    #expect(abs(scaled.conditionEstimate - 1e4) < 1e-6)
    #expect(none.solution(of: []) == [])
  }

  @Test func `eigenvalues add up to the trace and multiply to the determinant`() throws {
    let values = try a.symmetricEigenvalues()
    #expect(abs(values.reduce(0, +) - 20) < 1e-13)
    let roots = try Cholesky(a).upper.diagonal.reduce(1, *)
    #expect(abs(values.reduce(1, *) - roots * roots) < 1e-11)
    #expect(values == values.sorted())
  }

  @Test func `of a dependent set the last in the given order is left out`() throws {
    // x, y, x + y and 2y
    let x = [1.0, 2, 3, 5]
    let y = [2.0, -1, 0, 1]
    let columns = [x, y, zip(x, y).map(+), y.map { 2 * $0 }]
    var gram = Matrix(rowCount: 4, columnCount: 4)
    for i in 0..<4 { for j in 0..<4 { gram[i, j] = zip(columns[i], columns[j]).reduce(0) { $0 + $1.0 * $1.1 } } }
    let first = try IndependentColumns(gram: gram, order: [0, 1, 2, 3], tolerance: 1e-12)
    #expect(first.kept == [0, 1] && first.leftOut == [2, 3])
    let combinations: [Double] = first.combinations.flatMap { $0 }
    for (found, wanted) in zip(combinations, [1.0, 1, 0, 2]) { #expect(abs(found - wanted) < 1e-12) }
    let last = try IndependentColumns(gram: gram, order: [3, 2, 1, 0], tolerance: 1e-12)
    #expect(last.kept == [3, 2] && last.leftOut == [1, 0])
    let all = try IndependentColumns(gram: gram, order: [1, 0], tolerance: 1e-12)
    #expect(all.kept == [1, 0] && all.combinations.isEmpty)
  }
}
