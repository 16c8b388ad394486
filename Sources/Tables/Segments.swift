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
    starts.append(count + piece.count)
  }

  /// Moves all pieces to a file, one after the other, so that no two copies of all are in memory at once.
  /// - Throws: `.system(.write, …)`.
  public mutating func move(to file: SpillFile) throws(FileError) {
    for index in pieces.indices { pieces[index] = try pieces[index].moved(to: file) }
  }

  /// Calls `body` with each piece that `rows` touches, the rows within that piece, and the offset of the first of
  /// them in `rows`.
  /// - Complexity: O(log pieces + touched pieces).
  @inlinable public func forEachPiece(in rows: Range<Int>, _ body: (Piece, Range<Int>, Int) -> Void) {
    guard !rows.isEmpty else { return }
    // in place: whoever copies arrays counts references that all threads share
    pieces.withUnsafeBufferPointer { pieces in
      starts.withUnsafeBufferPointer { starts in
        var index = Self.piece(holding: rows.lowerBound, starts)
        var row = rows.lowerBound
        while row < rows.upperBound {
          let start = starts[index]
          let end = Swift.min(starts[index + 1], rows.upperBound)
          body(pieces[index], (row - start)..<(end - start), row - rows.lowerBound)
          row = end
          index += 1
        }
      }
    }
  }

  /// The index of the piece that holds a row.
  @inlinable public func piece(holding row: Int) -> Int {
    starts.withUnsafeBufferPointer { Self.piece(holding: row, $0) }
  }

  @inlinable static func piece(holding row: Int, _ starts: UnsafeBufferPointer<Int>) -> Int {
    var low = 0
    var high = starts.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= row { low = middle } else { high = middle }
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
  /// The same cells in a file; texts stay in memory.
  /// - Throws: `.system(.write, …)`.
  func moved(to file: SpillFile) throws(FileError) -> Self
}
