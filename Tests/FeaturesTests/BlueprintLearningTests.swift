import CKernels
import Diagnostics
import Features
import LinearAlgebra
import Tables
import Testing

@Suite struct BlueprintLearningTests {
  @Test func `numbers are filled with the mean of the cells that have a value`() throws {
    let table = Table(columns: [number("usage", [1, .nan, 3, 8])], rowCount: 4)
    let (blueprint, notices) = try Blueprint.learned(from: rows(table), wish: FeatureWish())
    #expect(blueprint.features == [.init(name: "usage", encoding: .number(.init(mean: 4, missingShare: 0.25)))])
    #expect(blueprint.terms.map(\.name) == ["usage", "usage:missing"])
    #expect(notices.map(\.code) == ["features.imputed"])
    let design = try blueprint.design(of: table)
    #expect(dense(design) == [[1, 4, 3, 8], [0, 1, 0, 0]])
  }

  @Test func `a column of huge values has a finite mean`() throws {
    let table = Table(columns: [number("x", [1.6e308, 1.7e308, 1.5e308])], rowCount: 3)
    let (blueprint, _) = try Blueprint.learned(from: rows(table), wish: FeatureWish())
    #expect(abs(blueprint.terms[0].mean / 1.6e308 - 1) < 1e-15)
  }

  @Test func `small beside large values are not lost in the mean`() throws {
    let table = Table(columns: [number("x", [1e16, 1, -1e16, 2])], rowCount: 4)
    let (blueprint, _) = try Blueprint.learned(from: rows(table), wish: FeatureWish())
    #expect(blueprint.terms[0].mean == 0.75)
  }

  @Test func `weight two teaches what the row twice teaches`() throws {
    let once = Table(columns: [number("x", [1, .nan, 5]), category("plan", ["a", "b", nil])], rowCount: 3)
    let twice = once.selecting([0, 0, 1, 1, 1, 2])
    let weighted = TrainingRows(table: once, accountCount: 3, weights: [2, 3, 1])
    let (a, _) = try Blueprint.learned(from: weighted, wish: FeatureWish())
    let (b, _) = try Blueprint.learned(from: rows(twice), wish: FeatureWish())
    #expect(a == b)
  }

  @Test func `the most frequent level is the reference and equals go by their bytes`() throws {
    let table = Table(columns: [category("plan", ["pro", "basic", "team", "basic", "pro"])], rowCount: 5)
    let (blueprint, _) = try Blueprint.learned(from: rows(table), wish: FeatureWish())
    #expect(blueprint.terms.map(\.name) == ["plan=pro", "plan=team"])
    let (wished, _) = try Blueprint.learned(from: rows(table), wish: FeatureWish(references: ["plan": "team"]))
    #expect(wished.terms.map(\.name) == ["plan=basic", "plan=pro"])
  }

  @Test func `a part takes the reference of all rows, where it has that level, unless another is wished for`() throws {
    let table = Table(
      columns: [category("plan", ["pro", "pro", "basic", "basic", "pro", "team"]), number("x", [1, 2, 3, 4, 5, 6])],
      rowCount: 6)
    // basic is the most frequent level of the part, and pro that of all rows; team has no row in the part
    let part = TrainingRows(table: table, chosen: RowSet([0, 2, 3], of: 6), accountCount: 3)
    let reference = { (wish: FeatureWish) -> String? in
      guard case .category(let encoding) = try Blueprint.learned(from: part, wish: wish).blueprint.features[0].encoding
      else { return nil }
      return encoding.reference.string
    }
    let plain = FeatureWish()
    #expect(try reference(plain) == "basic")
    #expect(try reference(plain.preferringReferences(of: table, rows: nil)) == "pro")
    #expect(try reference(plain.preferringReferences(of: table, rows: RowSet([2, 3, 5], of: 6))) == "basic")
    #expect(try reference(plain.preferringReferences(of: table, rows: RowSet([5], of: 6))) == "basic")
    let wished = FeatureWish(references: ["plan": "basic"])
    #expect(try reference(wished.preferringReferences(of: table, rows: nil)) == "basic")
  }

