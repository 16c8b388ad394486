import CKernels

extension JSONParser {
  /// Characters of the longest number that is read; a double needs 17 digits.
  private static var longestNumber: Int { 1_100 }

  mutating func parseNumber() throws(JSONError) -> JSONValue {
    let start = position
    if next == UInt8(ascii: "-") { position += 1 }
    if next == UInt8(ascii: "I") || next == UInt8(ascii: "i") { throw fault(.notANumber) }
    let firstDigit = position
    try skipDigits()
    if bytes[firstDigit] == UInt8(ascii: "0"), position - firstDigit > 1 {
      position = start
      throw fault(.leadingZero)
    }
    var isInteger = true
    if next == UInt8(ascii: ".") {
      isInteger = false
      position += 1
      try skipDigits()
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      isInteger = false
      position += 1
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { position += 1 }
      try skipDigits()
    }
    if isInteger {
      guard let value = Int64(String(decoding: bytes[start..<position], as: UTF8.self)) else {
        throw overflow(at: start)
      }
      return .integer(value)
    }
    guard position - start <= Self.longestNumber, let value = double(start..<position) else {
      throw overflow(at: start)
    }
    return .number(value)
  }

  /// The correctly rounded value of a literal; `nil` beyond the range of doubles.
  private func double(_ range: Range<Int>) -> Double? {
    var value = 0.0
    let kind = bytes.withUnsafeBufferPointer { bytes in
      let start = bytes.baseAddress! + range.lowerBound
      return csv_parse_number(start, start + range.count, UInt8(ascii: "."), &value)
    }
    guard kind == 0 else { return nil }
    return value == 0 && bytes[range.lowerBound] == UInt8(ascii: "-") ? -0.0 : value
  }

  /// Steps over at least one digit.
  private mutating func skipDigits() throws(JSONError) {
    let start = position
    while position < bytes.count, bytes[position] &- 0x30 < 10 { position += 1 }
    if position == start { throw unexpected(next) }
  }

  private mutating func overflow(at start: Int) -> JSONError {
    position = start
    return fault(.numberOverflow)
  }
}
