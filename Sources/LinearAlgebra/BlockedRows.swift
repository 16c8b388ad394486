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
  /// Writes the same cells, the dense ones scaled, into memory of the caller.
  ///
  /// What `fill` writes is right, only slower; a design that can scale while it widens does so here.
  func write(_ rows: Range<Int>, to cells: BlockCells)
}

/// Where the cells of a block go.
public struct BlockCells {
  /// Row i of dense column j goes to `dense[j * stride + i]`.
  public var dense: UnsafeMutablePointer<Double>
  /// Row i of factor k goes to `codes[k * stride + i]`.
  public var codes: UnsafeMutablePointer<Int32>
  /// Distance between columns; at least the rows of a block.
  public var stride: Int
  /// What becomes of each dense column: x·factor − shift.
  public var scales: [Scale]

  /// x·factor − shift.
  public struct Scale: Sendable {
    /// A power of two.
    public var factor: Double
    /// Subtracted after.
    public var shift: Double

    /// Creates a scale.
    public init(factor: Double, shift: Double) { (self.factor, self.shift) = (factor, shift) }
  }

  /// Names memory.
  public init(
    dense: UnsafeMutablePointer<Double>, codes: UnsafeMutablePointer<Int32>, stride: Int, scales: [Scale]
  ) {
    self.dense = dense
    self.codes = codes
    self.stride = stride
    self.scales = scales
  }
}

extension BlockedRows {
  /// Fills a block and copies it.
  public func write(_ rows: Range<Int>, to cells: BlockCells) {
    let factors = factorLevelCounts.count
    var block = RowBlock(capacity: rows.count, denseColumnCount: denseColumnCount, factorCount: factors)
    fill(&block, with: rows)
    for (j, scale) in cells.scales.enumerated() {
      for i in 0..<rows.count {
        cells.dense[j * cells.stride + i] = block.dense[j * rows.count + i] * scale.factor - scale.shift
      }
    }
    for k in 0..<factors {
      for i in 0..<rows.count { cells.codes[k * cells.stride + i] = block.codes[k * rows.count + i] }
    }
  }
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
