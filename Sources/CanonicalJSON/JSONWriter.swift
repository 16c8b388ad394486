import Numerals
import Parallel

extension JSONValue {
  /// The value as UTF-8 text.
  ///
  /// Doubles are written with the fewest digits that read back to the same bits. Control characters, line separators
  /// and the marks that turn the direction of text are escaped, everything else stands as it is. The list is fixed, so
  /// that bytes do not change with the Unicode tables of a system.
  ///
  /// - Throws: `.notFinite`, `.tooDeep`.
  /// - Complexity: O(length), and sorting of keys.
  public func rendered(_ style: JSONStyle = .canonical, limits: JSONLimits = JSONLimits()) throws(JSONError) -> [UInt8]
  {
    var writer = JSONWriter(style: style, depthLimit: limits.depth)
    try writer.write(self)
    if style.layout == .indented { writer.bytes.append(UInt8(ascii: "\n")) }
    return writer.bytes
  }

  /// The value as a string; see `rendered`.
  public func text(_ style: JSONStyle = .canonical) throws(JSONError) -> String {
    String(decoding: try rendered(style), as: UTF8.self)
  }
}

/// Appends values to a run of bytes.
struct JSONWriter {
  let style: JSONStyle
  let depthLimit: Int
  var bytes: [UInt8] = []
  private var path = JSONPath()

  init(style: JSONStyle, depthLimit: Int) {
    self.style = style
    self.depthLimit = depthLimit
  }

  mutating func write(_ value: JSONValue) throws(JSONError) {
    switch value {
    case .null: append("null")
    case .bool(let flag): append(flag ? "true" : "false")
    case .integer(let number): append(String(number))
    case .number(let number):
      guard number.isFinite else { throw .notFinite(path: path.text) }
      write(number: number)
    case .string(let text): write(text: text)
    case .array(let elements): try write(elements)
    case .object(let object): try write(object)
    }
  }

  private mutating func write(number: Double) {
    let isWritten = withUnsafeTemporaryAllocation(byteCount: NumberCursor.room, alignment: 8) { room in
      guard let start = room.baseAddress else { return false }
      var cursor = NumberCursor(start)
      guard cursor.write(figure: number) else { return false }
      bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: cursor.next - start))
      return true
    }
    if !isWritten { append(number.jsonText) }
  }

  private mutating func write(_ elements: [JSONValue]) throws(JSONError) {
    guard path.depth < depthLimit else { throw .tooDeep(path: path.text, limit: depthLimit) }
    let onOneLine = style.layout == .compact || elements.allSatisfy(\.isPlain)
    append("[")
    if !writeInParts(elements, onOneLine) { try write(elements[...], onOneLine) }
    if !onOneLine { breakLine() }
    append("]")
  }

  private mutating func write(_ elements: ArraySlice<JSONValue>, _ onOneLine: Bool) throws(JSONError) {
    for (index, element) in zip(elements.indices, elements) {
      if index > 0 { append(onOneLine && style.layout == .indented ? ", " : ",") }
      path.push(index: index)
      if !onOneLine { breakLine() }
      try write(element)
      path.pop()
    }
  }

  /// Values from which on a list, or a list of lists, is written in parts, side by side, of about half as many.
  private static let longList = 8_192

  /// Writes the elements of a long list.
  /// - Returns: `false`, nothing being written, where the list is not long, or one of its elements cannot be written.
  private mutating func writeInParts(_ elements: [JSONValue], _ onOneLine: Bool) -> Bool {
    var (starts, values) = ([0], 0)
    for (index, element) in elements.enumerated() {
      values += element.count
      guard values >= Self.longList / 2 else { continue }
      starts.append(index + 1)
      values = 0
    }
    if starts.last != elements.count { starts.append(elements.count) }
    guard starts.count > 3 else { return false }
    var writer = self
    writer.bytes = []
    let parts = concurrently(starts.count - 1) { [writer] part -> [UInt8]? in
      var writer = writer
      do throws(JSONError) { try writer.write(elements[starts[part]..<starts[part + 1]], onOneLine) } catch {
        return nil
      }
      return writer.bytes
    }
    let written = parts.compactMap(\.self)
    guard written.count == parts.count else { return false }
    bytes.reserveCapacity(bytes.count + written.reduce(0) { $0 + $1.count })
    for part in written { bytes += part }
    return true
  }

  private mutating func write(_ object: JSONObject) throws(JSONError) {
    guard path.depth < depthLimit else { throw .tooDeep(path: path.text, limit: depthLimit) }
    append("{")
    for (index, member) in (style.order == .sorted ? object.sortedMembers : object.members).enumerated() {
      if index > 0 { append(",") }
      path.push(key: member.key)
      if style.layout == .indented { breakLine() }
      write(text: member.key)
      append(style.layout == .indented ? ": " : ":")
      try write(member.value)
      path.pop()
    }
    if style.layout == .indented, !object.isEmpty { breakLine() }
    append("}")
  }

  private mutating func write(text: String) {
    append("\"")
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22: append("\\\"")
      case 0x5C: append("\\\\")
      case 0x08: append("\\b")
      case 0x09: append("\\t")
      case 0x0A: append("\\n")
      case 0x0C: append("\\f")
      case 0x0D: append("\\r")
      case 0x20..<0x7F: bytes.append(UInt8(scalar.value))
      case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF:
        let digits = String(scalar.value, radix: 16)
        append("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
      default: bytes.append(contentsOf: UTF8.encode(scalar).unsafelyUnwrapped)
      }
    }
    append("\"")
  }

  private mutating func breakLine() {
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * path.depth))
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
}

extension JSONValue {
  /// Elements of a list; 1 for anything else.
  fileprivate var count: Int {
    if case .array(let elements) = self { elements.count } else { 1 }
  }

  /// Neither a list nor an object.
  fileprivate var isPlain: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }
}

extension Double {
  /// The fewest digits that read back to the same bits, always with a point or an exponent.
  ///
  ///     1 → 1.0     1e16 → 1e16     0.00001 → 1e-5     −0 → -0.0
  var jsonText: String {
    let text = description
    guard let exponent = text.utf8.firstIndex(of: UInt8(ascii: "e")) else { return text }
    var digits = text[text.index(after: exponent)...]
    let sign = digits.utf8.first == UInt8(ascii: "-") ? "-" : ""
    while let first = digits.utf8.first, first == 0x2B || first == 0x2D || (first == 0x30 && digits.utf8.count > 1) {
      digits.removeFirst()
    }
    return text[...exponent] + sign + digits
  }
}
