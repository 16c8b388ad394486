import LinearAlgebra
import Testing

@Suite struct MatrixTests {
  let a = Matrix(rowCount: 3, columnCount: 2, elements: [1, 2, 3, 4, 5, 6])

  @Test func `products are what rows times columns give`() {
    #expect(a * [1, -1] == [-3, -3, -3])
    #expect(a.transposed * a == Matrix(rowCount: 2, columnCount: 2, elements: [14, 32, 32, 77]))
    #expect(a.transposed.timesOwnTranspose() == a.transposed * a)
    #expect(Matrix.identity(3) * a == a)
  }

  @Test func `empty matrices have empty products`() {
    let none = Matrix(rowCount: 0, columnCount: 2)
    #expect(none * [1, 2] == [])
    #expect(none.transposed * none == Matrix(rowCount: 2, columnCount: 2))
    #expect(none.timesOwnTranspose() == Matrix(rowCount: 0, columnCount: 0))
  }

  @Test func `submatrices and scalings pick and multiply`() {
    let s = Matrix(rowCount: 3, columnCount: 3, elements: [1, 2, 3, 2, 4, 5, 3, 5, 6])
    #expect(s.principalSubmatrix([2, 0]) == Matrix(rowCount: 2, columnCount: 2, elements: [6, 3, 3, 1]))
    #expect(s.scaledSymmetrically(by: [1, 0, 2])[2, 0] == 6)
    #expect(s.scaledSymmetrically(by: [1, 0, 2])[1, 1] == 0)
    #expect(s.diagonal == [1, 4, 6])
  }
}
