import CanonicalJSON
import Testing

@Suite struct RoundTripTests {
  @Test func `two hundred thousand random doubles come back bit for bit`() throws {
    var generator = SplitMix(state: 20_260_101)
    var values: [Double] = []
    while values.count < 200_000 {
      let value = Double(bitPattern: generator.next())
      if value.isFinite { values.append(value) }
    }
    let bytes = try JSONValue.array(values.map { .number($0) }).rendered(.sortedLine)
    let back = try JSONCursor(JSONValue(parsing: bytes)).numbers(count: values.count)
    #expect(zip(values, back).allSatisfy { $0.bitPattern == $1.bitPattern })
  }

  @Test(arguments: [
    (1.0, "1.0"), (-0.0, "-0.0"), (0.1, "0.1"), (1e16, "1e16"), (1e-5, "1e-5"), (.leastNonzeroMagnitude, "5e-324"),
    (1.7976931348623157e308, "1.7976931348623157e308"), (0.30000000000000004, "0.30000000000000004"),
    (123456.789, "123456.789"), (-2.5e-10, "-2.5e-10"),
  ])
  func `a double is written with the fewest digits and a point or an exponent`(value: Double, text: String) throws {
    #expect(try JSONValue.number(value).text(.sortedLine) == text)
    #expect(try JSONValue(parsing: text) == .number(value))
  }

  @Test func `figures of every size have the digits of description`() throws {
    var generator = SplitMix(state: 7)
    for place in 0..<40_000 {
      let unit = Double(generator.next() >> 11) / 9_007_199_254_740_992
      let digits = (unit * 1e4).rounded()
      for value in [
        unit - 0.5, unit * unit * 1e-3, -unit * 1e-9, unit * 1e7, digits / 1e4, digits / 1e9, digits * 1e-30,
        digits / 8, unit * 1e15, Double(place),
      ] {
        let plain = value.description
        // 1e-05 and 1e+16 in the program, 1e-5 and 1e16 in the file
        let expected = plain.split(separator: "e").enumerated().map { $0 == 0 ? String($1) : String(Int($1)!) }
          .joined(separator: "e")
        let written = try JSONValue.number(value).text(.sortedLine)
        if written != expected { Issue.record("\(plain) was written as \(written)") }
      }
    }
  }

  @Test func `a whole number and a double of the same value stay different`() throws {
    #expect(try JSONValue(parsing: "1") == .integer(1))
    #expect(try JSONValue(parsing: "1.0") == .number(1))
    #expect(JSONValue.integer(1) != .number(1))
    #expect(JSONValue.number(0) != .number(-0.0))
  }

  @Test func `the ends of the whole numbers come back`() throws {
    for value in [Int64.min, Int64.max, 0, -1] {
      #expect(try JSONValue(parsing: JSONValue.integer(value).text(.sortedLine)) == .integer(value))
    }
  }

  @Test func `text of any scalar comes back byte for byte`() throws {
    let scalars = (0..<0x2_1000).compactMap { Unicode.Scalar(UInt32($0)) } + [Unicode.Scalar(0x10_FFFF)!]
    for start in stride(from: 0, to: scalars.count, by: 997) {
      var text = ""
      text.unicodeScalars.append(contentsOf: scalars[start..<min(start + 997, scalars.count)])
      let back = try JSONCursor(JSONValue(parsing: JSONValue.string(text).rendered())).string()
      #expect(back.utf8.elementsEqual(text.utf8))
    }
  }

  @Test func `control characters and marks that turn the direction of text are escaped`() throws {
    let text = try JSONValue.string("a\u{1B}[31m\u{202E}\u{85}\"\\\n\u{1}é").text(.sortedLine)
    #expect(text == #""a\u001b[31m\u202e\u0085\"\\\n\u0001é""#)
  }

  @Test func `the canonical form sorts keys by bytes and breaks lines where diff likes them`() throws {
    let value: JSONValue = [
      "b": [1, 2.5, nil], "a": ["z": [[1.0], [0.5, 2.0]], "é": [], "Z": ["k": true]], "empty": [:],
    ]
    let expected = """
      {
        "a": {
          "Z": {
            "k": true
          },
          "z": [
            [1.0],
            [0.5, 2.0]
          ],
          "é": []
        },
        "b": [1, 2.5, null],
        "empty": {}
      }

      """
    #expect(try value.text() == expected)
    #expect(
      try value.text(.sortedLine)
        == #"{"a":{"Z":{"k":true},"z":[[1.0],[0.5,2.0]],"é":[]},"b":[1,2.5,null],"empty":{}}"#)
    #expect(
      try value.text(.line) == #"{"b":[1,2.5,null],"a":{"z":[[1.0],[0.5,2.0]],"é":[],"Z":{"k":true}},"empty":{}}"#)
    #expect(try JSONValue(parsing: value.text(.report)) == value)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `a number that is not finite is refused on writing, with its path`(value: Double) {
    #expect(throws: JSONError.notFinite(path: "a[1]")) { try (["a": [1, .number(value)]] as JSONValue).rendered() }
    #expect(JSONValue.figure(value) == .null)
  }

  @Test func `what is too deep to be read is not written`() throws {
    var value: JSONValue = 1
    for _ in 0..<64 { value = [value] }
    #expect(try JSONValue(parsing: value.rendered(.sortedLine)) == value)
    value = [value]
    #expect(throws: JSONError.self) { try value.rendered() }
  }
}

struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
