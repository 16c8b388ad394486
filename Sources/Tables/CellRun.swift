public import CKernels
import Files

/// Where the cells of a piece lie, valid as long as the piece.
///
/// It is copied without counting references: those of a piece are shared by all threads, and its header is far from the
/// cells that a block needs.
public struct CellRun: @unchecked Sendable {  // nothing writes to the cells
  /// The first cell.
  private let start: UnsafeRawPointer
  /// Cells.
  private let count: Int
  /// Bytes of a cell: 1, 2, 4 or 8.
  private let width: Int
  /// Decimal digits after the point of numbers kept as integers.
  var decimals = 0
  /// The file that the cells lie in, and where.
  private let file: (Unmanaged<SpillFile>, offset: Int)?

  /// Cells in memory.
  init(start: UnsafeRawPointer, count: Int, width: Int) {
    (self.start, self.count, self.width, file) = (start, count, width, nil)
  }

  /// Cells in a file.
  init(file: SpillFile, offset: Int, count: Int, width: Int) {
    start = file.bytes(at: offset, count: 0).baseAddress!
    (self.count, self.width, self.file) = (count, width, (Unmanaged.passUnretained(file), offset))
  }

  /// The bytes of a run of rows; of a file they count as read.
  func bytes(_ rows: Range<Int>) -> UnsafeRawPointer {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= count, "rows beyond the cells")
    if let (file, offset) = file {
      return file._withUnsafeGuaranteedRef {
        $0.bytes(at: offset + rows.lowerBound * width, count: rows.count * width).baseAddress!
      }
    }
    return start + rows.lowerBound * width
  }

  /// Calls `body` with the first cell, how many there are, and their width.
  func withAll<Result>(_ body: (UnsafeRawPointer, Int, Int32) -> Result) -> Result {
    body(bytes(0..<count), count, Int32(width))
  }

  /// The same, where the rows behind will be wanted next.
  private func bytesInOrder(_ rows: Range<Int>) -> UnsafeRawPointer {
    let cells = bytes(rows)
    if file == nil { churn_fetch(cells + rows.count * width, rows.count * width) }
    return cells
  }
}

/// Numbers.
extension CellRun {
  /// Writes rows as doubles; missing is NaN.
  func widen(_ rows: Range<Int>, to target: UnsafeMutablePointer<Double>) {
    let cells = bytes(rows)
    if width == 8 {
      target.update(from: cells.assumingMemoryBound(to: Double.self), count: rows.count)
    } else {
      churn_widen(rows.count, cells, Int32(width), nil, 0, powersOfTen[decimals], target)
    }
  }

  /// Writes chosen rows as doubles.
  ///
  /// - Parameters:
  ///   - rows: rows counted from somewhere.
  ///   - first: the first row of this run, counted likewise.
  func widen(chosen rows: UnsafeBufferPointer<Int32>, first: Int, to target: UnsafeMutablePointer<Double>) {
    let cells = bytes(0..<count)
    if width == 8 {
      let source = cells.assumingMemoryBound(to: Double.self)
      for i in rows.indices { target[i] = source[Int(rows[i]) - first] }
    } else {
      churn_widen(rows.count, cells, Int32(width), rows.baseAddress, Int32(first), powersOfTen[decimals], target)
    }
  }

  /// Writes those of a run of rows that are kept as x·factor − shift, a missing x being `fill`.
  /// - Returns: how many.
  func write(
    _ rows: Range<Int>, keeping kept: churn_kept?, _ scaling: churn_scaling, to target: UnsafeMutablePointer<Double>
  ) -> Int {
    let cells = bytesInOrder(rows)
    if let kept {
      return churn_widen_kept(
        rows.count, cells, Int32(width), kept, powersOfTen[decimals], scaling, target)
    }
    churn_widen_scaled(rows.count, cells, Int32(width), powersOfTen[decimals], scaling, target)
    return rows.count
  }
}

/// Codes.
extension CellRun {
  /// Writes the codes of those of a run of rows that are kept.
  /// - Returns: how many.
  @discardableResult func copyCodes(
    _ rows: Range<Int>, keeping kept: churn_kept?, to target: UnsafeMutablePointer<Int32>
  ) -> Int {
    let cells = bytesInOrder(rows)
    if let kept { return churn_codes_kept(rows.count, cells, Int32(width), kept, target) }
    churn_widen_codes(rows.count, cells, Int32(width), nil, 0, target)
    return rows.count
  }

  /// Writes the codes of chosen rows.
  ///
  /// - Parameters:
  ///   - rows: rows counted from somewhere.
  ///   - first: the first row of this run, counted likewise.
  func copyCodes(chosen rows: UnsafeBufferPointer<Int32>, first: Int, to target: UnsafeMutablePointer<Int32>) {
    churn_widen_codes(rows.count, bytes(0..<count), Int32(width), rows.baseAddress, Int32(first), target)
  }
}

private let powersOfTen: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]

extension churn_kept {
  /// The bits of the rows so many further on.
  public func moved(by rows: Int) -> churn_kept { churn_kept(words: words, first: first + rows) }

  /// How many of the first so many rows are kept.
  public func count(of rows: Int) -> Int {
    var (count, row) = (0, first)
    while row < first + rows {
      let some = min(64 - row % 64, first + rows - row)
      count += ((words[row / 64] >> UInt64(row % 64)) & (~0 >> UInt64(64 - some))).nonzeroBitCount
      row += some
    }
    return count
  }
}
