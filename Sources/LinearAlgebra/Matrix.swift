/// A dense matrix of doubles, column-major, as a value.
public struct Matrix: Sendable, Equatable {
  /// Rows.
  public let rowCount: Int
  /// Columns.
  public let columnCount: Int
  /// Row i of column j stands at `j * rowCount + i`.
  public internal(set) var elements: [Double]

  /// A matrix of zeros.
  public init(rowCount: Int, columnCount: Int) {
    self.init(
      rowCount: rowCount, columnCount: columnCount, elements: [Double](repeating: 0, count: rowCount * columnCount))
  }

  /// A matrix from its elements, column-major.
  public init(rowCount: Int, columnCount: Int, elements: [Double]) {
    precondition(elements.count == rowCount * columnCount, "elements do not fill the matrix")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.elements = elements
  }

  /// The identity.
  public static func identity(_ order: Int) -> Matrix {
    var matrix = Matrix(rowCount: order, columnCount: order)
    for i in 0..<order { matrix[i, i] = 1 }
    return matrix
  }

  /// The element in row `i` and column `j`.
  public subscript(i: Int, j: Int) -> Double {
    @inlinable get {
      precondition(i >= 0 && i < rowCount && j >= 0 && j < columnCount, "index outside the matrix")
      return elements[j * rowCount + i]
    }
    set {
      precondition(i >= 0 && i < rowCount && j >= 0 && j < columnCount, "index outside the matrix")
      elements[j * rowCount + i] = newValue
    }
  }

  /// The diagonal, as long as the shorter side.
  public var diagonal: [Double] { (0..<min(rowCount, columnCount)).map { self[$0, $0] } }

  /// The sum of two matrices of one shape.
  public static func + (a: Matrix, b: Matrix) -> Matrix {
    precondition(a.rowCount == b.rowCount && a.columnCount == b.columnCount, "matrices of different shapes")
    return Matrix(rowCount: a.rowCount, columnCount: a.columnCount, elements: zip(a.elements, b.elements).map(+))
  }

  /// Whether every element is finite.
  public var isFinite: Bool { elements.allSatisfy(\.isFinite) }

  /// The transpose.
  public var transposed: Matrix {
    var result = Matrix(rowCount: columnCount, columnCount: rowCount)
    for j in 0..<columnCount { for i in 0..<rowCount { result[j, i] = self[i, j] } }
    return result
  }

  /// The rows and columns of a square matrix that are named, in that order.
  public func principalSubmatrix(_ indices: [Int]) -> Matrix {
    var result = Matrix(rowCount: indices.count, columnCount: indices.count)
    for (j, column) in indices.enumerated() {
      for (i, row) in indices.enumerated() { result[i, j] = self[row, column] }
    }
    return result
  }

  /// Each element (i, j) times `factors[i]` times `factors[j]`, of a square matrix.
  public func scaledSymmetrically(by factors: [Double]) -> Matrix {
    precondition(rowCount == columnCount && factors.count == rowCount, "one factor for each row of a square matrix")
    var result = self
    for j in 0..<columnCount {
      for i in 0..<rowCount { result.elements[j * rowCount + i] *= factors[i] * factors[j] }
    }
    return result
  }
}
