import CKernels
import Diagnostics
import Foundation
import Tables
import Testing

@testable import Ingest

@Suite struct NumberTests {
  /// Reads literals as one column.
  private func column(_ literals: [String]) throws -> [Double] {
    let text = "id,x\n" + literals.map { "a,\($0)\n" }.joined()
    guard case .numbers(let column) = try readText(text, ["x": .number]).table["x"]?.cells else { return [] }
    return column.doubles
  }

  private static func literal(_ dice: inout Dice) -> String {
    func digits(_ range: ClosedRange<Int>) -> String {
      (0..<Int.random(in: range, using: &dice)).map { _ in String(Int.random(in: 0...9, using: &dice)) }.joined()
    }
    let sign = ["", "", "", "-", "+"].randomElement(using: &dice)!
    switch Int.random(in: 0..<8, using: &dice) {
    case 0: return sign + digits(1...8)
    case 1: return sign + digits(1...5) + "." + digits(0...3)
    case 2: return sign + "." + digits(1...6)
    case 3: return sign + digits(1...20) + "." + digits(0...20)
    case 4:
      return sign + digits(1...3) + "." + digits(1...15) + "e" + ["", "-", "+"].randomElement(using: &dice)!
        + digits(1...2)
    case 5: return "\(Double.random(in: -1e3...1e3, using: &dice))"
    case 6:
      let value = Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &dice))
      return value.isFinite ? "\(value)" : "0"
    default: return sign + digits(15...19) + "E-" + digits(1...2)
    }
  }

  @Test(arguments: 0..<4)
  func `a literal has the value strtod gives it`(_ seed: Int) throws {
    var dice = Dice(UInt64(seed) + 99)
    let literals = (0..<40_000).map { _ in Self.literal(&dice) }.filter { strtod($0, nil).isFinite }
    let narrow = literals.filter { $0.utf8.count <= 6 }
    for list in [literals, narrow] {
      let read = try column(list)
      try #require(read.count == list.count)
      var wrong: [String] = []
      for (place, literal) in list.enumerated() where read[place] != strtod(literal, nil) { wrong.append(literal) }
      #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    }
  }

  @Test(arguments: 0...8, ["\n", "\r\n"])
  func `a column of equal decimals has the values strtod gives`(_ decimals: Int, _ lineEnd: String) throws {
    var dice = Dice(UInt64(decimals) + 5)
    let cells = (0..<2003).map { row -> String in
      if Int.random(in: 0..<30, using: &dice) == 0 { return "" }
      if row == 1500 { return "-7" }
      let whole = Int.random(in: 0...[9, 999, 99999, 9_999_999][row / 501 % 4], using: &dice)
      let sign = Bool.random(using: &dice) ? "-" : ""
      guard decimals > 0 else { return sign + "\(whole)" }
      let fraction = (0..<decimals).map { _ in String(Int.random(in: 0...9, using: &dice)) }.joined()
      return sign + (whole % 10 == 0 ? "" : "\(whole % 10000)") + "." + fraction
    }
    let text = "x,y" + lineEnd + cells.map { "\($0),\($0)" + lineEnd }.joined()
    let result = try readText(text, ["x": .number, "y": .number], options: .with { $0.blockBytes = 5000 })
    for column in result.table.columns {
      guard case .numbers(let numbers) = column.cells else { continue }
      let wrong = zip(numbers.doubles, cells).filter { value, cell in
        cell.isEmpty ? !value.isNaN : value != strtod(cell, nil)
      }
      #expect(wrong.isEmpty, "\(wrong.prefix(3))")
      #expect(numbers.missingCount == cells.count { $0.isEmpty })
    }
  }

  @Test func `hard literals are rounded correctly`() throws {
    let hard = [
      "9007199254740993", "9007199254740992.5", "1.7976931348623157e308", "2.2250738585072011e-308", "5e-324",
      "2.4703282292062327e-324", "4.9e-324", "1e22", "1e23", "8.5e22", "123456789012345678901234567890", "0.1",
      "0.30000000000000004", "6.631236846766476e-316", "3.237883913302901289588352412501532174863037669423108059e-313",
      "7.2057594037927933e16", "72057594037927935", "9223372036854775807", "18446744073709551615", "1e-400",
      "0.000000000000000000000000000000000001", "1000000000000000000000000000000e-30", "0e999", "-0", "-0.0", "00012",
      "0.5000000000000000000000000000000000000000000000000001",
      "1.00000000000000011102230246251565404236316680908203125",
      "1.00000000000000011102230246251565404236316680908203124", String(repeating: "9", count: 300),
      "0." + String(repeating: "0", count: 300) + "1",
    ]
    let read = try column(hard)
    for (place, literal) in hard.enumerated() {
      #expect(read[place] == strtod(literal, nil), "\(literal)")
      #expect(NumberLiteral.value(of: literal) == strtod(literal, nil), "\(literal)")
    }
    #expect(read.allSatisfy { $0 != 0 || $0.sign == .plus })
  }

  @Test(arguments: [
    "", ".", "-", "+", "e5", "1e", "1e+", "0x29", "1_2", "inf", "NAN", "1,5", "$1", "1%", "1 2", "--1", "1-", "1.2.3",
    "..", "1..", "+-1", "1e5.5", "１", "−1", "1f", "0b1", "1d3", "1e999", "-1e999",
  ])
  func `what is no plain decimal literal is no number`(_ text: String) {
    #expect(NumberLiteral.value(of: text) == nil)
    guard !text.isEmpty else { return }
    let problem = problem("id,x\na,1\nb,2\nc,\"\(text)\"\nd,4\n")
    #expect(problem?.code == "csv.not-a-number")
    #expect(problem?.location?.line == 4)
  }

  @Test func `blanks and quotes around a number are tolerated`() throws {
    #expect(try column(["\" 1.5\"", " 2", "3 ", "\t4\t", "\"5\""]) == [1.5, 2, 3, 4, 5])
  }

  @Test func `a column is held in its narrowest lossless form`() throws {
    func storage(_ literals: [String]) throws -> (String, Int) {
      let text = "id,x\n" + literals.map { "a,\($0)\n" }.joined()
      guard case .numbers(let column) = try readText(text, ["x": .number]).table["x"]?.cells else { return ("", 0) }
      let piece = column.segments.pieces[0]
      switch piece.storage {
      case .int8: return ("int8", piece.decimals)
      case .int16: return ("int16", piece.decimals)
      case .int32: return ("int32", piece.decimals)
      case .double: return ("double", piece.decimals)
      }
    }
    #expect(try storage(["127", "-127", ""]) == ("int8", 0))
    #expect(try storage(["128"]) == ("int16", 0))
    #expect(try storage(["1", "12.7", "3"]) == ("int8", 1))
    #expect(try storage(["32767", "-32767"]) == ("int16", 0))
    #expect(try storage(["32768"]) == ("int32", 0))
    #expect(try storage(["2147483647", "-2147483647"]) == ("int32", 0))
    #expect(try storage(["2147483648"]) == ("double", 0))
    #expect(try storage(["100000", "0.00001"]) == ("double", 0))
    #expect(try storage(["1.000000000", "2"]) == ("int32", 9))
    #expect(try storage(["0.1234567891"]) == ("double", 0))
    #expect(try storage(["1.2e1", "5e2"]) == ("int16", 0))
  }

  @Test func `decimal commas are read when asked for`() throws {
    let text = "id;x\na;1,5\nb;-2,25\nc;3\n"
    let result = try readText(text, options: .with { $0.decimalComma = true })
    #expect(result.table.cellTexts[1] == ["1.5", "-2.25", "3.0"])
    #expect(problem(text)?.remedies.first?.contains("--decimal ,") == true)
    #expect(problem("id;x\na;1.5\nb;2,5\nc;3\n", options: .with { $0.decimalComma = true })?.location?.line == 2)
  }

  @Test func `the vector scan and the plain one agree`() {
    var dice = Dice(3)
    let alphabet = Array("ab,,,\n\r\"\"é\0".utf8)
    for round in 0..<3000 {
      let count = Int.random(in: 1...200, using: &dice)
      let kinds = alphabet.prefix(round % 2 == 0 ? 7 : alphabet.count)
      var bytes = [UInt8](repeating: 0xEE, count: 64 + count + 64)
      for place in 0..<count { bytes[64 + place] = kinds.randomElement(using: &dice)! }
      bytes[64 + count - 1] = 10
      var fast = [UInt32](repeating: 0, count: count + 64)
      var plain = fast
      let (a, b) = bytes.withUnsafeBufferPointer { bytes in
        let start = bytes.baseAddress! + 64
        return (csv_index(start, count, 44, &fast), csv_index_portable(start, count, 44, &plain))
      }
      #expect(a.separators == b.separators && a.lines == b.lines && a.smallest == b.smallest)
      #expect(a.has_high == b.has_high && a.irregular == b.irregular && a.has_quote == b.has_quote)
      #expect(fast[..<a.separators] == plain[..<b.separators])
    }
  }
}
