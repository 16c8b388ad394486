extension NumberCursor {
  /// Bytes that must be free before `write(_:decimals:)`.
  public static let roomForFixed = 368

  /// Writes a double with a fixed number of decimals, as money is written: its exact binary value rounded half to even.
  ///
  ///     0.125 → 0.12    2.675 → 2.67 (the double lies below the half)    −0.001 → 0.00    1e16 → 10000000000000000.00
  ///
  /// A result of zero has no sign. Without a number: `nan`, `inf`, `-inf`.
  ///
  /// - Parameter decimals: 0…17.
  /// - Precondition: `roomForFixed` bytes are free.
  /// - Complexity: O(1) below 2^64; beyond, O(digits²).
  public mutating func write(_ x: Double, decimals: Int) {
    precondition((0...17).contains(decimals), "decimals out of range")
    guard x.isFinite else { return write(shortest: x) }
    let scaled = FixedDecimal(x.magnitude, decimals: decimals)
    if x < 0 && !scaled.isZero { write(byte: UInt8(ascii: "-")) }
    switch scaled {
    case .small(let whole, let fraction):
      write(whole)
      writeFraction(fraction, digits: decimals)
    case .large(let significand, let power):
      writeLarge(significand, timesTwoTo: power)
      writeFraction(0, digits: decimals)
    }
  }

  private mutating func writeFraction(_ fraction: UInt64, digits: Int) {
    guard digits > 0 else { return }
    write(byte: UInt8(ascii: "."))
    if digits > 16 {
      write(fraction / 10, digits: 16)
      write(fraction % 10)
    } else {
      write(fraction, digits: digits)
    }
  }

  /// Writes a whole number too large for a word: base-10^18 limbs, doubled `power` times.
  private mutating func writeLarge(_ significand: UInt64, timesTwoTo power: Int) {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 20) { limbs in
      limbs.initialize(repeating: 0)
      limbs[0] = significand
      var used = 1
      for _ in 0..<power {
        var carry: UInt64 = 0
        for index in 0..<used {
          let doubled = limbs[index] * 2 + carry
          carry = doubled >= 1_000_000_000_000_000_000 ? 1 : 0
          limbs[index] = doubled - carry * 1_000_000_000_000_000_000
        }
        if carry > 0 {
          limbs[used] = 1
          used += 1
        }
      }
      write(limbs[used - 1])
      for index in (0..<(used - 1)).reversed() {
        write(limbs[index] / 10_000_000_000_000_000, digits: 2)
        write(limbs[index] % 10_000_000_000_000_000, digits: 16)
      }
    }
  }
}

/// A double in fixed-point form.
private enum FixedDecimal {
  /// Below 2^64: the part before the point, and the decimals as a whole number.
  case small(whole: UInt64, fraction: UInt64)
  /// At least 2^64 and so whole: significand · 2^power.
  case large(significand: UInt64, power: Int)

  var isZero: Bool {
    if case .small(0, 0) = self { true } else { false }
  }

  /// - Parameter x: finite, not negative.
  init(_ x: Double, decimals: Int) {
    guard x < 18_446_744_073_709_551_616 else {
      self = .large(significand: x.significandBitPattern | 1 << 52, power: Int(x.exponent) - 52)
      return
    }
    let whole = UInt64(x)
    // Exact: both are doubles of the same exponent or the rest is a multiple of x's last place.
    let rest = x - Double(whole)
    let unit = Digits.powers[decimals]
    let fraction = Self.rounded(rest, times: unit, isWholeOdd: decimals == 0 && whole & 1 == 1)
    self =
      fraction == unit
      ? .small(whole: whole + 1, fraction: 0) : .small(whole: whole, fraction: fraction)
  }

  /// rest·unit rounded half to even, exactly, in 128-bit arithmetic.
  /// - Parameter rest: 0 ≤ rest < 1.
  private static func rounded(_ rest: Double, times unit: UInt64, isWholeOdd: Bool) -> UInt64 {
    guard rest > 0, rest.exponent >= -70 else { return 0 }
    let product = UInt128(rest.significandBitPattern | 1 << 52) * UInt128(unit)
    let shift = 52 - Int(rest.exponent)
    guard shift < 128 else { return 0 }
    let quotient = product >> UInt128(shift)
    let remainder = product - quotient << UInt128(shift)
    let half = (1 as UInt128) << UInt128(shift - 1)
    let isOdd = quotient & 1 == 1 || isWholeOdd
    return UInt64(quotient) + (remainder > half || (remainder == half && isOdd) ? 1 : 0)
  }
}
