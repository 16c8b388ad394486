import Tables
import Testing

@testable import Cohorts

/// A panel: 400 accounts over 4 months, some leaving each month.
private func panel(order: [Int]? = nil) throws -> (rows: LabelledRows, ids: [UInt64], months: [Int]) {
  var ids: [UInt64] = []
  var months: [Int] = []
  var churned: [Bool] = []
  for month in 1...4 {
    for account in 1...400 where account % 9 != 0 || account % 4 >= month - 1 {
      ids.append(StableHash.mixed(UInt64(account)))
      months.append(month)
      churned.append(account % 9 == 0 && account % 4 == month - 1)
    }
  }
  let order = order ?? Array(ids.indices)
  ids = order.map { ids[$0] }
  months = order.map { months[$0] }
  let rows = LabelledRows(
    churned: order.map { churned[$0] }, accounts: AccountIndex(hashes: ids),
    cohorts: try CohortColumn(NumberColumn(months.map { Double($0) })))
  return (rows, ids, months)
}

private func expectPartition(_ split: Split, of rows: LabelledRows) {
  let seen = (split.training.rows + split.test.rows).sorted()
  #expect(Set(seen).count == seen.count)
  #expect(seen.count + split.leftOut.rows == rows.count)
  #expect(split.training.intersection(split.test).isEmpty)
  #expect(split.trainingPart.rows == split.training.count && split.testPart.rows == split.test.count)
  #expect(split.trainingPart.churners == split.training.rows.count { rows.churned[Int($0)] })
  #expect(split.testPart.churners == split.test.rows.count { rows.churned[Int($0)] })
}

@Test func `the newest cohort is the test and all older ones train`() throws {
  let (rows, ids, months) = try panel()
  let split = try HoldoutPlan(.newestCohort(gap: 0, accountDisjoint: false)).split(rows)
  expectPartition(split, of: rows)
  #expect(split.leftOut.rows == 0)
  #expect(split.test.rows.allSatisfy { months[Int($0)] == 4 } && split.training.rows.allSatisfy { months[Int($0)] < 4 })
  #expect(split.testPart.cohorts.map(\.string) == ["4"])
  #expect(split.trainingPart.cohorts.map(\.string) == ["1", "2", "3"])
  #expect(split.trainingPart.accounts == Set(split.training.rows.map { ids[Int($0)] }).count)
}

@Test func `the cohorts of the gap are left out and counted`() throws {
  let (rows, _, months) = try panel()
  let split = try HoldoutPlan(.newestCohort(gap: 2, accountDisjoint: false)).split(rows)
  expectPartition(split, of: rows)
  #expect(split.training.rows.allSatisfy { months[Int($0)] == 1 })
  #expect(split.leftOut.cohorts.map(\.string) == ["2", "3"])
  #expect(throws: CohortError.tooFewCohorts(count: 4, gap: 3)) {
    try HoldoutPlan(.newestCohort(gap: 3, accountDisjoint: false)).split(rows)
  }
}

@Test func `disjoint accounts appear on one side only`() throws {
  let (rows, ids, months) = try panel()
  let split = try HoldoutPlan(.newestCohort(gap: 0, accountDisjoint: true), fraction: 0.4).split(rows)
  expectPartition(split, of: rows)
  #expect(Set(split.training.rows.map { ids[Int($0)] }).isDisjoint(with: split.test.rows.map { ids[Int($0)] }))
  #expect(split.test.rows.allSatisfy { months[Int($0)] == 4 } && split.training.rows.allSatisfy { months[Int($0)] < 4 })
  let share = Double(split.testPart.rows) / Double(months.count { $0 == 4 })
  #expect(abs(share - 0.4) < 0.1)
}

