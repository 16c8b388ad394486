extension NumberCursor {
  /// Writes a double with the fewest digits that read back to the same bits.
  ///
  /// Plain digits for 1e-5 ≤ |x| < 1e16 (`0.00012`, `42`, `1234.5`), without a point where there is nothing after it;
  /// else one digit, the rest after a point, and an exponent of a sign and at least two digits (`1e-07`,
  /// `1.7976931348623157e+308`), which every reader of CSV accepts. Zero keeps its sign (`0`, `-0`). Without a number:
  /// `nan`, `inf`, `-inf`; those who write files decide beforehand what such a cell should hold.
  ///
  /// - Complexity: O(1), no allocation.
  public mutating func write(shortest x: Double) {
    guard x.isFinite else {
      if x.isNaN { return write(ascii: "nan") }
      return write(ascii: x < 0 ? "-inf" : "inf")
    }
    if x.sign == .minus { write(byte: UInt8(ascii: "-")) }
    let magnitude = x.magnitude
    if magnitude < 9_007_199_254_740_992 {
      // a signed number takes one instruction where an unsigned one takes several
      let whole = Int64(magnitude)
      // Below 2^53 neighbours are at most 1 apart: a whole number's own digits are its shortest.
      if Double(whole) == magnitude { return write(UInt64(whole)) }
    }
    write(ShortestDecimal(magnitude))
  }

  /// Writes a decimal in the layout described at `write(shortest:)`.
  @inline(__always)
  private mutating func write(_ decimal: ShortestDecimal) {
    let count = Digits.count(decimal.digits)
    let point = count + decimal.exponent
    if point <= 0 && point >= -4 {
      // "0." and at most four zeros
      next.storeBytes(of: (0x3030_3030_3030_2E30 as UInt64).littleEndian, as: UInt64.self)
      let text = SeventeenDigits(decimal.digits, count: count)
      text.store(at: next + (2 - point))
      next += 2 - point + count
    } else if point > 0 && point <= 7 && point < count {
      let text = SeventeenDigits(decimal.digits, count: count)
      text.store(at: next + 1)
      next.storeBytes(of: text.firstWithPoint(after: point).littleEndian, as: UInt64.self)
      next += count + 1
    } else {
      writeRare(decimal, count: count, point: point)
    }
  }

  private mutating func writeRare(_ decimal: ShortestDecimal, count: Int, point: Int) {
    if point > 16 || point < -4 {
      writeScientific(decimal.digits, count: count, exponent: point - 1)
    } else if point >= count {
      write(decimal.digits)
      for _ in count..<point { write(byte: UInt8(ascii: "0")) }
    } else {
      writePoint(decimal.digits, count: count, after: point)
    }
  }

  private mutating func writeScientific(_ digits: UInt64, count: Int, exponent: Int) {
    if count > 1 { writePoint(digits, count: count, after: 1) } else { write(digits) }
    write(byte: UInt8(ascii: "e"))
    write(byte: UInt8(ascii: exponent < 0 ? "-" : "+"))
    write(UInt64(exponent.magnitude), digits: 2)
  }

  private mutating func writePoint(_ digits: UInt64, count: Int, after point: Int) {
    let unit = Digits.powers[count - point]
    let whole = digits / unit
    write(whole)
    write(byte: UInt8(ascii: "."))
    write(digits &- whole &* unit, digits: count - point)
  }

  private mutating func write(ascii text: StaticString) {
    write(bytes: UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }
}

/// The digits of a number as text, 17 of them whatever there are: behind the last stand zeros, which the next text
/// overwrites. Nothing here branches.
private struct SeventeenDigits {
  /// The first as ASCII.
  private let first: UInt64
  /// The next eight as ASCII, the first of them lowest.
  private let middle: UInt64
  /// The last eight.
  private let last: UInt64

  /// - Parameter count: 1…17, the number's digits.
  @inline(__always)
  init(_ number: UInt64, count: Int) {
    let digits = number &* Digits.powers[17 &- count]
    let top = digits / 10_000_000_000_000_000
    let rest = digits &- top &* 10_000_000_000_000_000
    let upper = rest / 100_000_000
    first = top | 0x30
    middle = Digits.eight(upper)
    last = Digits.eight(rest &- upper &* 100_000_000)
  }

  @inline(__always)
  func store(at place: UnsafeMutableRawPointer) {
    place.storeBytes(of: UInt8(truncatingIfNeeded: first), as: UInt8.self)
    place.storeBytes(of: middle.littleEndian, toByteOffset: 1, as: UInt64.self)
    place.storeBytes(of: last.littleEndian, toByteOffset: 9, as: UInt64.self)
  }

  /// The first eight bytes where a point stands among the digits.
  /// - Parameter point: 1…7, digits before it.
  @inline(__always)
  func firstWithPoint(after point: Int) -> UInt64 {
    let word = middle << 8 | first
    let shift = UInt64(truncatingIfNeeded: 8 &* point)
    let before = (1 as UInt64) &<< shift &- 1
    return word & before | 0x2E &<< shift | (word << 8) & ~(before << 8 | 0xFF)
  }
}
