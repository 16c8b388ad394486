public import CKernels

/// Where the cells of a column lie, valid as long as the column or the `CellIndex` that it is of.
///
/// It is copied without counting references, which threads that read one column would count against each other.
public struct CellView: @unchecked Sendable {  // nothing writes to what it points to
  private let starts: UnsafeBufferPointer<Int>
  private let runs: UnsafeBufferPointer<CellRun>

  init(_ starts: UnsafeBufferPointer<Int>, _ runs: UnsafeBufferPointer<CellRun>) {
    precondition(runs.count == starts.count - 1, "a piece without cells")
    (self.starts, self.runs) = (starts, runs)
  }

  func forEachRun(in rows: Range<Int>, _ body: (CellRun, Range<Int>, Int) -> Void) {
    starts.forEachPlace(in: rows) { place, rows, offset in body(runs[place], rows, offset) }
  }

  /// Writes those of a run of rows that are kept as x·factor − shift, a missing x being `fill`.
  ///
  /// - Parameters:
  ///   - kept: a bit for each row of the run; `nil` is all.
  ///   - target: at least `rows.count` elements.
  /// - Returns: how many.
  @discardableResult public func write(
    _ rows: Range<Int>, keeping kept: churn_kept?, _ scaling: churn_scaling, to target: UnsafeMutablePointer<Double>
  ) -> Int {
    var next = target
    forEachRun(in: rows) { run, range, offset in
      next += run.write(range, keeping: kept?.moved(by: offset), scaling, to: next)
    }
    return next - target
  }

  /// Writes the codes of those of a run of rows that are kept.
  ///
  /// - Parameters:
  ///   - kept: a bit for each row of the run; `nil` is all.
  ///   - target: at least `rows.count` elements.
  /// - Returns: how many.
  @discardableResult public func copyCodes(
    _ rows: Range<Int>, keeping kept: churn_kept?, to target: UnsafeMutablePointer<Int32>
  ) -> Int {
    var next = target
    forEachRun(in: rows) { run, range, offset in
      next += run.copyCodes(range, keeping: kept?.moved(by: offset), to: next)
    }
    return next - target
  }
}

/// A view of a column's cells, and the column, so that they stay.
public final class CellIndex: Sendable {
  /// Valid as long as this is.
  public let view: CellView
  private let kept: any Sendable
  nonisolated(unsafe) private let starts: UnsafeMutableBufferPointer<Int>
  nonisolated(unsafe) private let runs: UnsafeMutableBufferPointer<CellRun>

  /// The cells of a column of numbers.
  public convenience init(_ column: NumberColumn) { self.init(column.segments) }

  /// The codes of a category.
  public convenience init(_ column: CategoryColumn) { self.init(column.segments) }

  private init<Piece>(_ segments: Segments<Piece>) {
    kept = segments
    starts = .allocate(capacity: segments.starts.count)
    _ = starts.initialize(from: segments.starts)
    runs = .allocate(capacity: segments.runs.count)
    _ = runs.initialize(from: segments.runs)
    view = CellView(UnsafeBufferPointer(starts), UnsafeBufferPointer(runs))
  }

  deinit {
    starts.deallocate()
    runs.deallocate()
  }
}