@Test func `cohorts of many rows, in runs and mixed, are counted and chosen row by row`() throws {
  let cohort = { (row: Int) in row < 90_000 ? row / 30_000 : row % 4 }
  let rows = 150_001
  let column = try CohortColumn(NumberColumn((0..<rows).map { Double(cohort($0)) }))
  #expect(column.counts == (0..<4).map { wanted in (0..<rows).count { cohort($0) == wanted } })
  let chosen = column.rows(ofCohorts: [false, true, false, true])
  #expect(chosen == RowSet(rowCount: rows, where: { cohort($0) % 2 == 1 }))
  #expect(column.isHeld(by: RowSet([40_000], of: rows)) == [false, true, false, false])
  #expect(column.isHeld(by: RowSet([29_999, 120_003], of: rows)) == [true, false, false, true])
  var runs: [Range<Int>] = []
  column.forEachRun(in: 10..<rows) { found, run in
    #expect(run.allSatisfy { cohort($0) == found })
    runs.append(run)
  }
  #expect(runs.first?.lowerBound == 10 && runs.last?.upperBound == rows)
  #expect(zip(runs, runs.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
}

@Test func `without cohorts a fifth of the accounts is held out whole in each stratum`() throws {
  let (panelRows, ids, _) = try panel()
  let rows = LabelledRows(churned: panelRows.churned, accounts: panelRows.accounts, cohorts: nil)
  let split = try HoldoutPlan(.accounts).split(rows)
  expectPartition(split, of: rows)
  let test = Set(split.test.rows.map { ids[Int($0)] })
  #expect(test.isDisjoint(with: split.training.rows.map { ids[Int($0)] }))
  #expect(split.leftOut.rows == 0)
  let churners = Set(rows.churned.rows.map { ids[Int($0)] })
  #expect(test.intersection(churners).count == Int((0.2 * Double(churners.count)).rounded()))
  #expect(test.subtracting(churners).count == Int((0.2 * Double(400 - churners.count)).rounded()))
}

@Test func `the order of rows does not matter`() throws {
  let (rows, ids, months) = try panel()
  var order = Array(ids.indices)
  order.sort { StableHash.mixed(UInt64($0)) < StableHash.mixed(UInt64($1)) }
  let shuffled = try panel(order: order)
  let rules: [HoldoutPlan.Rule] = [
    .accounts, .newestCohort(gap: 1, accountDisjoint: false), .newestCohort(gap: 0, accountDisjoint: true),
  ]
  for rule in rules {
    let plan = HoldoutPlan(rule, fraction: 0.4)
    let straight = try plan.split(rows)
    let mixed = try plan.split(shuffled.rows)
    let name = { (ids: [UInt64], months: [Int], rows: [Int32]) in
      Set(rows.map { [ids[Int($0)], UInt64(months[Int($0)])] })
    }
    #expect(name(ids, months, straight.test.rows) == name(shuffled.ids, shuffled.months, mixed.test.rows))
    #expect(name(ids, months, straight.training.rows) == name(shuffled.ids, shuffled.months, mixed.training.rows))
  }
}

@Test func `another seed holds out other accounts and the same seed the same ones`() throws {
  let rows = LabelledRows(churned: (0..<500).map { $0 % 10 == 0 }, accounts: nil, cohorts: nil)
  let one = try HoldoutPlan(.accounts, seed: 1).split(rows)
  #expect(try HoldoutPlan(.accounts, seed: 1).split(rows) == one)
  #expect(try HoldoutPlan(.accounts, seed: 2).split(rows).test != one.test)
  #expect(one.testPart == Split.Part(rows: 100, churners: 10, accounts: 100, cohorts: []))
}

@Test func `two churners are one for each side and one alone cannot be split`() throws {
  let two = LabelledRows(churned: (0..<50).map { $0 < 2 }, accounts: nil, cohorts: nil)
  let split = try HoldoutPlan(.accounts).split(two)
  #expect(split.testPart.churners == 1 && split.trainingPart.churners == 1)
  let one = LabelledRows(churned: (0..<50).map { $0 < 1 }, accounts: nil, cohorts: nil)
  #expect(throws: CohortError.oneClass(.test, .init(rows: 10, churners: 0, accounts: 10, cohorts: []))) {
    try HoldoutPlan(.accounts).split(one)
  }
}

