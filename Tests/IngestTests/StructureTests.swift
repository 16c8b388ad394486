import Diagnostics
import Foundation
import Tables
import Testing

@testable import Ingest

@Suite struct StructureTests {
  private static let clean = "id,usage,plan\nA1,1.5,basic\nA2,2,pro\nA3,3,pro\n"

  private func failure(_ bytes: [UInt8], options: CSVOptions = CSVOptions()) throws -> Problem? {
    let scratch = try Scratch(bytes)
    do {
      _ = try read(scratch.path, options: options)
      return nil
    } catch let error as IngestError { return error.problem }
  }

  @Test(
    arguments: [
      ([0x1F, 0x8B, 8, 0], "gzip"), ([0x50, 0x4B, 3, 4, 20], "zip"), ([0x50, 0x41, 0x52, 0x31, 21], "Parquet"),
      ([0xFF, 0xFE, 0x69, 0], "UTF-16"), ([0xFE, 0xFF, 0, 0x69], "UTF-16"),
      ("id,x\na,1\nb,2\n".utf16.flatMap { [UInt8($0), 0] }, "UTF-16"),
      ([0x28, 0xB5, 0x2F, 0xFD, 1], "zstd"), (Array("%PDF-1.7\n".utf8), "PDF"),
      (Array("SQLite format 3\0".utf8), "SQLite"),
      (Array("  <html><body>".utf8), "HTML"), (Array("{\"a\": 1}\n".utf8), "JSON"),
      (Array("<?xml version=\"1.0\"?>".utf8), "XML"),
    ] as [([UInt8], String)])
  func `bytes of another format are named`(_ bytes: [UInt8], _ name: String) throws {
    #expect(try failure(bytes)?.message.contains(name) == true)
  }

  @Test(arguments: ["", "\n\n", "  \r\n", "\u{FEFF}", "\u{FEFF}\n"])
  func `a file without text is empty`(_ text: String) { #expect(problem(text)?.code == "csv.empty") }

  @Test(arguments: ["id,usage", "id,usage\n", "id,usage\r\n", "id,usage\n\n\n"])
  func `a header alone is a table without rows`(_ text: String) throws {
    let result = try readText(text)
    #expect(result.table.rowCount == 0)
    #expect(result.table.columns.map(\.name) == ["id", "usage"])
  }

  @Test func `a zero byte is refused with its line`() throws {
    #expect(try failure(Array("id,x\na,1\nb,\0\n".utf8))?.location?.line == 3)
    #expect(try failure(Array("i\0d,x\na,1\n".utf8))?.location?.line == 1)
  }

  @Test(arguments: [
    ("a,b\r1,x\r2,y\r", 2), ("a,b\r\n1,x\n2,y\r\n", 2), ("a,b\n1,x\r\n2,y", 2), ("a,b\n1,x\r2,y\n", 2),
    ("a,b\n\r\n1,x\n\n", 1),
    ("a,b\n1,\"x\ny\"\n2,\"p\r\nq\"\n", 2), ("a|b\n1|x\n", 1), ("a;b\n1;x\n", 1), ("\"a\",\"b\"\n\"1\",\"x\"", 1),
  ])
  func `line ends, delimiters and quotes of every kind are read`(_ text: String, _ rows: Int) throws {
    let result = try readText(text, ["b": .text])
    #expect(result.table.rowCount == rows)
    #expect(result.table.columns.map(\.name) == ["a", "b"])
    #expect(result.table.cellTexts[0] == ["1.0", "2.0"].prefix(rows).map { $0 })
    #expect(!result.table.cellTexts[1].contains { $0.contains("\r") && !$0.contains("\r\n") })
  }

  @Test func `faults carry the physical line`() {
    #expect(problem("a,b\n1,\"x\ny\"\n2\n")?.location?.line == 4)
    #expect(problem("a,b\n1,x\n2,y,z\n")?.message == "expected 2 fields, found 3")
    #expect(problem("a,b\n1,x\n2,y\"z\n")?.code == "csv.stray-quote")
    let unclosed = problem("a,b\n1,\"x\n2,y\n3,z\n")
    #expect(unclosed?.code == "csv.unclosed-quote")
    #expect(unclosed?.location?.line == 2)
    #expect(problem("a,b\n1,x\n" + "\"p\nq\",\"r\n2,y\n")?.location?.line == 4)
  }

  @Test func `a bad record of several lines stops even when rows are set aside`() {
    let options = CSVOptions.with { $0.onBadRow = .setAside(limit: nil) }
    #expect(problem("a,b\n1,\"x\ny\",3\n2,y\n", options: options)?.message == "expected 2 fields, found 3")
    #expect(problem("a,b\n1,\"x\n2,y\n", options: options)?.code == "csv.unclosed-quote")
  }

  @Test func `one more bad row than the limit stops`() throws {
    let text = "a,b\n1,x\n2\n3,y\n4\n5\n6,z\n"
    let three = try readText(text, options: .with { $0.onBadRow = .setAside(limit: 3) })
    #expect(three.rejected.map(\.line) == [3, 5, 6])
    #expect(three.rejected.map { String(decoding: $0.bytes, as: UTF8.self) } == ["2", "4", "5"])
    #expect(three.table.cellTexts == [["1.0", "3.0", "6.0"], ["x", "y", "z"]])
    let refused = problem(text, options: .with { $0.onBadRow = .setAside(limit: 2) })
    #expect(refused?.code == "csv.too-many-rejected")
    #expect(refused?.location?.line == 6)
  }

  @Test func `names are cleaned with a remark and must differ`() throws {
    let zeroWidth = try readText("id,us\u{200B}age,\u{A0}plan\u{A0}\nA,1,x\n")
    #expect(zeroWidth.table.columns.map(\.name) == ["id", "usage", "plan"])
    #expect(zeroWidth.summary.notices.contains { $0.code == "csv.name-invisible" && $0.message.contains("usage") })
    let twins = try readText("id,usage,Usage\nA,1,2\n")
    #expect(twins.summary.notices.contains { $0.code == "csv.name-twins" })
    #expect(problem("id,usage, usage\nA,1,2\n")?.code == "csv.duplicate-name")
    #expect(problem("id,,usage\nA,1,2\n")?.message == "column 2 has no name")
    #expect(problem(",usage\n1,2\n")?.message == "column 1 has no name")
  }

  @Test func `a delimiter at the end of every line is a column without name and must hold nothing`() throws {
    let result = try readText("id,x,\nA,1,\nB,2,\n")
    #expect(result.table.columns.map(\.name) == ["id", "x"])
    #expect(result.summary.notices.contains { $0.code == "csv.trailing-delimiter" })
    let held = problem("id,x,\nA,1,\nB,2,7\n", options: .with { $0.onBadRow = .setAside(limit: nil) })
    #expect(held?.message == "column 3 has no name")
    #expect(held?.location?.line == 3)
  }

  @Test func `titles, comments and data in place of a header are refused`() {
    #expect(problem("Export of May\nid,usage\nA,1\nB,2\n")?.message.contains("line 2 looks like it") == true)
    #expect(problem("# made by x, y\n\nid;usage\nA;1\nB;2\n")?.message.contains("line 3 looks like it") == true)
    #expect(problem("A001,120.5,30,0,24,basic,0\nA002,15.2,2,5,3,basic,1\n")?.code == "csv.no-header")
    #expect(problem("id,x\nA,1\n# note\nB,2\n")?.message == "expected 2 fields, found 1")
    #expect(problem("id,x\nA,1\nTotal,1\n")?.code == "csv.totals")
    #expect(
      problem("id,x\nA,1\nB,2\n\nregion,owner,z\nn,o,p\n", options: .with { $0.onBadRow = .setAside(limit: nil) })?
        .location?.line == 5)
  }

