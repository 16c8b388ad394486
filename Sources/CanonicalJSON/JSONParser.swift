extension JSONValue {
  /// Reads strict JSON: UTF-8 without byte-order mark, no comments, no trailing commas, no key twice, no number that
  /// does not fit, no half surrogates, nothing after the value.
  ///
  /// - Throws: `.syntax` with path and line, `.tooLong`.
  /// - Complexity: O(length); memory grows only with bytes that were read.
  /// - SeeAlso: RFC 8259.
  public init(parsing bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
    guard bytes.count <= limits.bytes else { throw .tooLong(bytes: bytes.count, limit: limits.bytes) }
    var parser = JSONParser(bytes: bytes, depthLimit: limits.depth)
    self = try parser.parseWhole()
  }

  /// Reads strict JSON from a string.
  public init(parsing text: String, limits: JSONLimits = JSONLimits()) throws(JSONError) {
    try self.init(parsing: Array(text.utf8), limits: limits)
  }
}

/// One pass over the bytes of a text.
struct JSONParser {
  let bytes: [UInt8]
  let depthLimit: Int
  var position = 0
  var path = JSONPath()

  init(bytes: [UInt8], depthLimit: Int) {
    self.bytes = bytes
    self.depthLimit = depthLimit
  }

  /// The next byte, or `nil` at the end.
  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func parseWhole() throws(JSONError) -> JSONValue {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) || bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw fault(.byteOrderMark)
    }
    skipBlanks()
    if next == nil { throw fault(.empty) }
    let value = try parseValue()
    skipBlanks()
    if let byte = next { throw fault(byte == UInt8(ascii: "/") ? .comment : .trailingText) }
    return value
  }

  private mutating func parseValue() throws(JSONError) -> JSONValue {
    guard let byte = next else { throw fault(.unexpectedEnd) }
    switch byte {
    case UInt8(ascii: "{"): return .object(try parseObject())
    case UInt8(ascii: "["): return .array(try parseArray())
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
    case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
    case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
    case UInt8(ascii: "n"): return try parseWord("null", .null)
    case UInt8(ascii: "N"), UInt8(ascii: "I"), UInt8(ascii: "i"): throw fault(.notANumber)
    default: throw unexpected(byte)
    }
  }

  private mutating func parseObject() throws(JSONError) -> JSONObject {
    try open()
    var object = JSONObject()
    guard next != UInt8(ascii: "}") else {
      position += 1
      return object
    }
    while true {
      guard next == UInt8(ascii: "\"") else { throw unexpected(next) }
      let keyStart = position
      let key = try parseString()
      path.push(key: key)
      if object[key] != nil {
        position = keyStart
        throw fault(.duplicateKey(key))
      }
      skipBlanks()
      guard next == UInt8(ascii: ":") else { throw unexpected(next) }
      position += 1
      skipBlanks()
      object.append(key, try parseValue())
      path.pop()
      if try endOfElement(closing: UInt8(ascii: "}")) { return object }
    }
  }

  private mutating func parseArray() throws(JSONError) -> [JSONValue] {
    try open()
    var elements: [JSONValue] = []
    guard next != UInt8(ascii: "]") else {
      position += 1
      return elements
    }
    while true {
      path.push(index: elements.count)
      elements.append(try parseValue())
      path.pop()
      if try endOfElement(closing: UInt8(ascii: "]")) { return elements }
    }
  }

  /// Steps over an opening bracket and the blanks after it.
  private mutating func open() throws(JSONError) {
    guard path.depth < depthLimit else { throw fault(.tooDeep(depthLimit)) }
    position += 1
    skipBlanks()
  }

  /// Steps over the comma or the closing bracket after an element.
  /// - Returns: whether it was the bracket.
  private mutating func endOfElement(closing: UInt8) throws(JSONError) -> Bool {
    skipBlanks()
    guard let byte = next, byte == closing || byte == UInt8(ascii: ",") else { throw unexpected(next) }
    position += 1
    if byte == closing { return true }
    skipBlanks()
    if next == closing { throw fault(.trailingComma) }
    return false
  }

  private mutating func parseWord(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
    for index in 0..<word.utf8CodeUnitCount {
      guard next == word.utf8Start[index] else { throw unexpected(next) }
      position += 1
    }
    return value
  }

  mutating func skipBlanks() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  func unexpected(_ byte: UInt8?) -> JSONError {
    guard let byte else { return fault(.unexpectedEnd) }
    return fault(byte == UInt8(ascii: "/") ? .comment : .unexpectedByte(byte))
  }

  /// The error for the byte at the position.
  func fault(_ fault: JSONFault) -> JSONError {
    let before = bytes[..<min(position, bytes.count)]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let line = before.count { $0 == UInt8(ascii: "\n") } + 1
    return .syntax(fault, path: path.text, line: line, column: before.count - lineStart + 1)
  }
}
