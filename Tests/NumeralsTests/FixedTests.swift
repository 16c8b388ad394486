import Foundation
import Testing

@testable import Numerals

private func fixed(_ x: Double, _ decimals: Int) -> String {
  var bytes: [UInt8] = []
  bytes.append(x, decimals: decimals)
  return String(decoding: bytes, as: UTF8.self)
}

private func written(_ append: (inout [UInt8]) -> Void) -> String {
  var bytes: [UInt8] = []
  append(&bytes)
  return String(decoding: bytes, as: UTF8.self)
}

@Test func `exact halves go to the even neighbour and all else to the nearer`() {
  #expect(fixed(0.125, 2) == "0.12")
  #expect(fixed(0.375, 2) == "0.38")
  #expect(fixed(2.5, 0) == "2")
  #expect(fixed(3.5, 0) == "4")
  #expect(fixed(2.675, 2) == "2.67")
  #expect(fixed(1.005, 2) == "1.00")
  #expect(fixed(0.995, 2) == "0.99")
  #expect(fixed(9.995, 1) == "10.0")
  #expect(fixed(-1234.5, 2) == "-1234.50")
}

@Test func `a result of zero has no sign`() {
  #expect(fixed(-0.001, 2) == "0.00")
  #expect(fixed(-0.0, 1) == "0.0")
  #expect(fixed(5e-324, 17) == "0.00000000000000000")
}

@Test func `fixed decimals agree with the C library on random numbers`() {
  var bits: UInt64 = 3
  for round in 0..<4_000 {
    bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let unit = Double(bits >> 11) / 9_007_199_254_740_992
    let x = unit * pow(10, Double(round % 24) - 4)
    let decimals = round % 18
    #expect(fixed(x, decimals) == String(format: "%.\(decimals)f", x))
    let coarse = (x * 64).rounded() / 64
    #expect(fixed(coarse, 2) == String(format: "%.2f", coarse))
  }
}

@Test func `numbers beyond a word are written whole`() {
  for x in [18_446_744_073_709_549_568.0, 18_446_744_073_709_551_616, 1e22, 1e23, 1.5e100, .greatestFiniteMagnitude] {
    #expect(fixed(x, 2) == String(format: "%.2f", x))
  }
}

@Test func `whole numbers of every length are their own text`() {
  var power: UInt64 = 1
  for _ in 0..<20 {
    for number in [power, power - 1, power + 1, power &* 9] {
      #expect(written { $0.append(integer: number) } == String(number))
    }
    power = power &* 10
  }
  for number in [Int.min, -1, 0, Int.max, -99_999_999, 100_000_000] {
    #expect(written { $0.append(integer: number) } == String(number))
  }
  for number in 0..<20_000 as Range<UInt64> { #expect(written { $0.append(integer: number) } == String(number)) }
}

@Test func `zeros go before a number with a least number of digits`() {
  #expect(written { $0.append(integer: 42, digits: 7) } == "0000042")
  #expect(written { $0.append(integer: 42, digits: 12) } == "000000000042")
  #expect(written { $0.append(integer: 12_345_678, digits: 3) } == "12345678")
  #expect(written { $0.append(integer: .max, digits: 3) } == "18446744073709551615")
}

@Test func `scaled whole numbers keep all their decimals`() {
  #expect(written { $0.append(scaled: 12_345, decimals: 2) } == "123.45")
  #expect(written { $0.append(scaled: -5, decimals: 2) } == "-0.05")
  #expect(written { $0.append(scaled: 7, decimals: 0) } == "7")
  #expect(written { $0.append(scaled: 0, decimals: 1) } == "0.0")
}

@Test func `padded bytes and words are written to their length`() {
  let text = Array("a label of more than sixteen bytes".utf8) + [UInt8](repeating: 0, count: 16)
  for count in [0, 1, 15, 16, 17, 32, 34] {
    var room = [UInt8](repeating: UInt8(ascii: "-"), count: 96)
    let end = room.withUnsafeMutableBytes { room in
      text.withUnsafeBytes { text in
        var cursor = NumberCursor(room.baseAddress!)
        cursor.write(padded: UnsafeRawBufferPointer(rebasing: text[..<count]))
        cursor.write(word: 0x79_6573, count: 3)
        return cursor.next - room.baseAddress!
      }
    }
    #expect(Array(room[..<end]) == text[..<count] + Array("sey".utf8))
  }
}

@Test func `signed hundredths are whole numbers with a point in them`() {
  withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { room in
    for number in Array(-12_345...12_345) + [1_000_000, -99_999_999_900] {
      var cursor = NumberCursor(room.baseAddress!)
      cursor.write(signedHundredths: number)
      let written = String(decoding: room[..<(cursor.next - room.baseAddress!)], as: UTF8.self)
      let (whole, rest) = (abs(number) / 100, abs(number) % 100)
      #expect(written == "\(number < 0 ? "-" : "+")\(whole).\(rest < 10 ? "0" : "")\(rest)")
    }
  }
}
