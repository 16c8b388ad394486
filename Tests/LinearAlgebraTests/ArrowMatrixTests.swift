import LinearAlgebra
import Testing

/// A symmetric positive definite matrix of 9 columns, of which some next to one another meet on the diagonal only.
private func arrow(tail: Range<Int>) -> ArrowMatrix {
  let h = 9 - tail.count
  var head = Matrix(rowCount: h, columnCount: h)
  for j in 0..<h { for i in 0..<h { head[i, j] = i == j ? 9 + Double(i) : 1 / Double(1 + abs(i - j)) } }
  var cross = Matrix(rowCount: h, columnCount: tail.count)
  for j in tail.indices { for i in 0..<h { cross[i, j - tail.lowerBound] = Double((3 * i + 5 * j) % 7 - 3) / 4 } }
  return ArrowMatrix(head: head, cross: cross, tail: tail.map { 4 + Double($0) }, tailPlaces: tail)
}

/// A matrix with a tail is the dense matrix that it stands for.
@Suite struct ArrowMatrixTests {
  private static let tails = [3..<8, 0..<4, 5..<9, 2..<3, 0..<9, 9..<9, 4..<4]
  private let x = (0..<9).map { Double($0 * $0 % 5) - 1.5 }

  private func expectSame(_ a: [Double], _ b: [Double], _ comment: Comment) {
    #expect(a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-13 }, comment)
  }

  @Test(arguments: tails) func `products and sums are those of the dense matrix`(tail: Range<Int>) {
    let a = arrow(tail: tail)
    let dense = a.dense
    #expect(a.order == 9 && a.isFinite && a.isDense == tail.isEmpty && dense == dense.transposed)
    for j in 0..<9 { for i in 0..<9 { #expect(a[i, j] == dense[i, j]) } }
    #expect(a.diagonal == dense.diagonal)
    expectSame(a * x, dense * x, "product")
    #expect(abs(a.quadraticForm(x) - zip(x, dense * x).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-12)
    expectSame(
      a.scaledSymmetrically(by: x).dense.elements, dense.scaledSymmetrically(by: x).elements, "scaled from both sides")
    var more = a.adding(a.scaledSymmetrically(by: x), times: -2)
    more.addToDiagonal(x)
    var denseMore = dense
    for j in 0..<9 {
      for i in 0..<9 { denseMore[i, j] -= 2 * x[i] * x[j] * dense[i, j] }
      denseMore[j, j] += x[j]
    }
    expectSame(more.dense.elements, denseMore.elements, "a combination")
  }

  @Test(arguments: tails) func `parts of it are parts of the dense matrix`(tail: Range<Int>) {
    let a = arrow(tail: tail)
    #expect(a.principalSubmatrix(Array(0..<9)) == a)
    let places = [7, 1, 4, 3]
    #expect(a.principalSubmatrix(places) == ArrowMatrix(a.dense.principalSubmatrix(places)))
  }

  @Test(arguments: tails) func `it is solved, inverted and measured as the dense matrix`(tail: Range<Int>) throws {
    let a = arrow(tail: tail)
    let (factor, dense) = (try ArrowCholesky(a), try Cholesky(a.dense))
    expectSame(factor.solution(of: x), dense.solution(of: x), "solution")
    let (root, diagonal) = factor.inverseParts
    var inverse = root.timesOwnTranspose()
    for (j, value) in diagonal.enumerated() { inverse[j, j] += value }
    expectSame(inverse.elements, dense.inverse.elements, "inverse")
    #expect(root.columnCount == 9 - tail.count)
    let (found, exact) = (factor.extremeEigenvalues, try a.dense.symmetricEigenvalues())
    #expect(abs(found.least / exact[0] - 1) < 0.01 && abs(found.most / exact[8] - 1) < 0.01)
  }

  @Test func `what is not positive definite is told, in the tail and behind it`() throws {
    var a = arrow(tail: 3..<8)
    a.addToDiagonal([0, 0, 0, 0, -8, 0, 0, 0, 0])
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 2)) { try ArrowCholesky(a) }
    a = arrow(tail: 3..<8)
    a.addToDiagonal([-9, 0, 0, 0, 0, 0, 0, 0, 0])
    #expect(throws: LinearAlgebraError.notPositiveDefinite(order: 6)) { try ArrowCholesky(a) }
    a.addToDiagonal([0, 0, 0, .nan, 0, 0, 0, 0, 0])
    #expect(throws: LinearAlgebraError.notFinite) { try ArrowCholesky(a) }
  }
}
