import CKernels
import Parallel

/// Some rows of a table: one bit for each row.
public struct RowSet: Sendable, Equatable {
  /// Rows of the table.
  public let rowCount: Int
  /// Rows in the set.
  public let count: Int
  /// Bit r of word w stands for row 64·w + r; bits beyond the last row are 0.
  public let words: [UInt64]

  /// Creates a set from its words.
  /// - Precondition: one bit for each row, and none beyond.
  public init(words: [UInt64], rowCount: Int) {
    precondition(words.count == (rowCount + 63) / 64, "one bit for each row")
    precondition(rowCount % 64 == 0 || words[words.count - 1] >> UInt64(rowCount % 64) == 0, "a row beyond the table")
    self.words = words
    self.rowCount = rowCount
    count = words.reduce(0) { $0 + $1.nonzeroBitCount }
  }

  /// Creates a set from rows in any order.
  public init(_ rows: some Sequence<Int32>, of rowCount: Int) {
    var words = [UInt64](repeating: 0, count: (rowCount + 63) / 64)
    for row in rows { words[Int(row) >> 6] |= 1 << UInt64(row & 63) }
    self.init(words: words, rowCount: rowCount)
  }

  /// Creates the set of the rows for which a condition holds.
  public init(rowCount: Int, where holds: (Int) throws -> Bool) rethrows {
    var words = [UInt64](repeating: 0, count: (rowCount + 63) / 64)
    for row in 0..<rowCount where try holds(row) { words[row >> 6] |= 1 << UInt64(row & 63) }
    self.init(words: words, rowCount: rowCount)
  }

  /// Creates the set of the rows for which a condition holds, which is asked on all cores.
  public init(rowCount: Int, concurrentlyWhere holds: @Sendable (Int) -> Bool) {
    let (count, slice) = ((rowCount + 63) / 64, 1_024)
    let words = concurrently((count + slice - 1) / slice) { index in
      ((index * slice)..<min((index + 1) * slice, count)).map { place in
        var word: UInt64 = 0
        for row in (place << 6)..<min(place << 6 + 64, rowCount) where holds(row) { word |= 1 << UInt64(row & 63) }
        return word
      }
    }
    self.init(words: words.flatMap(\.self), rowCount: rowCount)
  }

  /// Creates the set of the rows whose flag, 0 or 1, is 1.
  public init(flags: [UInt8]) {
    let words = [UInt64](unsafeUninitializedCapacity: (flags.count + 63) / 64) { words, filled in
      churn_bits_of_flags(flags.count, flags, words.baseAddress)
      filled = (flags.count + 63) / 64
    }
    self.init(words: words, rowCount: flags.count)
  }

  /// Whether a row is in the set.
  @inlinable public subscript(row: Int) -> Bool { words[row >> 6] >> UInt64(row & 63) & 1 == 1 }

  /// Whether no row is.
  public var isEmpty: Bool { count == 0 }

  /// The rows, ascending.
  public var rows: [Int32] {
    [Int32](unsafeUninitializedCapacity: count) { rows, filled in
      forEach {
        rows[filled] = Int32(truncatingIfNeeded: $0)
        filled += 1
      }
    }
  }

  /// Calls `body` with every row, ascending.
  @inlinable public func forEach(_ body: (Int) -> Void) { forEach(inWords: words.indices, body) }

  /// Calls `body` with every row of some words, ascending.
  @inlinable public func forEach(inWords places: Range<Int>, _ body: (Int) -> Void) {
    words.withUnsafeBufferPointer { words in
      for place in places {
        var left = words[place]
        while left != 0 {
          body(place << 6 + left.trailingZeroBitCount)
          left &= left &- 1
        }
      }
    }
  }

  /// Calls `body` with the rows, ascending, so many at a time.
  public func forEachRun(of length: Int, _ body: (UnsafeBufferPointer<Int32>) -> Void) {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: length) { run in
      var filled = 0
      forEach { row in
        run[filled] = Int32(truncatingIfNeeded: row)
        filled += 1
        if filled == length {
          body(UnsafeBufferPointer(run))
          filled = 0
        }
      }
      if filled > 0 { body(UnsafeBufferPointer(rebasing: run[..<filled])) }
    }
  }

  /// How many rows of both sets there are.
  public func count(sharedWith other: RowSet) -> Int {
    precondition(rowCount == other.rowCount, "sets of different tables")
    return words.indices.reduce(0) { $0 + (words[$1] & other.words[$1]).nonzeroBitCount }
  }

  /// How many rows of a range there are.
  public func count(in range: Range<Int>) -> Int {
    guard !range.isEmpty else { return 0 }
    let (first, last) = (range.lowerBound >> 6, (range.upperBound - 1) >> 6)
    var count = 0
    for place in first...last { count += (words[place] & Self.mask(place, within: range)).nonzeroBitCount }
    return count
  }

  /// Ones at the bits of a word that stand for rows of a range.
  private static func mask(_ place: Int, within range: Range<Int>) -> UInt64 {
    var mask = ~UInt64(0)
    let start = place << 6
    if range.lowerBound > start { mask &= ~0 << UInt64(range.lowerBound - start) }
    if range.upperBound < start + 64 { mask &= ~(~0 << UInt64(range.upperBound - start)) }
    return mask
  }

  /// The rows that are not in the set.
  public var complement: RowSet {
    var words = words.map { ~$0 }
    if rowCount % 64 != 0 { words[words.count - 1] &= ~(~0 << UInt64(rowCount % 64)) }
    return RowSet(words: words, rowCount: rowCount)
  }

  /// The set of rows in one, the other or both.
  public func union(_ other: RowSet) -> RowSet {
    precondition(rowCount == other.rowCount, "sets of different tables")
    return RowSet(words: zip(words, other.words).map(|), rowCount: rowCount)
  }

  /// The set of rows in both.
  public func intersection(_ other: RowSet) -> RowSet {
    precondition(rowCount == other.rowCount, "sets of different tables")
    return RowSet(words: zip(words, other.words).map(&), rowCount: rowCount)
  }

  /// The set of rows of a larger table, of which `rows` are those numbered here.
  public func placed(among rows: RowSet) -> RowSet {
    precondition(rows.count == rowCount, "as many rows as are numbered here")
    var words = [UInt64](repeating: 0, count: rows.words.count)
    var place = 0
    rows.forEach { row in
      if self[place] { words[row >> 6] |= 1 << UInt64(row & 63) }
      place += 1
    }
    return RowSet(words: words, rowCount: rows.rowCount)
  }
}
