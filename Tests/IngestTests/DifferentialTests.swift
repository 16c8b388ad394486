import Diagnostics
import Foundation
import Tables
import Testing

@testable import Ingest

/// Random files of every oddity the format allows.
private struct FileMaker {
  var dice: Dice
  let width: Int
  let delimiter: UInt8
  /// The share of oddities, in percent.
  let oddity: Int

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &dice) < percent }

  mutating func text() -> [UInt8] {
    let alphabet = Array("abcXYZ0189.-_ é".utf8)
    let longest = chance(2) ? 300 : 9
    return String(
      decoding: (0..<Int.random(in: 0...longest, using: &dice)).map { _ in
        alphabet.filter { $0 < 0x80 }.randomElement(using: &dice)!
      }, as: UTF8.self
    ).utf8.map { $0 }
  }

  mutating func cell() -> [UInt8] {
    var cell = text()
    if chance(3) { cell += Array("é😀".utf8) }
    guard chance(oddity) else { return chance(20) ? [34] + cell + [34] : cell }
    if chance(30) { cell += [delimiter] }
    if chance(20) { cell += [10] }
    if chance(10) { cell += [13, 10] }
    if chance(5) { cell += [13] }
    if chance(20) { cell += [34, 34] + text() }
    return [34] + cell + [34]
  }

  mutating func file(rows: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    let crlf = chance(30)
    for row in 0..<rows {
      if chance(oddity / 4) { bytes += chance(50) ? [10] : [32, 32, 13, 10] }
      var cells = (0..<width).map { _ in cell() }
      cells[0] = Array("id".utf8) + cells[0].filter { $0 != 34 && $0 != delimiter && $0 != 10 && $0 != 13 }
      if chance(oddity / 8) { cells.removeLast() }
      if chance(oddity / 8) { cells.append(text()) }
      bytes += Array(cells.joined(separator: [delimiter]))
      let mixed = chance(oddity / 4)
      if row < rows - 1 || chance(50) { bytes += crlf != mixed ? [13, 10] : chance(oddity / 10) ? [13] : [10] }
    }
    return bytes
  }
}

@Suite struct DifferentialTests {
  private static func header(_ width: Int, _ delimiter: UInt8) -> [UInt8] {
    Array((0..<width).map { Array("name\($0)".utf8) }.joined(separator: [delimiter])) + [10]
  }

  @Test(arguments: 0..<60)
  func `the fast reader finds the cells and lines of the slow one`(_ seed: Int) throws {
    let delimiter: UInt8 = [44, 59, 9, 124][seed % 4]
    let width = 2 + seed % 5
    var maker = FileMaker(dice: Dice(UInt64(seed)), width: width, delimiter: delimiter, oddity: seed % 3 * 20)
    let body = maker.file(rows: 1 + seed * 3 % 40)
    let slow = SlowReader(body, delimiter: delimiter, width: width)
    let file = try Scratch(Self.header(width, delimiter) + body)
    // of the smaller files every byte is once the border of a block
    let sizes = body.count <= 500 ? Array(1...(body.count + 1)) : [1, 2, 3, 7, 64, 65, 1000]
    for blockBytes in sizes + [1 << 20] {
      let options = CSVOptions.with {
        $0.blockBytes = blockBytes
        $0.delimiter = delimiter
        $0.threads = 1 + blockBytes % 3
        $0.onBadRow = .setAside(limit: nil)
      }
      guard let result = try? CSVFile(path: file.path, options: options).read(Array(repeating: .text, count: width))
      else {
        #expect(!slow.faultLines.isEmpty, "refused without a fault")
        continue
      }
      try check(result, slow, width)
    }
  }

  private func check(_ result: ReadResult, _ slow: SlowReader, _ width: Int) throws {
    #expect(result.rejected.map(\.line) == slow.faultLines.map { $0 + 1 })
    #expect(result.summary.blankLines == slow.blankLines)
    try #require(result.table.rowCount == slow.rows.count)
    for (row, expected) in slow.rows.enumerated() {
      #expect(result.lines.line(ofRow: row) == expected.line + 1)
      for column in 0..<width {
        guard case .texts(let texts) = result.table.columns[column].cells else { continue }
        #expect(Array(texts[row].string.utf8) == expected.cells[column])
      }
    }
  }

  @Test func `any block size and number of threads gives the same typed table`() throws {
    var dice = Dice(7)
    var text = "id,amount,count,plan,slope,when\n"
    for row in 0..<400 {
      let amount = Double(Int.random(in: -90000...90000, using: &dice)) / 100
      let plan = ["basic", "pro", "\"team, big\"", " vip ", "", "NA"].randomElement(using: &dice)!
      text +=
        "A\(row),\(row % 17 == 0 ? "" : "\(amount)"),\(row % 90),\(plan),\(Double(row) / 7),2024-0\(1 + row % 9)\n"
    }
    let expected = try readText(text)
    #expect(expected.table.columns.map(\.kind) == [.category, .number, .number, .category, .number, .date])
    for blockBytes in [1, 50, 333, 5000] {
      for threads in [1, 2, 4, 8] {
        let result = try readText(
          text,
          options: .with {
            $0.blockBytes = blockBytes; $0.threads = threads
          })
        #expect(result.table.cellTexts == expected.table.cellTexts)
        #expect(result.summary.missing == expected.summary.missing)
        #expect(result.summary.notices == expected.summary.notices)
        #expect(
          levels(result, "plan")
            == ["basic", "pro", "team, big", "vip"].sorted { a, b in
              text.range(of: a)!.lowerBound < text.range(of: b)!.lowerBound
            })
      }
    }
  }

  private func levels(_ result: ReadResult, _ name: String) -> [String] {
    guard case .categories(let column) = result.table[name]?.cells else { return [] }
    return column.levels.map(\.string)
  }
}
