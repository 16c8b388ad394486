/// The decimal number with the fewest digits that a reader turns back into the same double; of several with that few
/// digits, the one closest to it (and of two equally close, the even one).
///
///     x = ± digits · 10^exponent
///
/// - SeeAlso: Giulietti (2020), "The Schubfach way to render doubles"; the idea goes back to Steele and White (1990),
///   doi:10.1145/93542.93559.
struct ShortestDecimal: Sendable, Equatable {
  /// The digits as a whole number, at most 17 of them, without zeros at the end; 0 for zero.
  var digits: UInt64
  /// The power of ten that the digits are multiplied by.
  var exponent: Int

  /// A decimal as it is given.
  init(digits: UInt64, exponent: Int) {
    self.digits = digits
    self.exponent = exponent
  }

  /// The shortest decimal of |x|.
  /// - Precondition: `x` is finite.
  /// - Complexity: O(1): three 128-bit products.
  @inline(__always)
  init(_ x: Double) {
    let bits = x.bitPattern
    let fraction = bits & 0x000F_FFFF_FFFF_FFFF
    let biased = Int(truncatingIfNeeded: bits >> 52) & 0x7FF
    precondition(biased != 0x7FF, "not finite")
    if biased == 0 {
      guard fraction != 0 else {
        self.init(digits: 0, exponent: 0)
        return
      }
      self.init(significand: fraction, power: -1074, isNarrowBelow: false)
    } else {
      self.init(
        significand: fraction | 1 << 52, power: biased - 1075, isNarrowBelow: fraction == 0 && biased > 1)
    }
    dropZeros()
  }

  /// Legend (as in the paper): v = c·2^q is the number and its neighbours' midpoints are the bounds of the interval
  /// that reads back as v; k is the largest power of ten not above the interval's width; everything is scaled by
  /// 4·10^−k, rounded to odd, so that comparisons of the integers decide as the exact numbers would.
  ///
  /// - Parameter isNarrowBelow: v is a power of two, whose lower neighbour is half as far away as the upper.
  @inline(__always)
  private init(significand c: UInt64, power q: Int, isNarrowBelow: Bool) {
    let isOdd = c & 1
    let k = (q &* 330_985_980_541 &- (isNarrowBelow ? 137_371_593_661 : 0)) >> 40
    let shift = UInt64(truncatingIfNeeded: q &+ PowerOfTen.binaryExponent(of: -k) &+ 1)
    let g = PowerOfTen.entries[-k &- PowerOfTen.smallestExponent]
    let middle = Self.scaled(4 &* c &<< shift, by: g)
    let lower = Self.scaled((4 &* c &- (isNarrowBelow ? 1 : 2)) &<< shift, by: g) &+ isOdd
    let upper = Self.scaled((4 &* c &+ 2) &<< shift, by: g) &- isOdd

    let s = middle >> 2
    exponent = k
    if s >= 10 {
      let tens = s / 10
      let isBelowInside = lower <= 40 &* tens
      let isAboveInside = 40 &* tens &+ 40 <= upper
      if isBelowInside != isAboveInside {
        digits = isBelowInside ? tens : tens &+ 1
        exponent = k + 1
        return
      }
    }
    let isBelowInside = lower <= 4 &* s
    let isAboveInside = 4 &* s &+ 4 <= upper
    if isBelowInside != isAboveInside {
      digits = isBelowInside ? s : s &+ 1
      return
    }
    let halfway = 4 &* s &+ 2
    digits = middle < halfway || (middle == halfway && s & 1 == 0) ? s : s &+ 1
  }

  /// ⌊c·g / 2^128⌋ with the last bit set when anything was cut off that the rounded-up `g` does not explain.
  @inline(__always)
  private static func scaled(_ c: UInt64, by g: PowerOfTen) -> UInt64 {
    let low = c.multipliedFullWidth(by: g.low)
    let high = c.multipliedFullWidth(by: g.high)
    let (middle, carry) = high.low.addingReportingOverflow(low.high)
    return (high.high &+ (carry ? 1 : 0)) | (middle > 1 ? 1 : 0)
  }

  /// Takes zeros off the end.
  @inline(__always)
  private mutating func dropZeros() { if digits % 10 == 0 { dropSomeZeros() } }

  /// In steps of 8, 4, 2 and 1; there are at most 16.
  private mutating func dropSomeZeros() {
    while digits % 100_000_000 == 0 {
      digits /= 100_000_000
      exponent += 8
    }
    if digits % 10_000 == 0 {
      digits /= 10_000
      exponent += 4
    }
    if digits % 100 == 0 {
      digits /= 100
      exponent += 2
    }
    if digits % 10 == 0 {
      digits /= 10
      exponent += 1
    }
  }
}
