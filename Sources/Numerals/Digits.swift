/// Decimal digits of whole numbers as ASCII, eight at a time.
enum Digits {
  /// Eight ASCII digits of a number below 10^8, the first digit in the lowest byte.
  ///
  /// One word is split into two halves of four digits, those into pairs, those into digits, all lanes at once; the
  /// divisions are multiplications by rounded reciprocals (10486/2^20 for 100, 103/2^10 for 10), exact in these ranges.
  @inline(__always)
  static func eight(_ number: UInt64) -> UInt64 { eightValues(number) | 0x3030_3030_3030_3030 }

  /// As `eight`, each byte the digit's value.
  @inline(__always)
  static func eightValues(_ number: UInt64) -> UInt64 {
    let thousands = number / 10_000
    let fours = thousands | (number &- thousands &* 10_000) << 32
    let hundreds = ((fours &* 10_486) >> 20) & 0x0000_007F_0000_007F
    let twos = hundreds | (fours &- hundreds &* 100) << 16
    let tens = ((twos &* 103) >> 10) & 0x000F_000F_000F_000F
    return tens | (twos &- tens &* 10) << 8
  }

  /// How many digits a number has; 1 for zero.
  @inline(__always)
  static func count(_ number: UInt64) -> Int {
    // ⌊bits · log₁₀ 2⌋ is right or one too small.
    let bits = 64 &- (number | 1).leadingZeroBitCount
    let guess = (bits &* 1233) >> 12
    return guess &+ (number | 1 >= powers[guess] ? 1 : 0)
  }

  /// 10^0 … 10^19.
  static let powers: [UInt64] = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
    100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
    10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
  ]
}
