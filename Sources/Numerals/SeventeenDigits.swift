/// The digits of a decimal as text, 17 of them whatever there are: behind the last stand zeros, which the next text
/// overwrites. x = 0.d₁d₂d₃… · 10^point.
struct SeventeenDigits: Equatable {
  /// The first as ASCII.
  private let first: UInt64
  /// The next eight as ASCII, the first of them lowest.
  private let middle: UInt64
  /// The last eight.
  private let last: UInt64
  /// Digits up to the last that is not zero.
  let count: Int
  /// Digits before the decimal point.
  let point: Int

  /// How the doubles of an exponent are scaled: (2^52 + fraction) · 2^shift · power / 2^128 = x · 10^−k.
  struct Scale {
    let k: Int
    let shift: UInt64
    let power: PowerOfTen

    /// - Parameter biased: the exponent as it is stored, neither the least nor the greatest.
    @inline(__always)
    init(_ biased: Int) {
      let q = biased &- 1075
      k = (q &* 330_985_980_541) >> 40
      shift = UInt64(truncatingIfNeeded: q &+ PowerOfTen.binaryExponent(of: -k) &+ 1)
      power = PowerOfTen.entries[-k &- PowerOfTen.smallestExponent]
    }
  }

  /// - Parameter number: 10^16 ≤ number < 10^17.
  @inline(__always)
  private init(normalised number: UInt64, point: Int) {
    let top = number / 10_000_000_000_000_000
    let rest = number &- top &* 10_000_000_000_000_000
    let upper = rest / 100_000_000
    first = top | 0x30
    let (eight, nine) = (Digits.eightValues(upper), Digits.eightValues(rest &- upper &* 100_000_000))
    middle = eight | 0x3030_3030_3030_3030
    last = nine | 0x3030_3030_3030_3030
    count = nine != 0 ? 17 &- nine.leadingZeroBitCount >> 3 : 9 &- eight.leadingZeroBitCount >> 3
    self.point = point
  }

  /// The digits of a decimal.
  /// - Precondition: it is not zero.
  @inline(__always)
  init(_ decimal: ShortestDecimal) {
    let count = Digits.count(decimal.digits)
    self.init(normalised: decimal.digits &* Digits.powers[17 &- count], point: count &+ decimal.exponent)
  }

  /// The digits of the shortest decimal of a positive double, wherever one product tells them: nearly always.
  ///
  /// `ShortestDecimal` compares three products, of the number and of its two bounds. Here the number alone is scaled, to
  /// whole·10^k and a fraction of 64 bits whose error is below one unit of its last bit; half the distance to the
  /// neighbours is a shifted power of ten. Whether a multiple of ten lies within that distance, and which whole number is
  /// nearest, is then a comparison; where it is closer than the errors can be, and for powers of two and subnormals,
  /// the answer is left to `ShortestDecimal`. Nothing else branches.
  ///
  /// - Returns: `nil` where it does not tell.
  /// - Complexity: O(1): one product of 64 by 128 bits.
  @inline(__always)
  init?(shortest x: Double) {
    let bits = x.bitPattern
    let fraction = bits & 0x000F_FFFF_FFFF_FFFF
    let biased = Int(truncatingIfNeeded: bits >> 52)
    guard fraction != 0, biased != 0 else { return nil }
    let scale = Scale(biased)
    let (k, shift, power) = (scale.k, scale.shift, scale.power)
    let c = (fraction | 1 << 52) &<< shift
    let high = c.multipliedFullWidth(by: power.high)
    let (part, carry) = high.low.addingReportingOverflow(c.multipliedFullWidth(by: power.low).high)
    let whole = high.high &+ (carry ? 1 : 0)

    // distances from the multiple of ten below, in units of 2^−60
    let tens = whole / 10
    let above = (whole &- tens &* 10) &<< 60 | part >> 4
    let reach = power.high &>> (5 &- shift)
    let ten = 10 &<< (60 as UInt64)
    let toNext = ten &- above
    let half = part &- (1 &<< 63)
    guard above &- reach &+ 4 > 8, toNext &- reach &+ 4 > 8, half &+ 4 > 8 else { return nil }
    let isBelow = above < reach
    let isAbove = toNext < reach
    let rounded = whole &+ part >> 63
    let digits = isAbove ? (tens &+ 1) &* 10 : isBelow ? tens &* 10 : rounded
    let isShort = digits < 10_000_000_000_000_000
    self.init(normalised: isShort ? digits &* 10 : digits, point: k &+ (isShort ? 16 : 17))
  }

  @inline(__always)
  func store(at place: UnsafeMutableRawPointer) {
    place.storeBytes(of: UInt8(truncatingIfNeeded: first), as: UInt8.self)
    place.storeBytes(of: middle.littleEndian, toByteOffset: 1, as: UInt64.self)
    place.storeBytes(of: last.littleEndian, toByteOffset: 9, as: UInt64.self)
  }

  /// Stores the digits with a point behind the first.
  func storeScientific(at place: UnsafeMutableRawPointer) {
    store(at: place + 1)
    place.storeBytes(of: UInt8(truncatingIfNeeded: first), as: UInt8.self)
    place.storeBytes(of: UInt8(ascii: "."), toByteOffset: 1, as: UInt8.self)
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
