import Testing

@testable import Numerals

@Test func `the table's first powers are the exact ones`() {
  let zero = -PowerOfTen.smallestExponent
  #expect(PowerOfTen.table.count == PowerOfTen.largestExponent - PowerOfTen.smallestExponent + 1)
  var power: UInt64 = 1
  for p in 0...19 {
    let entry = PowerOfTen.table[zero + p]
    #expect(entry.low == 0)
    #expect(entry.high == power << UInt64(power.leadingZeroBitCount))
    #expect(PowerOfTen.binaryExponent(of: p) == 63 - power.leadingZeroBitCount)
    power = p < 19 ? power * 10 : power
  }
}

/// Each significand is at most one unit too large, so 10^p · 10^−p is at least one and exceeds it by at most the two
/// units' share: 2^255 ≤ product ≤ 2^255 + 2·2^128.
@Test func `each power times its inverse is one`() {
  for p in 1...292 {
    let a = PowerOfTen.table[p - PowerOfTen.smallestExponent]
    let b = PowerOfTen.table[-p - PowerOfTen.smallestExponent]
    let product = (UInt128(a.high) << 64 | UInt128(a.low)).multipliedFullWidth(
      by: UInt128(b.high) << 64 | UInt128(b.low))
    let excess = product.high - (1 as UInt128) << 127
    #expect(excess <= 2, "10^\(p)")
    #expect(PowerOfTen.binaryExponent(of: p) + PowerOfTen.binaryExponent(of: -p) == -1)
  }
}
