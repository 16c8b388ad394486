/// A symmetric matrix in which some columns next to one another, the tail, meet each other on the diagonal only, as the
/// levels of a category do: no row has two of them. All other columns are the head.
///
///         ⎡ head    cross ⎤
///     A = ⎣ crossᵀ  tail  ⎦
///
/// The tail may stand anywhere among the columns, and may be empty: then the head is a dense matrix. With h columns in the
/// head and t in the tail it takes h² + h·t numbers.
public struct ArrowMatrix: Sendable, Equatable {
  /// Head × head, both triangles.
  public private(set) var head: Matrix
  /// Head × tail.
  public private(set) var cross: Matrix
  /// The tail's diagonal.
  public private(set) var tail: [Double]
  /// Where the tail stands among all columns.
  public let tailPlaces: Range<Int>

  /// A matrix from its parts.
  public init(head: Matrix, cross: Matrix, tail: [Double], tailPlaces: Range<Int>) {
    precondition(head.rowCount == head.columnCount, "the head is square")
    precondition(cross.rowCount == head.rowCount && cross.columnCount == tail.count, "the parts do not fit together")
    precondition(tailPlaces.count == tail.count && tailPlaces.lowerBound <= head.rowCount, "no place for the tail")
    (self.head, self.cross, self.tail, self.tailPlaces) = (head, cross, tail, tailPlaces)
  }

  /// A symmetric matrix without a tail.
  public init(_ matrix: Matrix) {
    self.init(
      head: matrix, cross: Matrix(rowCount: matrix.rowCount, columnCount: 0), tail: [],
      tailPlaces: matrix.rowCount..<matrix.rowCount)
  }

  /// All columns.
  public var order: Int { head.rowCount + tail.count }

  /// Whether no column is left out of the head.
  public var isDense: Bool { tail.isEmpty }

  /// The diagonal.
  public var diagonal: [Double] { joined(head.diagonal, tail) }

  /// Whether every element is finite.
  public var isFinite: Bool { head.isFinite && cross.isFinite && tail.allSatisfy(\.isFinite) }

  /// The element in row `i` and column `j`.
  public subscript(i: Int, j: Int) -> Double {
    switch (tailPlaces.contains(i), tailPlaces.contains(j)) {
    case (false, false): head[headPlace(i), headPlace(j)]
    case (false, true): cross[headPlace(i), j - tailPlaces.lowerBound]
    case (true, false): cross[headPlace(j), i - tailPlaces.lowerBound]
    case (true, true): i == j ? tail[i - tailPlaces.lowerBound] : 0
    }
  }

  /// The matrix with all its zeros.
  public var dense: Matrix {
    guard !isDense else { return head }
    var result = Matrix(rowCount: order, columnCount: order)
    for j in 0..<order {
      for i in 0..<order where i == j || !(tailPlaces.contains(i) && tailPlaces.contains(j)) {
        result[i, j] = self[i, j]
      }
    }
    return result
  }

  /// The rows and columns that are named, in that order; without a tail unless they are all, as they are.
  public func principalSubmatrix(_ places: [Int]) -> ArrowMatrix {
    places == Array(0..<order) ? self : ArrowMatrix(dense.principalSubmatrix(places))
  }

  /// Each element (i, j) times `factors[i]` times `factors[j]`.
  public func scaledSymmetrically(by factors: [Double]) -> ArrowMatrix {
    let (ofHead, ofTail) = parts(factors)
    var result = self
    result.head = head.scaledSymmetrically(by: ofHead)
    for (j, factor) in ofTail.enumerated() {
      for i in ofHead.indices { result.cross[i, j] *= ofHead[i] * factor }
      result.tail[j] *= factor * factor
    }
    return result
  }

  /// Adds to the diagonal, one number for each column.
  public mutating func addToDiagonal(_ more: [Double]) {
    let (ofHead, ofTail) = parts(more)
    for (i, value) in ofHead.enumerated() { head[i, i] += value }
    for (j, value) in ofTail.enumerated() { tail[j] += value }
  }

  /// This matrix and a multiple of another with the same tail.
  public func adding(_ other: ArrowMatrix, times factor: Double = 1) -> ArrowMatrix {
    precondition(order == other.order && tailPlaces == other.tailPlaces, "matrices of different shapes")
    let sum = { (a: [Double], b: [Double]) in zip(a, b).map { $0 + factor * $1 } }
    var result = self
    result.head.elements = sum(head.elements, other.head.elements)
    result.cross.elements = sum(cross.elements, other.cross.elements)
    result.tail = sum(tail, other.tail)
    return result
  }

  /// The product with a vector.
  public static func * (a: ArrowMatrix, x: [Double]) -> [Double] {
    guard !a.isDense else { return a.head * x }
    let (ofHead, ofTail) = a.parts(x)
    let below = a.cross.transposedProduct(with: ofHead)
    return a.joined(
      zip(a.head * ofHead, a.cross * ofTail).map(+), below.indices.map { below[$0] + a.tail[$0] * ofTail[$0] })
  }

  /// xᵀ·A·x.
  public func quadraticForm(_ x: [Double]) -> Double { zip(x, self * x).reduce(0) { $0 + $1.0 * $1.1 } }

  /// The parts of a vector that belong to head and tail.
  func parts(_ vector: [Double]) -> (head: [Double], tail: [Double]) {
    precondition(vector.count == order, "the vector has another length than the matrix has columns")
    return (
      Array(vector[..<tailPlaces.lowerBound] + vector[tailPlaces.upperBound...]), Array(vector[tailPlaces])
    )
  }

  /// A vector from its parts.
  func joined(_ ofHead: [Double], _ ofTail: [Double]) -> [Double] {
    Array(ofHead[..<tailPlaces.lowerBound] + ofTail + ofHead[tailPlaces.lowerBound...])
  }

  private func headPlace(_ place: Int) -> Int { place < tailPlaces.lowerBound ? place : place - tail.count }
}