  @Test func `an endless line is refused within the limit`() throws {
    let options = CSVOptions.with { $0.recordLimit = 1 << 20 }
    let long = [UInt8](repeating: 0x61, count: 6 << 20)
    #expect(try failure(long, options: options)?.code == "csv.record-too-long")
    let later = try failure(Array("id,x\na,1\n".utf8) + long, options: options)
    #expect(later?.code == "csv.record-too-long")
    #expect(later?.location?.line == 3)
    let opened = try failure(
      Array("id,x\na,\"1\n".utf8) + Array(repeatElement(Array("b,2\n".utf8), count: 500_000).joined()), options: options
    )
    #expect(opened?.code == "csv.unclosed-quote")
    #expect(opened?.location?.line == 2)
  }

  @Test func `long fields, wide tables and many levels are read`() throws {
    let long = String(repeating: "x", count: 3_000_000)
    let result = try readText("id,note,x\n" + "A,\(long),1\nB,\"\(long)\",2\n", ["note": .text])
    #expect(result.table.cellTexts[1].map(\.utf8.count) == [3_000_000, 3_000_000])
    let names = (0..<5000).map { "c\($0)" }.joined(separator: ",")
    let row = (0..<5000).map { "\($0 % 7).5" }.joined(separator: ",")
    let wide = try readText(names + "\n" + Array(repeating: row, count: 50).joined(separator: "\n") + "\n")
    #expect(wide.table.columns.count == 5000 && wide.table.rowCount == 50)
    let levels = try readText(
      "id,x\n" + (0..<20_000).map { "L\($0),1\n" }.joined(), options: .with { $0.blockBytes = 9999 })
    guard case .categories(let column)? = levels.table["id"]?.cells else { throw CancellationError() }
    #expect(column.levels.count == 20_000 && column.codes == (0..<20_000).map { Int32($0) })
  }

  @Test func `paths that are no files are refused`() {
    #expect(throws: IngestError.isFolder(file: "/tmp")) { try CSVFile(path: "/tmp") }
    #expect(throws: IngestError.isAddress(file: "https://x/y.csv")) { try CSVFile(path: "https://x/y.csv") }
    #expect(throws: IngestError.cannotOpen(file: "/nowhere/x.csv", reason: "No such file or directory")) {
      try CSVFile(path: "/nowhere/x.csv")
    }
  }

  @Test func `a file that grows while it is read is refused`() throws {
    let scratch = try Scratch(Self.clean)
    let file = try CSVFile(path: scratch.path)
    let handle = try #require(FileHandle(forWritingAtPath: scratch.path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data("A4,1,pro\n".utf8))
    try handle.close()
    #expect(throws: IngestError.changedWhileReading(file: scratch.path)) { try file.read([.infer, .infer, .infer]) }
  }
}
