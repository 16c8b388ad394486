import CanonicalJSON
import Diagnostics
import Testing

@Suite struct StrictReadingTests {
  @Test(arguments: [
    ("", JSONFault.empty), (" \n", .empty), ("{", .unexpectedEnd), ("[1", .unexpectedEnd), ("\"a", .unexpectedEnd),
    ("tru", .unexpectedEnd), ("trup", .unexpectedByte(0x70)), ("1 2", .trailingText), ("{}x", .trailingText),
    ("[1,]", .trailingComma), (#"{"a":1,}"#, .trailingComma), ("[,1]", .unexpectedByte(0x2C)),
    ("// c\n1", .comment), ("[1 /* c */]", .comment), ("1 // c", .comment), (#"{"a":1,"a":2}"#, .duplicateKey("a")),
    (#"{"a":1,"\u0061":2}"#, .duplicateKey("a")), ("01", .leadingZero), ("00", .leadingZero), ("-01", .leadingZero),
    ("00.5", .leadingZero), (".5", .unexpectedByte(0x2E)), ("1.", .unexpectedEnd), ("1.e3", .unexpectedByte(0x65)),
    ("+1", .unexpectedByte(0x2B)), ("-", .unexpectedEnd), ("1e", .unexpectedEnd), ("0x29", .trailingText),
    ("1_000", .trailingText), ("NaN", .notANumber), ("Infinity", .notANumber), ("-Infinity", .notANumber),
    ("inf", .notANumber), ("nan", .unexpectedByte(0x61)), ("1e999", .numberOverflow), ("-1e999", .numberOverflow),
    ("9223372036854775808", .numberOverflow), ("-9223372036854775809", .numberOverflow),
    ("\"\u{1}\"", .controlCharacter(1)), ("\"a\nb\"", .controlCharacter(0x0A)), (#""\ud800""#, .loneSurrogate),
    (#""\udc00""#, .loneSurrogate), (#""\ud800\u0041""#, .loneSurrogate), (#""\ud800x""#, .loneSurrogate),
    (#""\x41""#, .badEscape), (#""\u00g0""#, .badEscape), ("'a'", .unexpectedByte(0x27)),
    ("{a:1}", .unexpectedByte(0x61)), ("{\"a\" 1}", .unexpectedByte(0x31)), ("{1:1}", .unexpectedByte(0x31)),
    ("[1 2]", .unexpectedByte(0x32)), ("True", .unexpectedByte(0x54)), ("[1}", .unexpectedByte(0x7D)),
  ])
  func `text that is not strict JSON is refused`(text: String, fault: JSONFault) {
    #expect(Self.fault(of: Array(text.utf8)) == fault)
  }

  @Test(arguments: [
    ([0xEF, 0xBB, 0xBF, 0x31], JSONFault.byteOrderMark), ([0xFF, 0xFE, 0x31, 0x00], .byteOrderMark),
    ([0x22, 0xFF, 0x22], .invalidUTF8), ([0x22, 0xC0, 0x80, 0x22], .invalidUTF8),
    ([0x22, 0xED, 0xA0, 0x80, 0x22], .invalidUTF8), ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], .invalidUTF8),
    ([0x22, 0x5C, 0x6E, 0xC3, 0x22], .invalidUTF8), ([0x31, 0x00], .trailingText),
  ])
  func `bytes that are not plain UTF-8 are refused`(bytes: [UInt8], fault: JSONFault) {
    #expect(Self.fault(of: bytes) == fault)
  }

  @Test func `composed and decomposed keys are two keys`() throws {
    let value = try JSONValue(parsing: "{\"\u{E9}\":1,\"e\u{301}\":2}")
    #expect(try JSONCursor(value).object().count == 2)
    #expect(try JSONCursor(value).member("e\u{301}").integer() == 2)
    #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
  }

  @Test func `an error names path, line and byte`() {
    let text = "{\n  \"features\": [\n    {},\n    {\"coef\": 01}\n  ]\n}\n"
    let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    #expect(error == .syntax(.leadingZero, path: "features[1].coef", line: 4, column: 14))
    #expect(error?.problem(inFile: "m.json").location == Problem.Location(file: "m.json", line: 4))
    #expect(
      error?.problem.message == "a number with a leading zero at line 4, byte 14, in features[1].coef")
  }

  @Test(arguments: ["[", "{\"a\":"])
  func `a hundred thousand levels are refused, and ten megabytes of brackets too`(unit: String) {
    for count in [65, 100_000, 10_000_000 / unit.utf8.count] {
      #expect(Self.fault(of: Array(String(repeating: unit, count: count).utf8)) == .tooDeep(64))
    }
  }

  @Test func `a text beyond the limit is refused before it is looked at`() {
    #expect(throws: JSONError.tooLong(bytes: 4, limit: 3)) {
      try JSONValue(parsing: "1234", limits: JSONLimits(bytes: 3))
    }
  }

  @Test func `small numbers go to the nearest double and escapes to their letters`() throws {
    #expect(try JSONValue(parsing: "1e-400") == .number(0))
    #expect(try JSONValue(parsing: "-1e-400") == .number(-0.0))
    #expect(try JSONValue(parsing: "2.4703282292062328e-324") == .number(.leastNonzeroMagnitude))
    #expect(try JSONValue(parsing: "1E+2") == .number(100))
    #expect(try JSONValue(parsing: "-0") == .integer(0))
    #expect(try JSONValue(parsing: #""\u00e9\ud83d\ude00\/\b\f\t""#) == .string("é😀/\u{8}\u{C}\t"))
    #expect(try JSONValue(parsing: " \t\r\n[ ] ") == .array([]))
  }

  @Test func `every prefix of a text is refused`() throws {
    let value: JSONValue = ["a": [1, -2.5e10, "x\n\u{E9}", nil, true], "b": ["c": false]]
    let bytes = try value.rendered()
    for length in 0..<(bytes.count - 1) {
      #expect(Self.fault(of: Array(bytes[..<length])) != nil)
    }
  }

  static func fault(of bytes: [UInt8]) -> JSONFault? {
    do {
      _ = try JSONValue(parsing: bytes)
      return nil
    } catch {
      guard case .syntax(let fault, _, _, _) = error else { return nil }
      return fault
    }
  }
}
