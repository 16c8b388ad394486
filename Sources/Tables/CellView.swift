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

  /// Where a row was found; columns that are cut into the same pieces need not look for it again.
  public struct Finding {
    private var starts: UnsafePointer<Int>?
    private var piece = 0

    /// Nothing yet.
    public init() {}

    fileprivate func place(in all: UnsafeBufferPointer<Int>) -> Int? { starts == all.baseAddress ? piece : nil }

    fileprivate mutating func piece(holding row: Int, in all: UnsafeBufferPointer<Int>) -> Int {
      if starts != all.baseAddress || row < all[piece] || row >= all[piece + 1] {
        (starts, piece) = (all.baseAddress, all.piece(holding: row))
      }
      return piece
    }
  }

  /// Asks for what tells where the cells of a finding lie, which will be wanted soon.
  @inline(__always) public func fetch(_ finding: Finding) {
    guard let place = finding.place(in: starts), let run = runs.baseAddress else { return }
    churn_fetch(run + place, MemoryLayout<CellRun>.stride)
  }

  func forEachRun(in rows: Range<Int>, _ body: (CellRun, Range<Int>, Int) -> Void) {
    var finding = Finding()
    forEachRun(in: rows, &finding, body)
  }

  private func forEachRun(in rows: Range<Int>, _ finding: inout Finding, _ body: (CellRun, Range<Int>, Int) -> Void) {
    guard !rows.isEmpty else { return }
    let first = finding.piece(holding: rows.lowerBound, in: starts)
    starts.forEachPlace(in: rows, from: first) { place, rows, offset in body(runs[place], rows, offset) }
  }

  /// Writes those of a run of rows that are kept as x·factor − shift, a missing x being `fill`.
  ///
  /// - Parameters:
  ///   - kept: a bit for each row of the run; `nil` is all.
  ///   - target: at least `rows.count` elements.
  ///   - finding: where the rows were found in another column.
  /// - Returns: how many.
  @discardableResult public func write(
    _ rows: Range<Int>, keeping kept: churn_kept?, _ scaling: churn_scaling, to target: UnsafeMutablePointer<Double>,
    _ finding: inout Finding
  ) -> Int {
    var next = target
    forEachRun(in: rows, &finding) { run, range, offset in
      next += run.write(range, keeping: kept?.moved(by: offset), scaling, to: next)
    }
    return next - target
  }

  /// Writes the codes of those of a run of rows that are kept.
  ///
  /// - Parameters:
  ///   - kept: a bit for each row of the run; `nil` is all.
  ///   - target: at least `rows.count` elements.
  ///   - finding: where the rows were found in another column.
  /// - Returns: how many.
  @discardableResult public func copyCodes(
    _ rows: Range<Int>, keeping kept: churn_kept?, to target: UnsafeMutablePointer<Int32>, _ finding: inout Finding
  ) -> Int {
    var next = target
    forEachRun(in: rows, &finding) { run, range, offset in
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

  /// Keeps the first rows where they are those of another column too.
  private let sharing: CellIndex?

  /// The cells of a column of numbers.
  ///
  /// - Parameter other: of a column that may be cut into the same pieces.
  public convenience init(_ column: NumberColumn, besides other: CellIndex?) {
    self.init(column.segments, besides: other)
  }

  /// The codes of a category.
  ///
  /// - Parameter other: of a column that may be cut into the same pieces.
  public convenience init(_ column: CategoryColumn, besides other: CellIndex?) {
    self.init(column.segments, besides: other)
  }

  private init<Piece>(_ segments: Segments<Piece>, besides other: CellIndex?) {
    kept = segments
    if let other, other.starts.elementsEqual(segments.starts) {
      (sharing, starts) = (other, other.starts)
    } else {
      (sharing, starts) = (nil, .allocate(capacity: segments.starts.count))
      _ = starts.initialize(from: segments.starts)
    }
    runs = .allocate(capacity: segments.runs.count)
    _ = runs.initialize(from: segments.runs)
    view = CellView(UnsafeBufferPointer(starts), UnsafeBufferPointer(runs))
  }

  deinit {
    if sharing == nil { starts.deallocate() }
    runs.deallocate()
  }
}
