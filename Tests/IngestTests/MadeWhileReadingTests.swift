import Tables
import Testing

@testable import Ingest

/// What is made of cells while they are read is what they themselves say later.
@Suite struct MadeWhileReadingTests {
  /// Rows of four columns: an id, a narrow, a middling and a wide number; some cells are empty and some rows bad.
  private static let text: String = {
    var lines = "id,a,b,c\n"
    for row in 0..<900 {
      let (a, b) = (row % 9 == 4 ? "" : "\(row % 100)", "\(row * 7 - 3_000).\(row % 10)")
      let c = row % 11 == 5 ? "" : "\(row * 1_000_003 % 90_000_000)"
      let id = row % 50 == 7 ? "\"B\(row)\"" : "A\(1_000 + row)"
      lines += row % 97 == 13 ? "\(id),bad,\(b),\(c)\n" : "\(id),\(a),\(b),\(c)\n"
    }
    return lines
  }()

  private func read(blockBytes: Int, threads: Int) throws -> Table {
    let options = CSVOptions.with {
      ($0.blockBytes, $0.threads) = (blockBytes, threads)
      $0.onBadRow = .setAside(limit: nil)
    }
    return try readText(Self.text, ["id": .text, "a": .number, "b": .number, "c": .number], options: options).table
  }

  @Test(arguments: [200, 3_000, 1 << 19], [1, 3]) func `sums of columns`(blockBytes: Int, threads: Int) throws {
    let table = try read(blockBytes: blockBytes, threads: threads)
    #expect(table.rowCount < 900)
    for name in ["a", "b", "c"] {
      guard case .numbers(let column)? = table[name]?.cells else {
        Issue.record("\(name) is no number")
        continue
      }
      let known = try #require(column.total(of: nil))
      // the same cells, nothing known of them
      let pieces = column.segments.pieces.map { NumberPiece($0.storage, decimals: $0.decimals) }
      let bare = NumberColumn(segments: Segments(pieces), missingCount: column.missingCount)
      #expect(known == bare.total(of: nil) && known.missing == column.doubles.count { $0.isNaN }, "\(name)")
      #expect(known == column.total(of: RowSet(rowCount: column.count, where: { _ in true })), "\(name)")
    }
  }

  @Test(arguments: [200, 3_000, 1 << 19]) func `hashes of texts`(blockBytes: Int) throws {
    let table = try read(blockBytes: blockBytes, threads: 2)
    guard case .texts(let ids)? = table["id"]?.cells else {
      Issue.record("ids are texts")
      return
    }
    let values = (0..<ids.count).map { ids[$0].string }
    let bare = TextColumn(values)
    let hashes = { (column: TextColumn) in HashColumn(segments: Segments(column.segments.pieces.map(\.hashes))) }
    #expect(hashes(ids).hashes == values.map { StableHash.of($0) })
    #expect(hashes(bare).hashes == hashes(ids).hashes)
    #expect(!hashes(ids).isAscending && !hashes(bare).isAscending)
    let ascending = values.filter { $0.hasPrefix("A") }
    let file = try readText("id,x\n" + ascending.map { "\($0),1\n" }.joined(), ["id": .text])
    guard case .texts(let sorted)? = file.table["id"]?.cells else { return }
    #expect(hashes(sorted).isAscending && hashes(TextColumn(ascending)).isAscending)
  }
}
