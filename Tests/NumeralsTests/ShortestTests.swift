import Testing

@testable import Numerals

private func text(_ x: Double) -> String {
  var bytes: [UInt8] = []
  bytes.append(shortest: x)
  return String(decoding: bytes, as: UTF8.self)
}

/// The significant digits and the exponent of a decimal text, whatever its layout.
private func parts(_ text: String) -> ShortestDecimal {
  let halves = text.drop { $0 == "-" }.split(separator: "e")
  let mantissa = halves[0].split(separator: ".", omittingEmptySubsequences: false)
  let decimals = mantissa.count > 1 ? String(mantissa[1]) : ""
  var digits = UInt64(String(mantissa[0]) + decimals)!
  var exponent = (halves.count > 1 ? Int(halves[1])! : 0) - decimals.utf8.count
  while digits > 0 && digits % 10 == 0 {
    digits /= 10
    exponent += 1
  }
  return ShortestDecimal(digits: digits, exponent: digits == 0 ? 0 : exponent)
}

/// Fails unless the text has the digits of `description` and reads back to the same bits.
private func check(_ x: Double) {
  let written = text(x)
  guard Double(written)?.bitPattern == x.bitPattern, parts(written) == parts(x.description) else {
    Issue.record("\(x.description) was written as \(written)")
    return
  }
}

@Test func `every layout has its example`() {
  let examples: [(Double, String)] = [
    (0, "0"), (-0.0, "-0"), (1, "1"), (-42, "-42"), (0.1, "0.1"), (-0.25, "-0.25"), (1234.5, "1234.5"),
    (0.00001, "0.00001"), (0.000012345678901234567, "0.000012345678901234568"), (0.0000099, "9.9e-06"),
    (1e-7, "1e-07"), (1e15, "1000000000000000"), (9_999_999_999_999_998, "9999999999999998"), (1e16, "1e+16"),
    (123_456_789_012_345_680, "1.2345678901234568e+17"), (1e100, "1e+100"), (.leastNonzeroMagnitude, "5e-324"),
    (.greatestFiniteMagnitude, "1.7976931348623157e+308"), (-1.5e-300, "-1.5e-300"),
    (0.30000000000000004, "0.30000000000000004"), (99_999_999.5, "99999999.5"), (100_000_000.25, "100000000.25"),
    (.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf"), (2_251_799_813_685_248.5, "2251799813685248.5"),
  ]
  for (x, expected) in examples { #expect(text(x) == expected) }
}

@Test func `digits stand on the right sides of the point, however many there are`() {
  for count in 1...15 {
    let digits = String("987654321987654".prefix(count))
    for point in -4...16 {
      let expected =
        point <= 0
        ? "0." + String(repeating: "0", count: -point) + digits
        : point >= count
          ? digits + String(repeating: "0", count: point - count)
          : digits.prefix(point) + "." + digits.dropFirst(point)
      #expect(text(Double(expected)!) == expected)
    }
  }
}

@Test func `random bit patterns have the digits of description and read back`() {
  var bits: UInt64 = 1
  for _ in 0..<60_000 {
    bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let x = Double(bitPattern: bits ^ bits >> 29)
    if x.isFinite { check(x) }
  }
}

@Test func `probabilities and amounts have the digits of description and read back`() {
  var bits: UInt64 = 7
  for _ in 0..<30_000 {
    bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let unit = Double(bits >> 11) / 9_007_199_254_740_992
    check(unit)
    check(unit * unit * unit * 1e-4)
    check((unit * 1e7).rounded() / 100)
  }
}

@Test func `powers of two and their neighbours, powers of ten and subnormals are exact`() {
  for power in -1074...1023 {
    let x = Double(sign: .plus, exponent: power, significand: 1)
    for y in [x, x.nextUp, x.nextDown, -x] where y != 0 { check(y) }
  }
  for power in -323...308 {
    guard let x = Double("1e\(power)") else { continue }
    for y in [x, x.nextUp, x.nextDown, x * 3, x * 7] where y.isFinite { check(y) }
  }
  for fraction in 1...2000 as ClosedRange<UInt64> { check(Double(bitPattern: fraction)) }
}

@Test func `whole numbers around two to the 53 are exact`() {
  for offset in -300...300 {
    check(9_007_199_254_740_992 + Double(offset))
    check(1e16 + Double(offset) * 2)
    check(1e15 + Double(offset) / 8)
  }
}

/// Doubles of all kinds: random bits, probabilities, amounts, few digits, and those where digits hang by a hair.
private func samples() -> [Double] {
  var bits: UInt64 = 11
  var samples: [Double] = [0, -0.0, 1, -1, 0.5, .nan, .infinity, -.infinity, 10, 1e7, 12_345_678.5, 0.00001, 0.000001]
  for place in 0..<60_000 {
    bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let unit = Double(bits >> 11) / 9_007_199_254_740_992
    samples.append(Double(bitPattern: bits ^ bits >> 29))
    samples.append(unit)
    samples.append(unit * unit * unit * 1e-4)
    samples.append((unit * 1e7).rounded() / 100 - 30_000)
    samples.append(unit * 200 - 100)
    samples.append(Double(place) / 8)
    samples.append(Double(9_007_199_254_740_992 + 2 * place) / Double(1 << (place % 60)))
  }
  for power in -8...18 {
    guard let x = Double("1e\(power)") else { continue }
    for factor in 1...99 {
      samples += [x * Double(factor), (x * Double(factor)).nextUp, -(x * Double(factor)).nextDown]
    }
  }
  return samples
}

@Test func `one product tells the digits that three products tell, or none`() {
  var told = 0
  let samples = samples().map(\.magnitude).filter { $0.isFinite && $0 > 0 }
  for x in samples {
    guard let digits = SeventeenDigits(shortest: x) else { continue }
    told += 1
    let exact = SeventeenDigits(ShortestDecimal(x))
    if digits != exact { Issue.record("\(x.description)") }
  }
  #expect(Double(told) > 0.85 * Double(samples.count), "\(told) of \(samples.count)")
}

@Test func `a run of doubles has the texts that they have one by one`() {
  let samples = samples()
  let texts = DecimalTexts()
  var here = [UInt8](repeating: 0, count: 64)
  var left = 0
  for start in stride(from: 0, to: samples.count, by: 251) {
    let run = Array(samples[start..<min(start + 251, samples.count)])
    run.withUnsafeBufferPointer { texts.take($0) }
    for (place, x) in run.enumerated() {
      let written = here.withUnsafeMutableBytes { bytes in
        var cursor = NumberCursor(bytes.baseAddress!)
        cursor.write(place, of: texts, shortest: x)
        return String(decoding: bytes[..<(cursor.next - bytes.baseAddress!)], as: UTF8.self)
      }
      if written != text(x) { Issue.record("\(x.description) was written as \(written)") }
      if texts.lengths[place] == 0 { left += 1 }
    }
  }
  // random bits, whole numbers and powers of two among them
  #expect(left < samples.count / 2, "\(left) of \(samples.count)")
}
