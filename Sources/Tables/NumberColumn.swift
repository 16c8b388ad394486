public import CKernels
public import Files

/// A column of numbers in its narrowest lossless form, widened to doubles only where a block is worked on.
///
/// A missing cell is the smallest value of an integer form and NaN in the double form.
public struct NumberColumn: Sendable {
  /// The values as they were read, piece by piece.
  public var segments: Segments<NumberPiece>
  /// Cells without a value.
  public var missingCount: Int

  /// Creates a column from pieces.
  public init(segments: Segments<NumberPiece>, missingCount: Int) {
    self.segments = segments
    self.missingCount = missingCount
  }

  /// Creates a column from doubles; NaN is missing.
  public init(_ values: [Double]) {
    self.init(
      segments: Segments([NumberPiece(.double(StoredCells(values)), decimals: 0)]),
      missingCount: values.count { $0.isNaN })
  }

  /// Rows in the column.
  public var count: Int { segments.count }

  /// Writes rows as doubles; missing is NaN.
  /// - Parameter target: at least `rows.count` elements.
  public func copy(_ rows: Range<Int>, to target: UnsafeMutableBufferPointer<Double>) {
    guard let base = target.baseAddress, !rows.isEmpty else { return }
    precondition(rows.count <= target.count, "more rows than room")
    segments.forEachRun(in: rows) { run, range, offset in run.widen(range, to: base + offset) }
  }

  /// Writes those of a run of rows that are kept as doubles; missing is NaN.
  ///
  /// - Parameters:
  ///   - kept: a bit for each row of the run; `nil` is all.
  ///   - target: at least `rows.count` elements.
  /// - Returns: how many.
  public func copy(_ rows: Range<Int>, keeping kept: churn_kept?, to target: UnsafeMutableBufferPointer<Double>) -> Int
  {
    guard let kept, let base = target.baseAddress else {
      copy(rows, to: target)
      return rows.count
    }
    precondition(rows.count <= target.count, "more rows than room")
    let plain = churn_scaling(factor: 1, shift: 0, fill: .nan)
    var finding = CellView.Finding()
    return segments.withView { $0.write(rows, keeping: kept, plain, to: base, &finding) }
  }

  /// Writes chosen rows as doubles, in the order given; missing is NaN.
  /// - Parameter target: at least `rows.count` elements.
  public func copy(chosen rows: UnsafeBufferPointer<Int32>, to target: UnsafeMutableBufferPointer<Double>) {
    precondition(rows.count <= target.count, "more rows than room")
    segments.forEachRun(ofChosen: rows) { run, range, first in
      run.widen(
        chosen: UnsafeBufferPointer(rebasing: rows[range]), first: first, to: target.baseAddress! + range.lowerBound)
    }
  }

  /// The values of some rows; missing is NaN.
  public func doubles(_ rows: Range<Int>) -> [Double] {
    [Double](unsafeUninitializedCapacity: rows.count) { buffer, count in
      copy(rows, to: buffer)
      count = rows.count
    }
  }

  /// All values; missing is NaN.
  public var doubles: [Double] { doubles(0..<count) }

  /// The chosen rows in the order given, in the same narrow forms.
  public func selecting(_ rows: [Int32]) -> NumberColumn {
    let pieces = segments.splitting(rows) { piece, rows in piece.selecting(rows) }
    return NumberColumn(segments: pieces, missingCount: pieces.pieces.reduce(0) { $0 + $1.missingCount })
  }
}

/// A run of numbers in one representation: value = stored / 10^decimals.
public struct NumberPiece: ColumnPiece {
  /// The narrow forms.
  public enum Storage: Sendable {
    /// −127…127; −128 is missing.
    case int8(StoredCells<Int8>)
    /// 16 bits; the smallest is missing.
    case int16(StoredCells<Int16>)
    /// 32 bits; the smallest is missing.
    case int32(StoredCells<Int32>)
    /// As they are; NaN is missing.
    case double(StoredCells<Double>)
  }

  /// The stored values.
  public let storage: Storage
  /// Decimal digits after the point in the integer forms, 0…9; 0 for doubles.
  public let decimals: Int
  /// What the integer forms add up to, where it is known.
  let total: Total?

  /// The sum of stored integers, and how many cells have none.
  public struct Total: Sendable {
    var sum: Int64
    var missing: Int

    /// Names a sum.
    public init(sum: Int64, missing: Int) { (self.sum, self.missing) = (sum, missing) }
  }

  /// Creates a piece.
  public init(_ storage: Storage, decimals: Int, total: Total? = nil) {
    self.storage = storage
    self.decimals = decimals
    self.total = total
  }

  /// Rows in the piece.
  public var count: Int {
    switch storage {
    case .int8(let v): v.count
    case .int16(let v): v.count
    case .int32(let v): v.count
    case .double(let v): v.count
    }
  }

  /// Bytes of the stored values.
  public var byteCount: Int {
    switch storage {
    case .int8(let v): v.count
    case .int16(let v): 2 * v.count
    case .int32(let v): 4 * v.count
    case .double(let v): 8 * v.count
    }
  }

  /// Cells without a value.
  public var missingCount: Int {
    switch storage {
    case .int8(let v): v.withUnsafeBufferPointer { $0.count { $0 == .min } }
    case .int16(let v): v.withUnsafeBufferPointer { $0.count { $0 == .min } }
    case .int32(let v): v.withUnsafeBufferPointer { $0.count { $0 == .min } }
    case .double(let v): v.withUnsafeBufferPointer { $0.count { $0.isNaN } }
    }
  }

  /// Where the cells lie.
  public var run: CellRun? {
    var run =
      switch storage {
      case .int8(let v): v.run
      case .int16(let v): v.run
      case .int32(let v): v.run
      case .double(let v): v.run
      }
    run.decimals = decimals
    return run
  }

  func selecting(_ rows: some Collection<Int>) -> NumberPiece {
    switch storage {
    case .int8(let v): NumberPiece(.int8(v.selecting(rows)), decimals: decimals)
    case .int16(let v): NumberPiece(.int16(v.selecting(rows)), decimals: decimals)
    case .int32(let v): NumberPiece(.int32(v.selecting(rows)), decimals: decimals)
    case .double(let v): NumberPiece(.double(v.selecting(rows)), decimals: decimals)
    }
  }

  /// The same values in a file.
  public func moved(to file: SpillFile) throws(FileError) -> NumberPiece {
    switch storage {
    case .int8(let v): NumberPiece(.int8(try v.moved(to: file)), decimals: decimals, total: total)
    case .int16(let v): NumberPiece(.int16(try v.moved(to: file)), decimals: decimals, total: total)
    case .int32(let v): NumberPiece(.int32(try v.moved(to: file)), decimals: decimals, total: total)
    case .double(let v): NumberPiece(.double(try v.moved(to: file)), decimals: decimals)
    }
  }
}
