import Testing

@testable import Simulation

@Test func `a table of accounts has nine numbers, a category and the target`() throws {
  let table = ParsedTable(try accounts { $0.rows = 5 }.csv())
  #expect(
    table.header == [
      "account_id", "usage", "logins", "tickets", "tenure_months", "nps", "seats", "failed_payments", "usage_slope",
      "plan", "mrr", "churned",
    ])
  #expect(table.rows.count == 5 && table.rows.allSatisfy { $0.count == 12 && !$0.contains("") })
  #expect(table.column("account_id").last == "ACC-000000005")
}

@Test func `extra columns, regions and a snapshot are added where asked`() throws {
  let table = ParsedTable(
    try accounts {
      $0.rows = 200
      $0.numericColumns = 12
      $0.regions = 5
      $0.snapshot = CalendarMonth(year: 2025, month: 2)
    }.csv())
  #expect(table.header.suffix(5) == ["x010", "x011", "x012", "region", "churned"])
  #expect(Set(table.column("snapshot")) == ["2025-02-28"])
  #expect(Set(table.column("region")) == ["r1", "r2", "r3", "r4", "r5"])
}

@Test func `pieces of a table add up to the whole, on any number of threads`() throws {
  let whole = try accounts { $0.rows = 16_000 }
  let bytes = whole.csv(threads: 1)
  expectSame(whole.csv(threads: 3), bytes)
  let first = try accounts { $0.rows = 9_345 }.csv()
  let rest = try accounts {
    $0.rows = 16_000 - 9_345
    $0.firstRow = 9_345
  }
  expectSame(first + rest.csv(threads: 2).dropFirst(rest.header.count), bytes)
}

@Test func `another seed or month is another table`() throws {
  let one = try accounts { $0.rows = 50 }.csv()
  #expect(
    try accounts {
      $0.rows = 50; $0.seed = 2
    }.csv() != one)
  let january = try accounts {
    $0.rows = 50; $0.snapshot = CalendarMonth(year: 2025, month: 1)
  }.csv()
  let march = try accounts {
    $0.rows = 50; $0.snapshot = CalendarMonth(year: 2025, month: 3)
  }.csv()
  #expect(ParsedTable(january).column("usage") != ParsedTable(march).column("usage"))
}

@Test func `the outcomes of a table of accounts follow its truth in every term`() throws {
  let simulated = try accounts {
    $0.rows = 25_000
    $0.numericColumns = 11
    $0.regions = 3
  }
  checkScores(of: simulated.truth, in: ParsedTable(simulated.csv(threads: 2)))
}

@Test func `moments are those of a plausible firm`() throws {
  let table = ParsedTable(try accounts { $0.rows = 20_000 }.csv())
  let expected = [
    "usage": 8.0...12, "logins": 12.0...16, "tickets": 1.2...1.3, "tenure_months": 22.0...26, "nps": 6.5...7.5,
    "failed_payments": 0.13...0.17, "usage_slope": -0.01...0.01, "churned": 0.03...0.06,
  ]
  for (name, range) in expected { #expect(range.contains(mean(table.numbers(name))), "\(name)") }
  let plans = table.column("plan")
  #expect(abs(Double(plans.count { $0 == "basic" }) / 20_000 - 0.6) < 0.02)
}

@Test func `no rows is a header alone`() throws {
  let empty = try accounts { $0.rows = 0 }
  #expect(empty.csv(threads: 2) == empty.header)
}

@Test func `a sink that fails stops the work and its error comes out`() throws {
  struct Full: Error {}
  let table = try accounts { $0.rows = 100_000 }
  var taken = 0
  #expect(throws: Full.self) {
    try table.forEachChunk(threads: 2) { (_) throws(Full) in
      taken += 1
      if taken == 2 { throw Full() }
    }
  }
  #expect(taken == 2)
}
