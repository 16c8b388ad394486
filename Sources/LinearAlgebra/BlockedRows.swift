public import CKernels

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
  /// Writes the cells of those of a run of rows that are kept, one after another, the dense ones scaled; before they are
  /// scaled, every one must be finite.
  ///
  /// Called from several threads at once, each with its own memory.
  ///
  /// - Parameter kept: a bit for each row of the run; `nil` is all.
  func write(_ rows: Range<Int>, keeping kept: churn_kept?, to cells: BlockCells)
}

/// Where the cells of a block go.
public struct BlockCells {
  /// Row i of dense column j goes to `dense[places[j] * stride + i]`.
  public var dense: UnsafeMutablePointer<Double>
  /// Where each dense column goes; −1 is nowhere.
  public var places: [Int]
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
    dense: UnsafeMutablePointer<Double>, places: [Int], codes: UnsafeMutablePointer<Int32>, stride: Int,
    scales: [Scale]
  ) {
    self.dense = dense
    self.places = places
    self.codes = codes
    self.stride = stride
    self.scales = scales
  }
}

extension BlockCells {
  /// Where a dense column goes; `nil` where it is not wanted.
  public func column(_ column: Int) -> UnsafeMutablePointer<Double>? {
    places[column] < 0 ? nil : dense + places[column] * stride
  }

  /// The cells so many rows further on.
  public func moved(by rows: Int) -> BlockCells {
    BlockCells(dense: dense + rows, places: places, codes: codes + rows, stride: stride, scales: scales)
  }
}

extension BlockedRows {
  /// p: all columns, the intercept not counted.
  public var columnCount: Int { denseColumnCount + factorLevelCounts.reduce(0, +) }
}
