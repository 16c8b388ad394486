import Tables
import Testing

@testable import Ingest

/// Where cells lie does not show in them.
@Suite struct CellMemoryTests {
  private static let rows = 4_000

  /// Narrow and wide numbers, gaps, words for yes and no, levels that come late, ids and texts.
  private static let text =
    "id,count,amount,wide,paid,plan,note\n"
    + (0..<rows).map { row in
      let gap = row % 97 == 5
      return "A\(row * 7919 % 100_003),\(row % 120),\(gap ? "" : "\(row * 31 % 50_000).25"),\(row).123456789012,"
        + "\(row % 3 == 0 ? "yes" : "no"),\(gap ? "" : "p\(row / 50)"),n\(row % 11)\n"
    }.joined()

  private func table(limit: Int?) throws -> (table: Table, memory: CellMemory?) {
    let memory = limit.map { CellMemory(limit: $0) }
    let options = CSVOptions.with {
      $0.blockBytes = 4_096
      $0.memory = memory
    }
    let result = try readText(Self.text, ["id": .hash, "note": .text, "plan": .category], options: options)
    return (result.table, memory)
  }

  @Test(arguments: [0, 1, 20_000, 60_000])
  func `cells that left memory, from the start or in the middle, are those that stayed`(limit: Int) throws {
    let (kept, none) = try table(limit: nil)
    let (spilled, memory) = try table(limit: limit)
    #expect(none == nil && memory?.file != nil, "cells stayed in memory")
    #expect(spilled.columns.map(\.kind) == kept.columns.map(\.kind))
    #expect(kept.columns.map(\.kind) == [.hash, .number, .number, .number, .boolean, .category, .text])
    #expect(spilled.cellTexts == kept.cellTexts)
    #expect(spilled.columns.map(\.missingCount) == kept.columns.map(\.missingCount))
    let chosen = (0..<Int32(Self.rows)).filter { $0 % 7 == 3 }
    #expect(spilled.selecting(chosen).cellTexts == kept.selecting(chosen).cellTexts)
  }

  @Test func `cells stay where they are few enough, and a table is moved whole`() throws {
    let (kept, memory) = try table(limit: 10_000_000)
    #expect(memory?.file == nil)
    let file = try #require(try CellMemory(limit: 0).add(1))
    #expect(try kept.moved(to: file).cellTexts == kept.cellTexts)
  }
}
