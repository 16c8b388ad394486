/// A value on its way into types: every step says what it needs, and a failure names the place.
///
///     let root = JSONCursor(value)
///     let slopes = try root.member("terms").elements().map { (term) throws(JSONError) in try term.number() }
public struct JSONCursor: Sendable {
  /// The value.
  public let value: JSONValue
  /// The way to it from the whole, such as `features[3].coef`.
  public let path: String

  /// A cursor at the whole of a value.
  public init(_ value: JSONValue, path: String = "") {
    self.value = value
    self.path = path
  }

  /// Whether the value is `null`.
  public var isNull: Bool { if case .null = value { true } else { false } }

  /// The value itself, or `nil` for `null`.
  public var unlessNull: JSONCursor? { isNull ? nil : self }

  /// The members.
  /// - Throws: `.wrongKind`.
  public func object() throws(JSONError) -> JSONObject {
    guard case .object(let object) = value else { throw wrongKind("an object") }
    return object
  }

  /// The member of a name.
  /// - Throws: `.wrongKind`, `.missingKey`.
  public func member(_ key: String) throws(JSONError) -> JSONCursor {
    let object = try object()
    guard let value = object[key] else { throw .missingKey(path: path, key: key, present: object.keys) }
    return JSONCursor(value, path: JSONPath.joined(path, key: key))
  }

  /// The member of a name, or `nil` where there is none.
  /// - Throws: `.wrongKind`.
  public func memberIfPresent(_ key: String) throws(JSONError) -> JSONCursor? {
    try object()[key].map { JSONCursor($0, path: JSONPath.joined(path, key: key)) }
  }

  /// Checks that no member has another name than these.
  /// - Throws: `.wrongKind`, `.unknownKey`.
  public func allow(only keys: String...) throws(JSONError) {
    for key in try object().keys where !keys.contains(where: { $0.utf8.elementsEqual(key.utf8) }) {
      throw .unknownKey(path: path, key: key, known: keys)
    }
  }

  /// The elements of a list.
  /// - Parameter count: how many there must be, where that is declared.
  /// - Throws: `.wrongKind`, `.wrongCount`.
  public func elements(count: Int? = nil) throws(JSONError) -> [JSONCursor] {
    guard case .array(let elements) = value else { throw wrongKind("a list") }
    if let count, count != elements.count { throw .wrongCount(path: path, needed: count, found: elements.count) }
    return elements.enumerated().map { JSONCursor($1, path: path + "[\($0)]") }
  }

  /// A list of doubles, without a cursor for each.
  /// - Throws: `.wrongKind`, `.wrongCount`.
  public func numbers(count: Int? = nil) throws(JSONError) -> [Double] {
    guard case .array(let elements) = value else { throw wrongKind("a list") }
    if let count, count != elements.count { throw .wrongCount(path: path, needed: count, found: elements.count) }
    var numbers: [Double] = []
    numbers.reserveCapacity(elements.count)
    for (index, element) in elements.enumerated() {
      if case .number(let number) = element, number.isFinite {
        numbers.append(number)
      } else {
        numbers.append(try JSONCursor(element, path: path + "[\(index)]").number())
      }
    }
    return numbers
  }

  /// Text.
  /// - Throws: `.wrongKind`.
  public func string() throws(JSONError) -> String {
    guard case .string(let text) = value else { throw wrongKind("text") }
    return text
  }

  /// A boolean.
  /// - Throws: `.wrongKind`.
  public func bool() throws(JSONError) -> Bool {
    guard case .bool(let flag) = value else { throw wrongKind("true or false") }
    return flag
  }

  /// A whole number within a range.
  /// - Throws: `.wrongKind`, `.outOfRange`.
  public func integer(in range: ClosedRange<Int> = Int.min...Int.max) throws(JSONError) -> Int {
    guard case .integer(let number) = value else { throw wrongKind("a whole number") }
    guard let result = Int(exactly: number), range.contains(result) else {
      throw .outOfRange(
        path: path, value: number, lowest: Int64(range.lowerBound), highest: Int64(range.upperBound))
    }
    return result
  }

  /// A finite double; a whole number is one too where it is exact (below 2^53).
  /// - Throws: `.wrongKind`, `.notFinite`.
  public func number() throws(JSONError) -> Double {
    switch value {
    case .number(let number):
      guard number.isFinite else { throw .notFinite(path: path) }
      return number
    case .integer(let number) where number.magnitude <= 1 << 53: return Double(number)
    default: throw wrongKind("a number")
    }
  }

  /// A case of an enumeration by its raw value.
  /// - Throws: `.wrongKind`, `.unknownWord`.
  public func word<Word: RawRepresentable & CaseIterable>(of type: Word.Type) throws(JSONError) -> Word
  where Word.RawValue == String {
    let text = try string()
    if let word = Word.allCases.first(where: { $0.rawValue.utf8.elementsEqual(text.utf8) }) { return word }
    throw .unknownWord(path: path, word: text, known: Word.allCases.map(\.rawValue))
  }

  /// An error of the caller's about this place.
  /// - Parameter message: goes on from "features[3].coef ", such as "is negative".
  public func invalid(_ message: String) -> JSONError { .invalid(path: path, message: message) }

  private func wrongKind(_ needed: String) -> JSONError {
    .wrongKind(path: path, needed: needed, found: value.kindName)
  }
}
