import Diagnostics
import Tables
import Testing

@testable import Ingest

@Suite struct InferenceTests {
  private func kind(_ cells: [String]) throws -> Column.Kind? {
    try readText("id,x\n" + cells.map { "a,\($0)\n" }.joined()).table["x"]?.kind
  }

  @Test(
    arguments: [
      (["1", "2.5", "", "NA"], .number), (["yes", "No", "YES"], .boolean), (["TRUE", "false", ""], .boolean),
      (["t", "f"], .boolean), (["y", "no"], .category), (["2024-01-31", "2024-02-29", ""], .date),
      (["2024-01", "2024-02"], .date), (["2024Q1", "2024Q4"], .date), (["2024-Q1"], .date), (["2024/01/31"], .date),
      (["2024-01-31T10:00:00Z", "2024-01-31 10:00"], .date), (["2024-13-01"], .category), (["", "NA", "null"], .empty),
      (["basic", "pro"], .category), (["1", "a", "b"], .category), (["None", "None"], .category),
      (["1-2", "3-5"], .category),
    ] as [([String], Column.Kind)])
  func `all cells of a column decide what it is`(_ cells: [String], _ expected: Column.Kind) throws {
    #expect(try kind(cells) == expected)
  }

  @Test func `booleans are one and zero`() throws {
    let result = try readText("id,x\na,Yes\nb,no\nc,\nd,YES\n")
    #expect(result.table.cellTexts[1] == ["1.0", "0.0", "∅", "1.0"])
  }

  @Test(arguments: [
    ("120,5", "decimal comma"), ("$120.50", "currency"), ("45%", "percent"), ("1 234", "thousands"),
    ("1,234.50", "thousands"), ("1.234.567", "thousands"), ("１２３.７", "another script"), ("inf", "infinite"),
    ("1e999", "infinite"), ("0x1F", "hexadecimal"), ("1_000", "underscore"), ("−5", "typographic minus"),
    ("(12.50)", "parentheses"),
  ])
  func `a column of numbers in disguise is no category`(_ cell: String, _ says: String) {
    let problem = problem("id,x\n" + (0..<5).map { _ in "a,\"\(cell)\"\n" }.joined())
    #expect(problem?.location == Problem.Location(file: problem?.location?.file ?? "", line: 2, column: "x"))
    #expect(problem?.message.contains("\"\(cell)\" is not a number") == true)
    #expect(problem?.message.contains(says) == true)
  }

  @Test func `a text among many numbers is a bad cell and is not shown`() throws {
    let rows = (0..<3000).map { "a,\($0)\n" }
    let text = "id,x\n" + rows.joined() + "b,jane.doe@example.org\n" + rows.joined()
    let problem = problem(text, options: .with { $0.blockBytes = 500 })
    #expect(problem?.location?.line == 3002)
    #expect(problem?.message == "column \"x\" holds text that is not a number")
    let aside = try readText(
      text,
      options: .with {
        $0.onBadRow = .setAside(limit: nil); $0.blockBytes = 500
      })
    #expect(aside.rejected.map(\.line) == [3002])
    #expect(aside.table.rowCount == 6000 && aside.table["x"]?.kind == .number)
    #expect(aside.lines.line(ofRow: 2999) == 3001 && aside.lines.line(ofRow: 3000) == 3003)
  }

  @Test func `the first rows are only a guess`() throws {
    let texts = "id,x\n" + (0..<300).map { "a,\($0)\n" }.joined() + (0..<400).map { _ in "a,word\n" }.joined()
    #expect(try readText(texts).table["x"]?.kind == .category)
    let numbers = "id,x\n" + (0..<300).map { _ in "a,word\n" }.joined() + (0..<400).map { "a,\($0)\n" }.joined()
    #expect(problem(numbers)?.location?.line == 2)
    let late = "id,x\n" + (0..<300).map { _ in "a,\n" }.joined() + "b,pro\n"
    #expect(try readText(late).table["x"]?.kind == .category)
  }

