public import Files

/// A column of texts kept byte for byte, such as ids on their way to the score file.
public struct TextColumn: Sendable {
  /// The texts, piece by piece.
  public var segments: Segments<TextPiece>

  /// Creates a column.
  public init(segments: Segments<TextPiece>) { self.segments = segments }

  /// Creates a column from texts.
  public init(_ values: [String]) {
    var bytes: [UInt8] = []
    var ends: [Int] = []
    for value in values {
      bytes.append(contentsOf: value.utf8)
      ends.append(bytes.count)
    }
    segments = Segments([TextPiece(bytes: bytes, ends: ends)])
  }

  /// Rows in the column.
  public var count: Int { segments.count }

  /// The text of a row.
  public subscript(row: Int) -> ExactText {
    let index = segments.piece(holding: row)
    return ExactText(utf8: segments.pieces[index].bytes(of: row - segments.starts[index]))
  }
}

/// A run of texts in one arena.
public struct TextPiece: ColumnPiece {
  /// All bytes, one text after another.
  public let bytes: [UInt8]
  /// Where each text ends; it starts where the one before it ends.
  public let ends: [Int]
  /// Hashes of the texts, where they were made while these were read.
  private let known: HashPiece?

  /// Creates a piece.
  public init(bytes: [UInt8], ends: [Int], hashes: HashPiece? = nil) {
    self.bytes = bytes
    self.ends = ends
    known = hashes
  }

  /// `StableHash` of each text, and whether the texts ascend.
  /// - Complexity: O(bytes) where they are not known.
  public var hashes: HashPiece {
    if let known { return known }
    var (hashes, order) = ([UInt64](), IDOrder())
    hashes.reserveCapacity(count)
    withBytes { bytes, ends in
      var start = 0
      for end in ends {
        let text = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
        hashes.append(StableHash.of(text))
        order.take(text)
        start = end
      }
      order.keepLast()
    }
    return HashPiece(hashes, order: order)
  }

  /// Rows in the piece.
  public var count: Int { ends.count }

  /// Bytes of the texts.
  public var byteCount: Int { bytes.count }

  /// Texts are of no one width.
  public var run: CellRun? { nil }

  /// The same piece: texts stay in memory.
  public func moved(to file: SpillFile) throws(FileError) -> TextPiece { self }

  /// All bytes, and where each text ends, as they lie in memory.
  public func withBytes(_ body: (UnsafeRawBufferPointer, UnsafeBufferPointer<Int>) -> Void) {
    bytes.withUnsafeBytes { bytes in ends.withUnsafeBufferPointer { body(bytes, $0) } }
  }

  /// The bytes of a row; an empty slice is an empty cell.
  public func bytes(of row: Int) -> ArraySlice<UInt8> { bytes[(row == 0 ? 0 : ends[row - 1])..<ends[row]] }
}

/// A column of 64-bit hashes of texts (`StableHash`): enough to tell accounts apart and to hold whole accounts out,
/// without keeping an id.
public struct HashColumn: Sendable {
  /// One hash per row.
  public var segments: Segments<HashPiece>

  /// Creates a column.
  public init(segments: Segments<HashPiece>) { self.segments = segments }

  /// Rows in the column.
  public var count: Int { segments.count }

  /// Whether the ids ascend from row to row, so that no two are equal: sure where it is true, else not known.
  public var isAscending: Bool {
    var order = IDOrder()
    for piece in segments.pieces {
      guard let next = piece.order else { return false }
      order.join(next)
    }
    return order.isAscending
  }

  /// All hashes in row order.
  public var hashes: [UInt64] { segments.pieces.flatMap { $0.hashes.withUnsafeBufferPointer { Array($0) } } }
}

extension HashColumn {
  /// Writes the hashes of a run of rows.
  public func copy(_ rows: Range<Int>, to target: UnsafeMutablePointer<UInt64>) {
    segments.forEachRun(in: rows) { run, range, offset in
      (target + offset).update(from: run.bytes(range).assumingMemoryBound(to: UInt64.self), count: range.count)
    }
  }

  /// Calls `body` with each row of a range and its hash.
  @inlinable public func forEach(in rows: Range<Int>, _ body: (Int, UInt64) -> Void) {
    segments.forEachPiece(in: rows) { piece, range, offset in
      let first = rows.lowerBound + offset - range.lowerBound
      piece.hashes.withUnsafeBufferPointer { hashes in for row in range { body(first + row, hashes[row]) } }
    }
  }
}

/// A run of hashes.
public struct HashPiece: ColumnPiece {
  /// One hash per row.
  public let hashes: StoredCells<UInt64>
  /// How the texts follow one another, where that was looked at.
  let order: IDOrder?

  /// Creates a piece.
  public init(_ hashes: StoredCells<UInt64>, order: IDOrder? = nil) {
    self.hashes = hashes
    self.order = order
  }

  /// Creates a piece.
  public init(_ hashes: [UInt64], order: IDOrder? = nil) { self.init(StoredCells(hashes), order: order) }

  /// Bytes of the hashes.
  public var byteCount: Int { MemoryLayout<UInt64>.stride * hashes.count }

  /// Where the hashes lie.
  public var run: CellRun? { hashes.run }

  /// The same hashes in a file.
  public func moved(to file: SpillFile) throws(FileError) -> HashPiece {
    HashPiece(try hashes.moved(to: file), order: order)
  }

  /// Rows in the piece.
  public var count: Int { hashes.count }
}
