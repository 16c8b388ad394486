internal import CKernels

/// The shortest decimals of a run of doubles, worked out eight at a time and written where they belong one by one.
///
/// The text is that of `NumberCursor.write(shortest:)`, byte for byte.
public final class DecimalTexts {
  /// Doubles that a run has at most.
  public static let capacity = 256

  /// Three words of text of each double, at the distance of `capacity`; and of each its length, or 0 where it is left to
  /// `write(shortest:)`.
  @usableFromInline let words: UnsafeMutablePointer<UInt64>
  @usableFromInline let lengths: UnsafeMutablePointer<UInt64>

  /// Makes room for a run.
  public init() {
    words = .allocate(capacity: 3 * Self.capacity)
    words.initialize(repeating: 0, count: 3 * Self.capacity)
    lengths = .allocate(capacity: Self.capacity)
    lengths.initialize(repeating: 0, count: Self.capacity)
  }

  deinit {
    words.deallocate()
    lengths.deallocate()
  }

  /// Works out the text of a run, in place of the run before.
  /// - Precondition: at most `capacity` doubles.
  public func take(_ run: UnsafeBufferPointer<Double>) {
    precondition(run.count <= Self.capacity, "more doubles than there is room for")
    guard let start = run.baseAddress else { return }
    churn_shortest_digits(run.count, start, Self.scales, Self.capacity, words, lengths)
  }

  /// How doubles are scaled, by exponent; kept for ever.
  private nonisolated(unsafe) static let scales: UnsafePointer<churn_scale> = {
    let scales = UnsafeMutablePointer<churn_scale>.allocate(capacity: 2048)
    for biased in 0..<2048 { (scales + biased).initialize(to: scale(biased)) }
    return UnsafePointer(scales)
  }()

  private static func scale(_ biased: Int) -> churn_scale {
    guard 1...2046 ~= biased else { return churn_scale() }
    let scale = SeventeenDigits.Scale(biased)
    return churn_scale(high: scale.power.high, low: scale.power.low, k: Int64(scale.k), shift: scale.shift)
  }
}

extension NumberCursor {
  /// Writes one double of a run with the fewest digits that read back to the same bits.
  /// - Parameters:
  ///   - place: its place in the run.
  ///   - x: the double itself.
  @inlinable
  public mutating func write(_ place: Int, of texts: DecimalTexts, shortest x: Double) {
    let length = texts.lengths[place]
    guard length > 0 else { return write(shortest: x) }
    next.storeBytes(of: texts.words[place].littleEndian, as: UInt64.self)
    next.storeBytes(of: texts.words[DecimalTexts.capacity + place].littleEndian, toByteOffset: 8, as: UInt64.self)
    next.storeBytes(of: texts.words[2 * DecimalTexts.capacity + place].littleEndian, toByteOffset: 16, as: UInt64.self)
    next += Int(truncatingIfNeeded: length)
  }
}