  @Test func `a wish wins over what the cells look like`() throws {
    let text = "id,x,y\na,1,0\nb,2,1\nc,3,0\n"
    let result = try readText(text, ["x": .category, "y": .boolean, "id": .skip])
    #expect(result.table.columns.map(\.name) == ["x", "y"])
    #expect(result.table.columns.map(\.kind) == [.category, .boolean])
    #expect(result.table.cellTexts == [["1", "2", "3"], ["0.0", "1.0", "0.0"]])
    let scratch = try Scratch("id,x\na,1\nb,word\nc,word\n")
    #expect(throws: IngestError.cell(file: scratch.path, line: 3, column: "x", .notNumber(shown: nil, nil))) {
      try read(scratch.path, ["x": .number])
    }
  }

  @Test func `hashes are the stable hashes of the bytes`() throws {
    let texts = ["A1", "", " b ", "é", "say \"hi\""]
    let cells = texts.map { "\"" + $0.replacing("\"", with: "\"\"") + "\",1\n" }.joined()
    let result = try readText("id,x\n" + cells, ["id": .hash])
    #expect(result.table.cellTexts[0] == texts.map { String(StableHash.of($0), radix: 16) })
    #expect(result.summary.missing == [MissingCells(column: "id", count: 1, firstLine: 3)])
  }

  @Test func `ids that ascend are known to, wherever blocks begin`() throws {
    let fixed = (0..<3_000).map { "A" + String(1_000_000 + $0) }
    let numbers = (7..<3_007).map { String($0) }
    let long = (0..<3_000).map { "an-id-of-more-than-16-bytes-" + String(100_000 + $0) }
    for ids in [fixed, numbers, long, fixed.map { "\"\($0)\"" }] {
      for (place, change) in [(nil, ""), (1_500, ids[1_499]), (1_500, ids[2]), (2_999, ids[0]), (7, "\"a\"\"b\"")] {
        var cells = ids
        if let place { cells[place] = change }
        let text = "id,x\n" + cells.map { "\($0),1\n" }.joined()
        for bytes in [512, 4_096, 1 << 20] {
          let result = try readText(text, ["id": .hash], options: .with { $0.blockBytes = bytes })
          guard case .hashes(let hashes)? = result.table["id"]?.cells else {
            Issue.record("no hashes")
            return
          }
          #expect(hashes.isAscending == (place == nil), "\(ids[0]), \(change) at \(place ?? -1)")
        }
      }
    }
  }

  @Test func `too many levels are hashes with a warning, or a refusal where levels were wished`() throws {
    let text = "id,x\n" + (0..<200).map { "name\($0),1\n" }.joined()
    let options = CSVOptions.with {
      $0.levelLimit = 100; $0.blockBytes = 300
    }
    let result = try readText(text, options: options)
    #expect(result.table["id"]?.kind == .hash)
    #expect(result.summary.notices.contains { $0.code == "csv.too-many-levels" })
    let scratch = try Scratch(text)
    #expect(throws: IngestError.tooManyLevels(file: scratch.path, column: "id", limit: 100)) {
      try read(scratch.path, ["id": .category], options: options)
    }
  }

  @Test func `a level that holds quotes is not the level between them, in whichever order they come`() throws {
    let cells = [
      "\"\"\"Gold\"\"\"", "\"Gold\"", "Gold", "\"\"\"\"\"\"", "\"\"", "\" \"\"Gold\"\"\"", "\"\"\"\"",
      "\"\"\"of more than eight\"\"\"", "\"of more than eight\"",
    ]
    let texts = [
      "\"Gold\"", "Gold", "Gold", "\"\"", nil, "\"Gold\"", "\"", "\"of more than eight\"", "of more than eight",
    ]
    for places in [Array(cells.indices), cells.indices.reversed(), [4, 3, 4, 1, 0, 1, 5, 8, 7, 8]] {
      let result = try readText("b,a\n" + places.map { "\(cells[$0]),1\n" }.joined(), ["b": .category])
      guard case .categories(let column) = result.table["b"]?.cells else { throw CancellationError() }
      #expect(column.codes.map { $0 < 0 ? nil : column.levels[Int($0)].string } == places.map { texts[$0] })
      #expect(column.missingCount == places.count { $0 == 4 })
      #expect(Set(column.levels).count == column.levels.count)
    }
  }

  @Test func `levels stand in the order of their first row, blanks around them removed`() throws {
    let result = try readText("id,x\na,pro\nb,\" basic\"\nc,basic\nd,\"pro\"\ne,team \nf,NA\n")
    guard case .categories(let column)? = result.table["x"]?.cells else { throw CancellationError() }
    #expect(column.levels.map(\.string) == ["pro", "basic", "team"])
    #expect(column.codes == [0, 1, 1, 0, 2, -1])
    #expect(result.summary.notices.contains { $0.code == "csv.level-blanks" })
  }
}