  @Test func `row order does not matter`() throws {
    let table = Table(
      columns: [category("plan", ["c", "a", nil, "b", "a", "b"]), number("x", [3, 1, 2, .nan, 5, 9])], rowCount: 6)
    let (a, _) = try Blueprint.learned(from: rows(table), wish: FeatureWish())
    let (b, _) = try Blueprint.learned(from: rows(table.selecting([5, 3, 1, 0, 4, 2])), wish: FeatureWish())
    #expect(a == b)
  }

  @Test func `levels held by fewer than ten accounts are pooled and not named`() throws {
    let texts = (0..<200).map { $0 < 120 ? "basic" : $0 < 191 ? "pro" : $0 < 195 ? "secret" : "odd" }
    let table = Table(columns: [category("plan", texts)], rowCount: 200)
    let (blueprint, notices) = try Blueprint.learned(from: rows(table), wish: FeatureWish())
    #expect(blueprint.terms.map(\.name) == ["plan=pro", "plan=other"])
    #expect(blueprint.terms[1].mean == 9.0 / 200)
    let said = notices.map(\.message).joined()
    #expect(said.contains("2 levels") && said.contains("9 rows") && !said.contains("secret"))
    let (kept, _) = try Blueprint.learned(from: rows(table), wish: FeatureWish(minimumLevelCount: 5))
    #expect(kept.terms.map(\.name) == ["plan=odd", "plan=pro", "plan=other"])
  }

  @Test func `levels are counted by accounts where accounts have several rows`() throws {
    let table = Table(
      columns: [category("plan", (0..<400).map { $0 % 4 == 0 && $0 < 36 * 4 ? "rare" : "basic" })], rowCount: 400)
    var accounts = [Int32](100..<500)
    for row in stride(from: 0, to: 400, by: 4) { accounts[row] = Int32(row / 16) }
    let training = TrainingRows(table: table, accounts: accounts, accountCount: Set(accounts).count)
    let (blueprint, _) = try Blueprint.learned(from: training, wish: FeatureWish())
    #expect(blueprint.terms.map(\.name) == ["plan=other"])
  }

  @Test func `a threshold of a hundred accounts keeps a level of a hundred apart`() throws {
    let texts = (0..<600).map { $0 < 100 ? "hundred" : $0 < 199 ? "fewer" : "basic" }
    let table = Table(columns: [category("plan", texts + texts)], rowCount: 1200)
    let accounts = [Int32](0..<600)
    let training = TrainingRows(table: table, accounts: accounts + accounts, accountCount: 600)
    let (blueprint, _) = try Blueprint.learned(from: training, wish: FeatureWish(minimumLevelCount: 100))
    #expect(blueprint.terms.map(\.name) == ["plan=hundred", "plan=other"])
  }

  @Test func `a level called other keeps its name beside the pooled one`() throws {
    let texts = (0..<150).map { $0 < 80 ? "a" : $0 < 145 ? "other" : "z" }
    let table = Table(columns: [category("plan", texts)], rowCount: 150)
    let (blueprint, _) = try Blueprint.learned(from: rows(table), wish: FeatureWish())
    #expect(blueprint.terms.map(\.name) == ["plan=other", "plan=(other)"])
  }

  @Test func `missing cells are a level of their own`() throws {
    let table = Table(columns: [category("plan", ["a", nil, "b", "a"])], rowCount: 4)
    let (blueprint, _) = try Blueprint.learned(from: rows(table), wish: FeatureWish())
    #expect(blueprint.terms.map(\.name) == ["plan=b", "plan=missing"])
    let design = try blueprint.design(of: table)
    #expect(codes(design) == [-1, 1, 0, -1])
  }

