import Diagnostics
import Testing

@testable import Simulation

@Test func `a firm's file has exactly the promised columns`() throws {
  let table = ParsedTable(try firm { $0.months = 1 }.csv())
  #expect(
    table.header == [
      "account_id", "snapshot", "usage", "logins", "tickets", "tenure_months", "plan", "mrr", "churned",
    ])
  #expect(table.rows.allSatisfy { $0.count == 9 })
  #expect(table.rows.count == 1_000)
}

@Test func `the bytes of a firm do not depend on the number of threads`() throws {
  let plan = try firm {
    $0.accounts = 9_000
    $0.months = 2
  }
  let one = plan.csv(threads: 1)
  for threads in [2, 8] { expectSame(plan.csv(threads: threads), one) }
}

@Test func `another seed is another firm and the same seed the same one`() throws {
  let one = try firm { $0.months = 2 }.csv()
  expectSame(try firm { $0.months = 2 }.csv(), one)
  #expect(
    try firm {
      $0.months = 2
      $0.seed = 2
    }.csv() != one)
}

@Test func `the first months do not depend on how many follow`() throws {
  let long = try firm { $0.months = 4 }.csv()
  let short = try firm { $0.months = 2 }.csv()
  #expect(long.starts(with: short))
}

@Test func `an account is there from its first snapshot without a gap until the one in which it churned`() throws {
  let table = ParsedTable(try firm().csv())
  var months: [String: [(snapshot: String, churned: String, tenure: Int)]] = [:]
  let ids = table.column("account_id")
  let snapshots = table.column("snapshot")
  let churned = table.column("churned")
  let tenures = table.column("tenure_months")
  var order: [String] = []
  for row in ids.indices {
    if order.last != snapshots[row] { order.append(snapshots[row]) }
    months[ids[row], default: []].append((snapshots[row], churned[row], Int(tenures[row])!))
  }
  #expect(order.count == 24 && order == order.sorted())
  #expect(order.first == "2024-01-31" && order[1] == "2024-02-29" && order.last == "2025-12-31")
  for history in months.values {
    let first = order.firstIndex(of: history[0].snapshot)!
    #expect(history.map(\.snapshot) == Array(order[first..<(first + history.count)]))
    #expect(history.map(\.tenure) == Array(history[0].tenure..<(history[0].tenure + history.count)))
    #expect(history.dropLast().allSatisfy { $0.churned == "0" })
    let isThereAtTheEnd = history.last!.snapshot == order.last
    #expect(isThereAtTheEnd || history.last!.churned == "1")
  }
}

@Test func `a firm keeps about its number of accounts and loses 3 to 8 percent a month`() throws {
  let table = ParsedTable(try firm { $0.accounts = 2_000 }.csv())
  var counts: [String: (rows: Int, churned: Int)] = [:]
  for (snapshot, churned) in zip(table.column("snapshot"), table.column("churned")) {
    counts[snapshot, default: (0, 0)].rows += 1
    counts[snapshot]!.churned += churned == "1" ? 1 : 0
  }
  #expect(counts.count == 24)
  for month in counts.values {
    #expect((1_950...2_050).contains(month.rows))
    #expect((0.03...0.08).contains(Double(month.churned) / Double(month.rows)))
  }
}

/// At the truth, Σ (churned − p)·x is 0 on average for every term x; here within four standard errors.
@Test func `the outcomes follow the exported truth in every term`() throws {
  let simulated = try firm {
    $0.accounts = 20_000
    $0.months = 1
    $0.hasMissing = false
  }
  let table = ParsedTable(simulated.csv(threads: 2))
  checkScores(of: simulated.truth(), in: table)
}

@Test func `with drift the truth changes and without it does not`() throws {
  #expect(try firm().truth(month: 0) != firm().truth(month: 12))
  #expect(try abs(firm().truth(month: 12)["tickets"]! - 0.30) < 1e-12)
  let steady = try firm { $0.hasDrift = false }
  #expect(steady.truth(month: 0) == steady.truth(month: 12))
}

@Test func `one to three percent of the cells of three columns are blank`() throws {
  let table = ParsedTable(try firm().csv())
  for (name, share) in [("usage", 0.02), ("tickets", 0.03), ("mrr", 0.01)] {
    let blank = table.column(name).count { $0.isEmpty }
    #expect(abs(Double(blank) / Double(table.rows.count) - share) < 0.004, "\(name)")
  }
  for name in ["account_id", "snapshot", "logins", "tenure_months", "plan", "churned"] {
    #expect(!table.column(name).contains(""))
  }
  let complete = try firm { $0.hasMissing = false }.csv()
  #expect(!ParsedTable(complete).rows.contains { $0.contains("") })
}

@Test func `blanking cells does not change the outcomes`() throws {
  let blanked = ParsedTable(try firm().csv())
  let complete = ParsedTable(try firm { $0.hasMissing = false }.csv())
  #expect(blanked.column("churned") == complete.column("churned"))
}

@Test func `the chunks of a month carry its name and their rows add up`() throws {
  let simulated = try firm {
    $0.accounts = 9_000
    $0.months = 3
  }
  var rows: [String: Int] = [:]
  simulated.forEachChunk(threads: 2) { chunk in
    rows[chunk.snapshot!.name, default: 0] += chunk.rows
    #expect(chunk.bytes.count { $0 == UInt8(ascii: "\n") } == chunk.rows)
  }
  #expect(rows.keys.sorted() == ["2024-01", "2024-02", "2024-03"])
}

@Test func `a plan outside its range is refused with the option's name`() {
  #expect(throws: SimulationError.outOfRange(option: "months", value: 0, range: 1...240)) {
    try firm { $0.months = 0 }
  }
  #expect(SimulationError.outOfRange(option: "months", value: 0, range: 1...240).problem.kind == .usage)
}

/// Every score Σ (y − p)·x within four standard errors √Σ p(1−p)x² of zero.
func checkScores(of truth: TrueModel, in table: ParsedTable) {
  let outcomes = table.numbers("churned")
  let terms = truth.terms.map { term -> [Double] in
    let parts = term.name.split(separator: "=")
    return parts.count == 1
      ? table.numbers(term.name) : table.column(String(parts[0])).map { $0 == parts[1] ? 1 : 0 }
  }
  let chances = outcomes.indices.map { row in
    logistic(zip(truth.terms, terms).reduce(truth.intercept) { $0 + $1.0.coefficient * $1.1[row] })
  }
  for (name, values) in zip(["(intercept)"] + truth.terms.map(\.name), [outcomes.map { _ in 1 }] + terms) {
    var score = 0.0
    var variance = 0.0
    for row in outcomes.indices {
      score += (outcomes[row] - chances[row]) * values[row]
      variance += chances[row] * (1 - chances[row]) * values[row] * values[row]
    }
    #expect(abs(score) < 4 * variance.squareRoot() + 1e-9, "\(name)")
  }
}
