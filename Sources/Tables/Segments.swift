public import Files

/// Values of one column in the order of rows, kept in the pieces they were read in.
///
/// A reader works on chunks side by side; concatenating them would touch every byte once more. Pieces may differ in
/// representation (a chunk whose amounts fit 16 bits stays at 16 bits).
public struct Segments<Piece: ColumnPiece>: Sendable {
  /// The pieces, first rows first; none is empty.
  public private(set) var pieces: [Piece] = []
  /// First row of each piece, and the row count at the end.
  public private(set) var starts: [Int] = [0]
  /// Where the cells of each piece lie.
  private(set) var runs: [CellRun] = []

  /// No rows.
  public init() {}

  /// The given pieces in order; empty ones are left out.
  public init(_ pieces: [Piece]) { for piece in pieces { append(piece) } }

  /// Rows in all.
  public var count: Int { starts[starts.count - 1] }

  /// Adds a piece at the end.
  public mutating func append(_ piece: Piece) {
    guard piece.count > 0 else { return }
    pieces.append(piece)
    if let run = piece.run { runs.append(run) }
    starts.append(count + piece.count)
  }

  /// Moves all pieces to a file, one after the other, so that no two copies of all are in memory at once.
  /// - Throws: `.system(.write, …)`.
  public mutating func move(to file: SpillFile) throws(FileError) {
    for index in pieces.indices {
      pieces[index] = try pieces[index].moved(to: file)
      if let run = pieces[index].run { runs[index] = run }
    }
  }

  /// Calls `body` with each piece that `rows` touches, the rows within that piece, and the offset of the first of
  /// them in `rows`.
  /// - Complexity: O(log pieces + touched pieces).
  @inlinable public func forEachPiece(in rows: Range<Int>, _ body: (Piece, Range<Int>, Int) -> Void) {
    // in place: whoever copies arrays counts references that all threads share
    pieces.withUnsafeBufferPointer { pieces in
      starts.withUnsafeBufferPointer { starts in
        starts.forEachPlace(in: rows) { place, rows, offset in body(pieces[place], rows, offset) }
      }
    }
  }

  /// Calls `body` with a view of the cells.
  func withView<Result>(_ body: (CellView) -> Result) -> Result {
    withExtendedLifetime(self) {
      starts.withUnsafeBufferPointer { starts in runs.withUnsafeBufferPointer { runs in body(CellView(starts, runs)) } }
    }
  }

  /// Calls `body` with the cells of each piece that `rows` touches, the rows within that piece, and the offset of the first
  /// of them in `rows`.
  func forEachRun(in rows: Range<Int>, _ body: (CellRun, Range<Int>, Int) -> Void) {
    withView { $0.forEachRun(in: rows, body) }
  }

  /// The index of the piece that holds a row.
  public func piece(holding row: Int) -> Int { starts.withUnsafeBufferPointer { $0.piece(holding: row) } }
}

extension UnsafeBufferPointer<Int> {
  /// Calls `body` with each piece that `rows` touches, the rows within that piece, and the offset of the first of them in
  /// `rows`; the first rows of the pieces, and the row count at the end, stand here.
  @usableFromInline func forEachPlace(in rows: Range<Int>, _ body: (Int, Range<Int>, Int) -> Void) {
    guard !rows.isEmpty else { return }
    forEachPlace(in: rows, from: piece(holding: rows.lowerBound), body)
  }

  /// The same where the piece of the first row is known.
  func forEachPlace(in rows: Range<Int>, from first: Int, _ body: (Int, Range<Int>, Int) -> Void) {
    var place = first
    var row = rows.lowerBound
    while row < rows.upperBound {
      let start = self[place]
      let end = Swift.min(self[place + 1], rows.upperBound)
      body(place, (row - start)..<(end - start), row - rows.lowerBound)
      row = end
      place += 1
    }
  }

  /// The piece that holds a row.
  func piece(holding row: Int) -> Int {
    var (low, high) = (0, count - 1)
    // pieces are mostly of one size, and a guess is right or next to it
    if high > 8, self[high] > 0 {
      let guess = Swift.max(1, Swift.min(row * high / self[high], high - 2))
      for place in (guess - 1)...(guess + 1) where self[place] <= row && row < self[place + 1] { return place }
    }
    while high - low > 1 {
      let middle = (low + high) / 2
      if self[middle] <= row { low = middle } else { high = middle }
    }
    return low
  }
}

/// A run of rows of one column.
public protocol ColumnPiece: Sendable {
  /// Rows in the piece.
  var count: Int { get }
  /// Bytes of the stored cells.
  var byteCount: Int { get }
  /// Where its cells lie, valid as long as the piece; `nil` where they are texts.
  var run: CellRun? { get }
  /// The same cells in a file; texts stay in memory.
  /// - Throws: `.system(.write, …)`.
  func moved(to file: SpillFile) throws(FileError) -> Self
}
