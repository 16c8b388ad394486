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
    if let digits = SeventeenDigits(shortest: magnitude), write(digits) { return }
    writeRare(ShortestDecimal(magnitude))
  }

  /// Writes a double with the fewest digits that read back to the same bits, always with a point or an exponent, and the
  /// exponent with no more characters than it needs: `1.0`, `0.0001`, `1e-5`, `-1.5e-300`.
  ///
  /// - Returns: whether it did: not for whole numbers, powers of two and others that are rare among figures.
  public mutating func write(figure x: Double) -> Bool {
    guard let text = SeventeenDigits(shortest: x.magnitude) else { return false }
    let start = next
    if x < 0 { write(byte: UInt8(ascii: "-")) }
    if text.point >= -3 && text.point < text.count {
      if write(text) { return true }
    } else if text.point < -3 {
      text.storeScientific(at: next)
      next += text.count > 1 ? text.count + 1 : 1
      write(byte: UInt8(ascii: "e"))
      write(text.point - 1)
      return true
    }
    next = start
    return false
  }

  /// Writes digits in the layout described at `write(shortest:)`, where that has fewer than four zeros after the point or
  /// a point among the first digits.
  /// - Returns: whether it has; nothing is written otherwise.
  @inline(__always)
  private mutating func write(_ text: SeventeenDigits) -> Bool {
    let (count, point) = (text.count, text.point)
    if point <= 0 && point >= -4 {
      // "0." and at most four zeros
      next.storeBytes(of: (0x3030_3030_3030_2E30 as UInt64).littleEndian, as: UInt64.self)
      text.store(at: next + (2 - point))
      next += 2 - point + count
      return true
    }
    guard point > 0 && point <= 7 && point < count else { return false }
    text.store(at: next + 1)
    next.storeBytes(of: text.firstWithPoint(after: point).littleEndian, as: UInt64.self)
    next += count + 1
    return true
  }

  private mutating func writeRare(_ decimal: ShortestDecimal) {
    let text = SeventeenDigits(decimal)
    guard !write(text) else { return }
    let (count, point) = (text.count, text.point)
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
