extension JSONParser {
  mutating func parseString() throws(JSONError) -> String {
    position += 1
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        let text = try validated(bytes[start..<position], from: start)
        position += 1
        return text
      case UInt8(ascii: "\\"): return try parseEscapedString(from: start)
      case 0..<0x20: throw fault(.controlCharacter(bytes[position]))
      default: position += 1
      }
    }
    throw fault(.unexpectedEnd)
  }

  /// The rest of a string that holds escapes; the position is at the first of them.
  private mutating func parseEscapedString(from start: Int) throws(JSONError) -> String {
    var text = Array(bytes[start..<position])
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case UInt8(ascii: "\""):
        let string = try validated(text[...], from: start)
        position += 1
        return string
      case UInt8(ascii: "\\"): text.append(contentsOf: UTF8.encode(try parseEscape()).unsafelyUnwrapped)
      case 0..<0x20: throw fault(.controlCharacter(byte))
      default:
        text.append(byte)
        position += 1
      }
    }
    throw fault(.unexpectedEnd)
  }

  private mutating func parseEscape() throws(JSONError) -> Unicode.Scalar {
    position += 1
    guard let letter = next else { throw fault(.unexpectedEnd) }
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try parseCodePoint()
    default:
      position -= 1
      throw fault(.badEscape)
    }
  }

  /// One `\uXXXX`, or two that make a pair.
  private mutating func parseCodePoint() throws(JSONError) -> Unicode.Scalar {
    let high = try parseFourDigits()
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard high < 0xDC00, next == UInt8(ascii: "\\"), position + 1 < bytes.count, bytes[position + 1] == 0x75 else {
      throw fault(.loneSurrogate)
    }
    position += 2
    let low = try parseFourDigits()
    guard 0xDC00...0xDFFF ~= low, let scalar = Unicode.Scalar(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    else { throw fault(.loneSurrogate) }
    return scalar
  }

  private mutating func parseFourDigits() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next else { throw fault(.unexpectedEnd) }
      switch byte {
      case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
      case 0x41...0x46: value = value << 4 | UInt32(byte - 0x41 + 10)
      case 0x61...0x66: value = value << 4 | UInt32(byte - 0x61 + 10)
      default: throw fault(.badEscape)
      }
      position += 1
    }
    return value
  }

  private mutating func validated(_ slice: ArraySlice<UInt8>, from start: Int) throws(JSONError) -> String {
    if let text = String(validating: slice, as: UTF8.self) { return text }
    position = start
    throw fault(.invalidUTF8)
  }
}
