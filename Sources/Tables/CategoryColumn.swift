public import CKernels
public import Files
import Parallel

/// A column of levels: one small code per row and the list of levels in the order in which the file first shows them.
public struct CategoryColumn: Sendable {
  /// Codes, piece by piece: an index into `levels`, or −1 for a missing cell.
  public var segments: Segments<CodePiece>
  /// The levels, in the order of their first row.
  public var levels: [ExactText]
  /// Cells without a value.
  public var missingCount: Int

  /// Creates a column.
  public init(segments: Segments<CodePiece>, levels: [ExactText], missingCount: Int) {
    self.segments = segments
    self.levels = levels
    self.missingCount = missingCount
  }

  /// Creates a column from texts; `nil` is missing.
  public init(_ values: [String?]) {
    var codes: [ExactText: Int32] = [:]
    var levels: [ExactText] = []
    let rows = values.map { value -> Int32 in
      guard let value else { return -1 }
      let text = ExactText(value)
      if let code = codes[text] { return code }
      let code = Int32(levels.count)
      codes[text] = code
      levels.append(text)
      return code
    }
    self.init(segments: Segments([CodePiece(rows)]), levels: levels, missingCount: rows.count { $0 < 0 })
  }

  /// Rows in the column.
  public var count: Int { segments.count }

  /// Writes the codes of rows.
  public func copy(_ rows: Range<Int>, to target: UnsafeMutableBufferPointer<Int32>) {
    _ = copy(rows, keeping: nil, to: target)
  }

  /// Writes the codes of those of a run of rows that are kept.
  ///
  /// - Parameters:
  ///   - kept: a bit for each row of the run; `nil` is all.
  ///   - target: at least `rows.count` elements.
  /// - Returns: how many.
  public func copy(_ rows: Range<Int>, keeping kept: churn_kept?, to target: UnsafeMutableBufferPointer<Int32>) -> Int {
    guard let base = target.baseAddress, !rows.isEmpty else { return 0 }
    precondition(rows.count <= target.count, "more rows than room")
    var finding = CellView.Finding()
    return segments.withView { $0.copyCodes(rows, keeping: kept, to: base, &finding) }
  }

  /// Writes the codes of chosen rows, in the order given.
  /// - Parameter target: at least `rows.count` elements.
  public func copy(chosen rows: UnsafeBufferPointer<Int32>, to target: UnsafeMutableBufferPointer<Int32>) {
    precondition(rows.count <= target.count, "more rows than room")
    segments.forEachRun(ofChosen: rows) { run, range, first in
      run.copyCodes(
        chosen: UnsafeBufferPointer(rebasing: rows[range]), first: first, to: target.baseAddress! + range.lowerBound)
    }
  }

  /// The codes of all rows.
  public var codes: [Int32] {
    [Int32](unsafeUninitializedCapacity: count) { buffer, filled in
      copy(0..<count, to: buffer)
      filled = count
    }
  }

  /// The chosen rows in the order given; the levels stay as they are.
  public func selecting(_ rows: [Int32]) -> CategoryColumn {
    let pieces = segments.splitting(rows) { piece, rows in piece.selecting(rows) }
    let missing = pieces.pieces.reduce(0) { $0 + $1.missingCount }
    return CategoryColumn(segments: pieces, levels: levels, missingCount: missing)
  }

  /// One byte for each row, taken from a table by its code.
  ///
  /// - Precondition: no cell is missing, and the table has a byte for each level.
  public func translated(by table: [UInt8]) -> [UInt8] {
    precondition(missingCount == 0 && table.count == levels.count, "a code without a byte")
    return [UInt8](unsafeUninitializedCapacity: count) { bytes, filled in
      nonisolated(unsafe) let target = bytes
      let pieces = segments.pieces
      table.withUnsafeBufferPointer { table in
        let parts = max(1, min(16, pieces.count / 16))
        _ = concurrently(parts) { part in
          for place in (pieces.count * part / parts)..<(pieces.count * (part + 1) / parts) {
            pieces[place].translate(by: table, to: target.baseAddress! + segments.starts[place])
          }
        }
      }
      filled = count
    }
  }

  /// Rows per level, in the order of `levels`.
  public var counts: [Int] { countedByParts { segments.pieces[$0].count(nil, into: &$1) } }

  /// The sums of what `count` adds for each piece, on all cores.
  func countedByParts(_ count: @Sendable (Int, inout [Int]) -> Void) -> [Int] {
    let pieces = segments.pieces.count
    // where there are many levels, adding up the parts would cost more than it saves
    let parts = levels.count < 1 << 12 ? max(1, min(16, pieces / 16)) : 1
    let partial = concurrently(parts) { part in
      var counts = [Int](repeating: 0, count: levels.count)
      for place in (pieces * part / parts)..<(pieces * (part + 1) / parts) { count(place, &counts) }
      return counts
    }
    return partial.dropFirst().reduce(into: partial[0]) { sum, counts in for i in sum.indices { sum[i] += counts[i] } }
  }
}

/// A run of codes, at the narrowest width that holds them; missing is −1.
public struct CodePiece: ColumnPiece {
  /// The widths.
  public enum Storage: Sendable {
    /// Codes below 128.
    case int8(StoredCells<Int8>)
    /// Codes below 32,768.
    case int16(StoredCells<Int16>)
    /// All others.
    case int32(StoredCells<Int32>)
  }