@Test func `a newest cohort of one class is refused with its counts`() throws {
  let rows = LabelledRows(
    churned: [true, false, false, false], accounts: nil,
    cohorts: try CohortColumn(CategoryColumn(["1", "1", "2", "2"])))
  #expect(throws: CohortError.oneClass(.test, .init(rows: 2, churners: 0, accounts: 2, cohorts: [ExactText("2")]))) {
    try HoldoutPlan(.newestCohort(gap: 0, accountDisjoint: false)).split(rows)
  }
  #expect(throws: CohortError.accountsUnknown) {
    try HoldoutPlan(.newestCohort(gap: 0, accountDisjoint: true)).split(rows)
  }
}

@Test func `without a hold-out all rows train`() throws {
  let rows = LabelledRows(churned: [true, true], accounts: nil, cohorts: nil)
  let split = try HoldoutPlan(.none).split(rows)
  #expect(split.training.rows == [0, 1] && split.test.isEmpty && split.trainingPart.churners == 2)
}

@Test func `nothing to split and impossible shares are refused`() {
  let none = LabelledRows(churned: [], accounts: nil, cohorts: nil)
  #expect(throws: CohortError.self) { try HoldoutPlan(.accounts).split(none) }
  for fraction in [0, 1, -0.2, .nan, 2] as [Double] {
    #expect(throws: CohortError.self) { try HoldoutPlan(.accounts, fraction: fraction).split(none) }
  }
}

@Test func `the automatic plan uses cohorts where there are two`() throws {
  let (rows, _, _) = try panel()
  #expect(HoldoutPlan.automatic(for: rows).rule == .newestCohort(gap: 0, accountDisjoint: false))
  let flat = LabelledRows(churned: rows.churned, accounts: nil, cohorts: nil)
  #expect(HoldoutPlan.automatic(for: flat).rule == .accounts)
}

extension LabelledRows {
  fileprivate init(churned: [Bool], accounts: AccountIndex?, cohorts: CohortColumn?) {
    self.init(
      churned: RowSet(rowCount: churned.count, where: { churned[$0] }), accounts: accounts, cohorts: cohorts)
  }
}

@Test func `of very many accounts no more than 2 million are held out, unless it is asked for`() {
  #expect(HoldoutPlan.usualFraction(ofAccounts: 0) == 0.2 && HoldoutPlan.usualFraction(ofAccounts: 10_000_000) == 0.2)
  #expect(HoldoutPlan.usualFraction(ofAccounts: 100_000_000) == 0.02)
  #expect(HoldoutPlan(.accounts).fraction == 0.2)
}

/// The share is found without sorting; it must be that of a sorted list.
@Test(arguments: [1, 2, 3, 7, 64, 65, 1_000, 30_000]) func `the accounts held out are those of smallest rank`(rows: Int)
{
  for (fraction, everyth) in [(0.2, 3), (0.5, 2), (0.001, 7), (0.999, 5), (0.3, rows + 1), (0.3, 1)] {
    let churned = RowSet(rowCount: rows) { $0 % everyth == 0 }
    let hashes = (0..<rows).map { StableHash.mixed(UInt64($0) &* 77) }
    let accounts = AccountIndex(hashes: hashes)
    let found = AccountHoldout(
      LabelledRows(churned: churned, accounts: accounts, cohorts: nil), fraction: fraction, seed: 5
    ).test
    let order = AccountOrder(seed: 5)
    var wanted: [Int32] = []
    for isChurned in [false, true] {
      let stratum = (0..<rows).filter { churned[$0] == isChurned }
      guard stratum.count > 1 else { continue }
      let taken = min(stratum.count - 1, max(1, Int((fraction * Double(stratum.count)).rounded())))
      wanted += stratum.sorted { order.rank(of: hashes[$0]) < order.rank(of: hashes[$1]) }.prefix(taken).map(Int32.init)
    }
    #expect(found == RowSet(wanted, of: rows), "\(fraction) of \(rows), every \(everyth)th churned")
  }
}
