import CanonicalJSON
import Testing

/// Long lists are written in parts, which does not show.
@Suite struct LongListTests {
  private static let numbers = (0..<30_000).map { JSONValue.number(Double($0) / 7) }
  private static let rows = (0..<200).map { row in JSONValue.array(Array(numbers[..<(row + 1)])) }

  /// The elements of a list, one written after another.
  private func joined(_ elements: [JSONValue], _ separator: String) throws -> String {
    try elements.map { try $0.text(.sortedLine) }.joined(separator: separator)
  }

  @Test func `a long list of numbers is its numbers`() throws {
    let list = JSONValue.array(Self.numbers)
    #expect(try list.text(.sortedLine) == "[" + joined(Self.numbers, ",") + "]")
    #expect(try list.text(.canonical) == "[" + joined(Self.numbers, ", ") + "]\n")
  }

  @Test func `a long list of lists has a line for each, as deep as it lies`() throws {
    let value: JSONValue = ["matrix": ["lower": .array(Self.rows)]]
    let lines = try Self.rows.map { row -> String in
      guard case .array(let elements) = row else { return "" }
      return try "      [" + joined(elements, ", ") + "]"
    }
    #expect(
      try value.text(.canonical)
        == "{\n  \"matrix\": {\n    \"lower\": [\n" + lines.joined(separator: ",\n") + "\n    ]\n  }\n}\n")
    #expect(try JSONValue(parsing: value.text(.canonical)) == value)
  }

  @Test func `what cannot be written is named by its place`() {
    var numbers = Self.numbers
    numbers[20_001] = .number(.nan)
    #expect(throws: JSONError.notFinite(path: "a[20001]")) { try (["a": .array(numbers)] as JSONValue).rendered() }
    var rows = Self.rows
    rows[150] = .array([.number(1), .number(.infinity)])
    #expect(throws: JSONError.notFinite(path: "[150][1]")) { try JSONValue.array(rows).rendered() }
  }
}