  /// The stored codes.
  public let storage: Storage

  /// Creates a piece as it is.
  public init(_ storage: Storage) { self.storage = storage }

  /// Creates the narrowest piece that holds the codes.
  public init(_ codes: [Int32]) {
    self = codes.withUnsafeBufferPointer { CodePiece($0, largest: codes.max() ?? 0) }
  }

  /// Creates the narrowest piece for codes up to the largest.
  public init(_ codes: UnsafeBufferPointer<Int32>, largest: Int32) {
    if largest <= Int32(Int8.max) {
      storage = .int8(Self.mapped(codes) { Int8(truncatingIfNeeded: $0) })
    } else if largest <= Int32(Int16.max) {
      storage = .int16(Self.mapped(codes) { Int16(truncatingIfNeeded: $0) })
    } else {
      storage = .int32(StoredCells(codes))
    }
  }

  /// The same rows, each code replaced by what stands at its place.
  public func renumbered(by places: [Int32]) -> CodePiece {
    switch storage {
    case .int8(let v): CodePiece(Self.renumbered(v, places))
    case .int16(let v): CodePiece(Self.renumbered(v, places))
    case .int32(let v): CodePiece(Self.renumbered(v, places))
    }
  }

  private static func renumbered<From: FixedWidthInteger & Sendable>(_ cells: StoredCells<From>, _ places: [Int32])
    -> Storage
  {
    let largest = places.max() ?? 0
    if largest <= Int32(Int8.max) { return .int8(renumbered(cells, [-1] + places.map { Int8($0) })) }
    if largest <= Int32(Int16.max) { return .int16(renumbered(cells, [-1] + places.map { Int16($0) })) }
    return .int32(renumbered(cells, [-1] + places))
  }

  /// - Parameter table: what becomes of −1, 0, 1, ….
  private static func renumbered<From: FixedWidthInteger & Sendable, To: FixedWidthInteger & Sendable>(
    _ cells: StoredCells<From>, _ table: [To]
  ) -> StoredCells<To> {
    table.withUnsafeBufferPointer { table in
      cells.withUnsafeBufferPointer { cells in mapped(cells) { table[Int($0) + 1] } }
    }
  }

  @inline(__always)
  private static func mapped<From, To: BitwiseCopyable & Sendable>(
    _ cells: UnsafeBufferPointer<From>, _ value: (From) -> To
  ) -> StoredCells<To> {
    StoredCells(count: cells.count) { target in for row in cells.indices { target[row] = value(cells[row]) } }
  }

  /// Rows in the piece.
  public var count: Int {
    switch storage {
    case .int8(let v): v.count
    case .int16(let v): v.count
    case .int32(let v): v.count
    }
  }

  /// Bytes of the stored values.
  public var byteCount: Int {
    switch storage {
    case .int8(let v): v.count
    case .int16(let v): 2 * v.count
    case .int32(let v): 4 * v.count
    }
  }

  /// Cells without a value.
  public var missingCount: Int {
    switch storage {
    case .int8(let v): v.withUnsafeBufferPointer { $0.count { $0 < 0 } }
    case .int16(let v): v.withUnsafeBufferPointer { $0.count { $0 < 0 } }
    case .int32(let v): v.withUnsafeBufferPointer { $0.count { $0 < 0 } }
    }
  }

  /// All codes.
  public var codes: [Int32] {
    [Int32](unsafeUninitializedCapacity: count) { buffer, filled in
      guard let to = buffer.baseAddress else { return }
      filled = withExtendedLifetime(self) { run?.copyCodes(0..<count, keeping: nil, to: to) ?? 0 }
    }
  }

  /// Where the codes lie.
  public var run: CellRun? {
    switch storage {
    case .int8(let v): v.run
    case .int16(let v): v.run
    case .int32(let v): v.run
    }
  }

  func selecting(_ rows: [Int]) -> CodePiece {
    switch storage {
    case .int8(let v): CodePiece(.int8(v.selecting(rows)))
    case .int16(let v): CodePiece(.int16(v.selecting(rows)))
    case .int32(let v): CodePiece(.int32(v.selecting(rows)))
    }
  }

  /// Counts the rows of each level, all or those that are kept.
  func count(_ kept: churn_kept?, into counts: inout [Int]) {
    withExtendedLifetime(self) {
      counts.withUnsafeMutableBufferPointer { counts in
        run?.withAll { codes, count, width in
          if let kept {
            churn_count_kept(count, codes, width, kept, counts.count, counts.baseAddress)
          } else {
            churn_count_codes(count, codes, width, counts.count, counts.baseAddress)
          }
        }
      }
    }
  }

  /// Writes, for each row, what a table holds for its code; rows without a code are none of its business.
  func translate(by table: UnsafeBufferPointer<UInt8>, to target: UnsafeMutablePointer<UInt8>) {
    withExtendedLifetime(self) {
      run?.withAll { churn_translate_codes($1, $0, $2, table.count, table.baseAddress, target) }
    }
  }

  /// The same codes in a file.
  public func moved(to file: SpillFile) throws(FileError) -> CodePiece {
    switch storage {
    case .int8(let v): CodePiece(.int8(try v.moved(to: file)))
    case .int16(let v): CodePiece(.int16(try v.moved(to: file)))
    case .int32(let v): CodePiece(.int32(try v.moved(to: file)))
    }
  }
}
