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
      segments: Segments([NumberPiece(.double(values), decimals: 0)]), missingCount: values.count { $0.isNaN })
  }

  /// Rows in the column.
  public var count: Int { segments.count }

  /// Writes rows as doubles; missing is NaN.
  /// - Parameter target: at least `rows.count` elements.
  public func copy(_ rows: Range<Int>, to target: UnsafeMutableBufferPointer<Double>) {
    segments.forEachPiece(in: rows) { piece, range, offset in
      piece.copy(range, to: UnsafeMutableBufferPointer(rebasing: target[offset..<(offset + range.count)]))
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
    case int8([Int8])
    /// 16 bits; the smallest is missing.
    case int16([Int16])
    /// 32 bits; the smallest is missing.
    case int32([Int32])
    /// As they are; NaN is missing.
    case double([Double])
  }

  /// The stored values.
  public let storage: Storage
  /// Decimal digits after the point in the integer forms, 0…9; 0 for doubles.
  public let decimals: Int

  /// Creates a piece.
  public init(_ storage: Storage, decimals: Int) {
    self.storage = storage
    self.decimals = decimals
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

  /// Cells without a value.
  public var missingCount: Int {
    switch storage {
    case .int8(let v): v.count { $0 == .min }
    case .int16(let v): v.count { $0 == .min }
    case .int32(let v): v.count { $0 == .min }
    case .double(let v): v.count { $0.isNaN }
    }
  }

  /// Writes rows as doubles, each the correctly rounded value of its decimal literal (an integer below 2^53 divided by
  /// an exact power of ten rounds once).
  public func copy(_ rows: Range<Int>, to target: UnsafeMutableBufferPointer<Double>) {
    switch storage {
    case .int8(let v): v.withUnsafeBufferPointer { widen($0, rows, to: target) }
    case .int16(let v): v.withUnsafeBufferPointer { widen($0, rows, to: target) }
    case .int32(let v): v.withUnsafeBufferPointer { widen($0, rows, to: target) }
    case .double(let v):
      v.withUnsafeBufferPointer { source in
        for (offset, row) in rows.enumerated() { target[offset] = source[row] }
      }
    }
  }

  private func widen<Narrow: FixedWidthInteger>(
    _ source: UnsafeBufferPointer<Narrow>, _ rows: Range<Int>, to target: UnsafeMutableBufferPointer<Double>
  ) {
    let scale = powersOfTen[decimals]
    if decimals == 0 {
      for offset in 0..<rows.count {
        let stored = source[rows.lowerBound + offset]
        target[offset] = stored == .min ? .nan : Double(stored)
      }
    } else {
      for offset in 0..<rows.count {
        let stored = source[rows.lowerBound + offset]
        target[offset] = stored == .min ? .nan : Double(stored) / scale
      }
    }
  }

  func selecting(_ rows: some Collection<Int>) -> NumberPiece {
    switch storage {
    case .int8(let v): NumberPiece(.int8(rows.map { v[$0] }), decimals: decimals)
    case .int16(let v): NumberPiece(.int16(rows.map { v[$0] }), decimals: decimals)
    case .int32(let v): NumberPiece(.int32(rows.map { v[$0] }), decimals: decimals)
    case .double(let v): NumberPiece(.double(rows.map { v[$0] }), decimals: decimals)
    }
  }
}

private let powersOfTen: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]
