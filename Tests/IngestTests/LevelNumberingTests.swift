import Foundation
import Tables
import Testing

@testable import Ingest

/// A level's code is its place in the order of the rows that are kept, whichever parser met it first and in which block.
@Suite struct LevelNumberingTests {
  private struct Row {
    var level: String
    var number: String
    var isKept: Bool { number != "x" }
  }

  /// Levels turn up late, go and come back; some rows are no rows.
  private static func rows(_ count: Int, levels: Int, seed: UInt64) -> [Row] {
    var dice = Dice(seed)
    return (0..<count).map { row in
      let known = max(1, levels * (row + 1) / count)
      let level = Int.random(in: max(0, known - 1 - levels / 2)..<known, using: &dice)
      let text = level % 7 == 3 ? "a level of many bytes \(level)" : level % 7 == 5 ? "a\"\"b\(level)" : "L\(level)"
      let number = Int.random(in: 0..<40, using: &dice) == 0 ? "x" : "\(row % 9)"
      return Row(level: Int.random(in: 0..<30, using: &dice) == 0 ? "" : text, number: number)
    }
  }

  private static func cell(_ level: String, _ row: Int) -> String {
    let quoted = level.contains("\"") ? "\"\(level)\"" : row % 5 == 0 && !level.isEmpty ? "\"\(level)\"" : level
    return row % 11 == 0 && !level.contains("\"") ? " \(level) " : quoted
  }

  @Test(arguments: [(1, 300), (2, 300), (3, 300), (2, 5_000)], [(900, 3), (2_000, 40), (30_000, 9_000)])
  func `codes are those of a reading row by row`(
    _ reading: (threads: Int, block: Int), _ size: (rows: Int, levels: Int)
  )
    throws
  {
    let rows = Self.rows(size.rows, levels: size.levels, seed: UInt64(size.levels))
    let text =
      "number,level\n" + rows.enumerated().map { "\($1.number),\(Self.cell($1.level, $0))\n" }.joined()
    var known: [String: Int32] = [:]
    var levels: [String] = []
    let codes = rows.filter(\.isKept).map { row -> Int32 in
      let level = row.level.replacing("\"\"", with: "\"")
      if level.isEmpty { return -1 }
      if let code = known[level] { return code }
      known[level] = Int32(levels.count)
      levels.append(level)
      return Int32(levels.count - 1)
    }
    let scratch = try Scratch(text)
    let file = try CSVFile(
      path: scratch.path,
      options: .with {
        $0.threads = reading.threads
        $0.blockBytes = reading.block
        $0.onBadRow = .setAside(limit: nil)
      })
    let column = try #require(file.read([.number, .category]).table["level"])
    guard case .categories(let found) = column.cells else {
      Issue.record("no category")
      return
    }
    #expect(found.levels.map(\.string) == levels)
    #expect(found.segments.pieces.flatMap(\.codes) == codes)
    #expect(found.missingCount == codes.count { $0 < 0 })
  }
}