  @Test func `a text column with a level for every other account is refused with a remedy`() throws {
    let table = Table(columns: [category("email", (0..<60).map { "u\($0)@x" })], rowCount: 60)
    #expect(throws: FeatureError.identifierLike(column: "email", levels: 60, accounts: 60)) {
      try Blueprint.learned(from: rows(table), wish: FeatureWish())
    }
    let problem = FeatureError.identifierLike(column: "email", levels: 60, accounts: 60).problem
    #expect(problem.remedies.contains { $0.contains("--id email") })
  }

  @Test func `a text of three megabytes is no level`() throws {
    let long = String(repeating: "y", count: 3_000_000)
    let table = Table(columns: [category("note", ["n", "n", long, "m"])], rowCount: 4)
    #expect(throws: FeatureError.freeText(column: "note", bytes: 3_000_000)) {
      try Blueprint.learned(from: rows(table), wish: FeatureWish())
    }
  }

  @Test func `unknown names come back with the nearest ones`() throws {
    let table = Table(columns: [number("tickets", [1, 2])], rowCount: 2)
    let error = try #require(throws: FeatureError.self) {
      try Blueprint.learned(from: rows(table), wish: FeatureWish(exclude: ["tikets"]))
    }
    #expect(error.problem.kind == .usage)
    #expect(error.problem.remedies[0].contains("tickets"))
  }

  @Test func `composed and decomposed letters stay apart`() throws {
    let table = Table(columns: [category("plan", ["caf\u{E9}", "cafe\u{301}", "x", "x"])], rowCount: 4)
    let (blueprint, _) = try Blueprint.learned(from: rows(table), wish: FeatureWish())
    #expect(blueprint.terms.count == 2)
  }

  @Test func `an all missing column is recorded and left out`() throws {
    let table = Table(
      columns: [Column(name: "void", kind: .empty, cells: .empty(2)), number("x", [1, 2])], rowCount: 2)
    let (blueprint, notices) = try Blueprint.learned(from: rows(table), wish: FeatureWish())
    #expect(blueprint.features.map(\.encoding).first == .ignored)
    #expect(notices.map(\.code) == ["features.all-missing"])
  }

  @Test func `missing columns are listed in full`() throws {
    let table = Table(columns: [number("a", [1, 2]), number("b", [3, 4]), number("c", [5, 6])], rowCount: 2)
    let (blueprint, _) = try Blueprint.learned(from: rows(table), wish: FeatureWish())
    let lacking = Table(columns: [number("b", [1])], rowCount: 1)
    #expect(throws: FeatureError.missingColumns(["a", "c"], present: ["b"])) { try blueprint.design(of: lacking) }
  }

  @Test func `chosen rows teach and encode as a table of those rows does`() throws {
    let pieces = [
      NumberPiece(.int16([150, 275, .min, 4]), decimals: 2), NumberPiece(.int8([9, .min, 7]), decimals: 0),
    ]
    let table = Table(
      columns: [
        Column(
          name: "usage", kind: .number, cells: .numbers(NumberColumn(segments: Segments(pieces), missingCount: 2))),
        number("seats", [1, 2, 3, .nan, 5, 6, 7]), category("plan", ["a", "b", nil, "a", "b", "c", "a"]),
      ], rowCount: 7)
    let chosen: [Int32] = [0, 2, 3, 4, 5]
    let part = table.selecting(chosen)
    let training = TrainingRows(table: table, chosen: RowSet(chosen, of: 7), accountCount: 5)
    let (blueprint, notices) = try Blueprint.learned(from: training, wish: FeatureWish())
    let (expected, expectedNotices) = try Blueprint.learned(from: rows(part), wish: FeatureWish())
    #expect(blueprint == expected && notices == expectedNotices)
    let (design, other) = (try blueprint.design(of: table), try blueprint.design(of: part))
    #expect(design.columnOfTerm == other.columnOfTerm)
    #expect(dense(design).map { column in chosen.map { column[Int($0)] } } == dense(other))
    #expect(chosen.map { codes(design)[Int($0)] } == codes(other))
    RowSet(chosen, of: 7).words.withUnsafeBufferPointer { words in
      let kept = cells(design, 0..<7, keeping: churn_kept(words: words.baseAddress, first: 0))
      #expect(kept.dense.map { Array($0[..<5]) } == dense(other) && Array(kept.codes[..<5]) == codes(other))
      let later = cells(design, 2..<6, keeping: churn_kept(words: words.baseAddress, first: 2))
      #expect(later.dense.map { Array($0[..<4]) } == dense(other).map { Array($0[1...]) }, "across two pieces")
    }
  }

  @Test func `blueprints that differ in means and shares alone make the same design`() throws {
    func blueprint(_ x: [Double], _ plan: [String?], least: Int = 1) throws -> Blueprint {
      let table = Table(columns: [number("x", x), category("plan", plan)], rowCount: x.count)
      return try Blueprint.learned(from: rows(table), wish: FeatureWish(minimumLevelCount: least)).blueprint
    }
    let one = try blueprint([1, 2, 3, 4], ["a", "a", "b", "c"])
    #expect(one.makesSameDesign(as: try blueprint([1, 5, 9, 4, 4], ["a", "a", "a", "b", "c"])))
    #expect(!one.makesSameDesign(as: try blueprint([1, 2, 3, 4], ["b", "a", "b", "c"])), "another reference")
    #expect(!one.makesSameDesign(as: try blueprint([1, 2, 3, 4], ["a", "a", "b", "d"])), "another level")
    #expect(!one.makesSameDesign(as: try blueprint([1, .nan, 3, 4], ["a", "a", "b", "c"])), "a filled cell")
    let missing = try blueprint([1, 2, 3, 4], ["a", "a", "b", nil])
    #expect(!missing.makesSameDesign(as: missing), "a missing level")
    let pooled = try blueprint([1, 2, 3, 4], ["a", "a", "b", "c"], least: 2)
    #expect(!pooled.makesSameDesign(as: pooled), "pooled levels")
  }

  @Test func `numbers, indicators and levels are scaled while they are written`() throws {
    let table = Table(
      columns: [number("seats", [1, .nan, 3, 4]), number("usage", [0.5, 2, 8, 1])], rowCount: 4)
    let (blueprint, _) = try Blueprint.learned(from: rows(table), wish: FeatureWish())
    let design = try blueprint.design(of: table)
    let plain = cells(design, 1..<4).dense
    #expect(plain == [[8.0 / 3, 3, 4], [1, 0, 0], [2, 8, 1]])
    #expect(cells(design, 1..<4, factor: 4, shift: 3).dense == plain.map { $0.map { $0 * 4 - 3 } })
  }

  @Test func `a category of few levels is written out where rows are many`() throws {
    let count = 200_000
    let table = Table(
      columns: [
        category("plan", (0..<count).map { ["a", "b", "c"][$0 % 3] }), number("x", (0..<count).map { Double($0 % 5) }),
      ], rowCount: count)
    let (blueprint, _) = try Blueprint.learned(from: rows(table), wish: FeatureWish())
    let design = try blueprint.design(of: table)
    #expect(design.factorLevelCounts.isEmpty && design.columnOfTerm == [1, 2, 0])
    #expect(cells(design, 100..<106).dense == [[0, 1, 2, 3, 4, 0], [1, 0, 0, 1, 0, 0], [0, 1, 0, 0, 1, 0]])
  }
}

