/// A tall matrix whose rows are handed out block by block: a few dense columns, and factors that stand for many
/// columns of zeros and ones but are held as one code per row.
///
/// The column order of everything computed from it is: the dense columns, then the levels of factor 0, factor 1, ….
/// A row's code names the one level whose column is 1; −1 means that all columns of that factor are 0 (the reference
/// level).
public protocol BlockedRows: Sendable {
  /// n.
  var rowCount: Int { get }
  /// Dense columns.
  var denseColumnCount: Int { get }
  /// Columns that each factor stands for.
  var factorLevelCounts: [Int] { get }
  /// Fills a block with rows; every dense value must be finite.
  ///
  /// Called from several threads at once, each with its own block.
  func fill(_ block: inout RowBlock, with rows: Range<Int>)
}

extension BlockedRows {
  /// p: all columns, the intercept not counted.
  public var columnCount: Int { denseColumnCount + factorLevelCounts.reduce(0, +) }
}

/// Room for some rows of a `BlockedRows`, reused from block to block.
public struct RowBlock {
  /// Rows that fit.
  public let capacity: Int
  /// Rows that are filled.
  public var count = 0
  /// Dense values, column-major: row i of column j stands at `j * capacity + i`.
  public var dense: [Double]
  /// Codes: row i of factor k stands at `k * capacity + i`.
  public var codes: [Int32]

  /// Makes room.
  public init(capacity: Int, denseColumnCount: Int, factorCount: Int) {
    self.capacity = capacity
    dense = [Double](repeating: 0, count: capacity * denseColumnCount)
    codes = [Int32](repeating: -1, count: capacity * factorCount)
  }

  /// The cells of a dense column, capacity long, to be written.
  public mutating func withDenseColumn<R>(_ column: Int, _ body: (UnsafeMutableBufferPointer<Double>) -> R) -> R {
    dense.withUnsafeMutableBufferPointer { all in
      body(UnsafeMutableBufferPointer(rebasing: all[(column * capacity)..<((column + 1) * capacity)]))
    }
  }

  /// The codes of a factor, capacity long, to be written.
  public mutating func withCodes<R>(ofFactor factor: Int, _ body: (UnsafeMutableBufferPointer<Int32>) -> R) -> R {
    codes.withUnsafeMutableBufferPointer { all in
      body(UnsafeMutableBufferPointer(rebasing: all[(factor * capacity)..<((factor + 1) * capacity)]))
    }
  }
}
