import Diagnostics
import Files
import Foundation
import Tables
import Testing

@testable import Ingest

@Suite struct StreamingTests {
  private static let text =
    "id,x,plan\n" + (0..<2000).map { "A\($0),\($0)\($0 % 9 == 0 ? "" : ".5"),p\($0 % 3)\n" }.joined()

  @Test(arguments: [1, 2, 5])
  func `chunks come in the order of the file and make up the whole`(_ threads: Int) throws {
    let scratch = try Scratch(Self.text)
    let file = try CSVFile(
      path: scratch.path,
      options: .with {
        $0.threads = threads; $0.blockBytes = 512
      })
    var ids: [String] = []
    var rows = 0
    let summary = try file.forEachChunk([.text, .number, .category], transform: { $0.cellTexts }) { cells, place in
      #expect(place.firstRow == rows)
      if place.lines.count > 0 { #expect(place.lines.line(ofRow: 0) == rows + 2) }
      rows += place.lines.count
      ids += cells[0]
    }
    #expect(ids == (0..<2000).map { "A\($0)" })
    #expect(summary.readRows == 2000 && rows == 2000)
    #expect(summary.byteCount == Self.text.utf8.count)
  }

  @Test func `a bad cell stops a stream at its line, or is set aside in its chunk`() throws {
    let scratch = try Scratch(Self.text.replacing("\nA700,700.5", with: "\nA700,seven"))
    let wishes: [ColumnWish] = [.text, .number, .category]
    let file = try CSVFile(path: scratch.path, options: .with { $0.blockBytes = 700 })
    var consumed = 0
    #expect(throws: IngestError.cell(file: scratch.path, line: 702, column: "x", .notNumber(shown: nil, nil))) {
      _ = try file.forEachChunk(wishes, transform: \.rowCount) { rows, _ in consumed += rows }
    }
    #expect(consumed <= 700 && consumed > 600)
    let tolerant = try CSVFile(
      path: scratch.path,
      options: .with {
        $0.blockBytes = 700; $0.onBadRow = .setAside(limit: 1)
      })
    var rejected: [Int] = []
    var rows = 0
    _ = try tolerant.forEachChunk(wishes, transform: \.rowCount) { count, place in
      rows += count
      rejected += place.rejected.map(\.line)
    }
    #expect(rejected == [702] && rows == 1999)
  }

  @Test func `what the caller throws ends the stream`() throws {
    struct Enough: Error {}
    let scratch = try Scratch(Self.text)
    let file = try CSVFile(
      path: scratch.path,
      options: .with {
        $0.threads = 3; $0.blockBytes = 100
      })
    let wishes: [ColumnWish] = [.text, .number, .category]
    #expect(throws: Enough.self) { try file.forEachChunk(wishes, transform: { _ in }) { _, _ in throw Enough() } }
    #expect(throws: Enough.self) {
      try file.forEachChunk(wishes, transform: { _ in throw Enough() }) { (_: Void, _) in }
    }
  }

  @Test func `a named pipe is read whole and chunk by chunk like a file`() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("pipe-\(UUID().uuidString)").path
    #expect(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    let text = Self.text
    func feed() {
      Thread.detachNewThread {
        guard let handle = FileHandle(forWritingAtPath: path) else { return }
        try? handle.write(contentsOf: Data(text.utf8))
        try? handle.close()
      }
    }
    feed()
    let whole = try read(path, options: .with { $0.blockBytes = 1000 })
    #expect(whole.table.cellTexts == (try readText(text).table.cellTexts))
    feed()
    let file = try CSVFile(
      path: path,
      options: .with {
        $0.blockBytes = 1000; $0.threads = 2
      })
    var rows = 0
    _ = try file.forEachChunk([.text, .number, .category], transform: \.rowCount) { count, _ in rows += count }
    #expect(rows == 2000)
  }

  @Test(arguments: [1, 2, 3]) func `the sum of a file is made on the way, of every byte once`(threads: Int) throws {
    // a column that turns out to hold texts is read again; that must not show
    let late = Self.text + (0..<3_000).map { "L\($0),text,pro\n" }.joined()
    for text in [Self.text, late, "\u{FEFF}" + Self.text + "\n\n"] {
      let scratch = try Scratch(Array(text.utf8))
      let wanted = try FileDigest.sha256(ofFile: scratch.path)
      for blockBytes in [700, 4_096, 1 << 19] {
        let file = try CSVFile(
          path: scratch.path,
          options: .with {
            $0.threads = threads; $0.blockBytes = blockBytes
          })
        let wishes = file.header.names.map { _ in ColumnWish.infer }
        #expect(try file.read(wishes, digesting: true).summary.sha256 == wanted)
        #expect(try file.read(wishes).summary.sha256 == nil)
      }
    }
  }
}
