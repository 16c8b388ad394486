/// The leading 128 bits of a power of ten: 10^p ≈ `high·2^64 + low` times a power of two, rounded up.
///
/// The significand has its top bit set, so 2^127 ≤ significand < 2^128, and
/// significand − 1 < 10^p · 2^(127 − ⌊log₂ 10^p⌋) ≤ significand.
struct PowerOfTen: Sendable {
  /// The upper half of the significand.
  let high: UInt64
  /// The lower half of the significand.
  let low: UInt64

  /// Smallest exponent that a double's conversion asks for.
  static let smallestExponent = -292
  /// Largest exponent that a double's conversion asks for.
  static let largestExponent = 324

  /// All powers from the smallest to the largest exponent, worked out once, exactly, in some 0.1 ms.
  static let table: [PowerOfTen] = negativePowers() + nonNegativePowers()

  /// The table at an address of its own, kept for ever: reading an array would count references for every number.
  nonisolated(unsafe) static let entries: UnsafePointer<PowerOfTen> = {
    let copy = UnsafeMutablePointer<PowerOfTen>.allocate(capacity: table.count)
    copy.initialize(from: table, count: table.count)
    return UnsafePointer(copy)
  }()

  /// ⌊log₂ 10^p⌋ for |p| ≤ 330 (checked against exact arithmetic by a test).
  static func binaryExponent(of p: Int) -> Int { (p &* 3_652_498_566_964) >> 40 }

  /// 10^0, 10^1, … by multiplying a whole number by ten.
  private static func nonNegativePowers() -> [PowerOfTen] {
    var words: [UInt64] = [1]
    return (0...largestExponent).map { _ in
      let power = leading(words)
      var carry: UInt64 = 0
      for index in words.indices {
        let product = words[index].multipliedFullWidth(by: 10)
        let (sum, overflow) = product.low.addingReportingOverflow(carry)
        words[index] = sum
        carry = product.high + (overflow ? 1 : 0)
      }
      if carry > 0 { words.append(carry) }
      return power
    }
  }

  /// 10^−292 … 10^−1 by dividing 2^1152 by ten again and again: ⌊⌊x / 10⌋ / 10⌋ = ⌊x / 100⌋, so each quotient is
  /// the exact floor, and 128 of its bits remain at the end (1152 − 970 > 128).
  private static func negativePowers() -> [PowerOfTen] {
    var words = [UInt64](repeating: 0, count: 18) + [1]
    let powers = (1...(-smallestExponent)).map { _ in
      var remainder: UInt64 = 0
      for index in words.indices.reversed() {
        (words[index], remainder) = (10 as UInt64).dividingFullWidth((remainder, words[index]))
      }
      while words[words.count - 1] == 0 { words.removeLast() }
      return leading(words, inexact: true)
    }
    return powers.reversed()
  }

  /// The top 128 bits of a whole number, rounded up.
  /// - Parameter inexact: whether the true value lies above the whole number.
  private static func leading(_ words: [UInt64], inexact: Bool = false) -> PowerOfTen {
    func word(_ place: Int) -> UInt64 { place >= 0 && place < words.count ? words[place] : 0 }
    let top = words.count - 1
    let shift = UInt64(words[top].leadingZeroBitCount)
    func shifted(_ place: Int) -> UInt64 { word(place) << shift | (shift == 0 ? 0 : word(place - 1) >> (64 - shift)) }
    let isCut = inexact || shifted(top - 2) != 0 || (top > 2 && words[..<(top - 2)].contains { $0 != 0 })
    let (low, overflow) = shifted(top - 1).addingReportingOverflow(isCut ? 1 : 0)
    return PowerOfTen(high: shifted(top) + (overflow ? 1 : 0), low: low)
  }
}