private func number(_ name: String, _ values: [Double]) -> Column {
  Column(name: name, kind: .number, cells: .numbers(NumberColumn(values)))
}

private func category(_ name: String, _ values: [String?]) -> Column {
  Column(name: name, kind: .category, cells: .categories(CategoryColumn(values)))
}

private func rows(_ table: Table) -> TrainingRows { TrainingRows(table: table, accountCount: table.rowCount) }

private func dense(_ design: Design) -> [[Double]] { cells(design, 0..<design.rowCount).dense }

private func codes(_ design: Design) -> [Int32] { cells(design, 0..<design.rowCount).codes }

/// The cells of some rows, unscaled; the codes factor by factor.
private func cells(
  _ design: Design, _ rows: Range<Int>, factor: Double = 1, shift: Double = 0, keeping kept: churn_kept? = nil
) -> (dense: [[Double]], codes: [Int32]) {
  let (columns, factors, stride) = (design.denseColumnCount, design.factorLevelCounts.count, rows.count)
  var dense = [Double](repeating: .nan, count: max(1, columns * stride))
  var codes = [Int32](repeating: .min, count: max(1, factors * stride))
  dense.withUnsafeMutableBufferPointer { dense in
    codes.withUnsafeMutableBufferPointer { codes in
      design.write(
        rows, keeping: kept,
        to: BlockCells(
          dense: dense.baseAddress!, places: Array(0..<columns), codes: codes.baseAddress!, stride: stride,
          scales: (0..<columns).map { _ in .init(factor: factor, shift: shift) }))
    }
  }
  return (
    (0..<columns).map { Array(dense[($0 * stride)..<(($0 + 1) * stride)]) }, Array(codes[..<(factors * stride)])
  )
}
