import Diagnostics
import Tables
import Testing

@testable import Cohorts

private func order(_ levels: String...) throws(CohortError) -> SnapshotOrder {
  try SnapshotOrder(levels: levels.map { ExactText($0) })
}

@Test func `every form is put in order of time`() throws {
  let cases: [(SnapshotForm, [String])] = [
    (.date, ["2023-12-31", "2024-01-31", "2024-02-29"]), (.slashDate, ["2023/12/31", "2024/01/01"]),
    (.timestamp, ["2023-12-31T23:59:59Z", "2024-01-31 00:00", "2024-02-01T00:00:00.5+01:00"]),
    (.month, ["2023-12", "2024-01", "2024-10"]), (.quarter, ["2023-Q4", "2024-Q1"]),
    (.compactQuarter, ["2023Q4", "2024q1", "2024Q2"]), (.compactDate, ["20231231", "20240101"]),
    (.compactMonth, ["202312", "202401"]), (.year, ["1999", "2000", "2024"]), (.period, ["1", "2", "10", "24"]),
  ]
  for (form, texts) in cases {
    let levels = texts.map { ExactText($0) }
    let reversed = try SnapshotOrder(levels: levels.reversed())
    #expect(reversed.form == form)
    #expect(reversed.cohortOfLevel == Array(levels.indices.reversed()))
    if form != .timestamp { #expect(reversed.labels == levels) }
  }
}

@Test func `levels that mean the same are one cohort`() throws {
  let times = try order("2024-01-31T10:00:00", "2024-01-31T11:30", "2024-02-01T00:00Z")
  #expect(times.cohortOfLevel == [0, 0, 1])
  #expect(times.labels.map(\.string) == ["2024-01-31", "2024-02-01"])
  #expect(try order("01", "1", "2").cohortOfLevel == [0, 0, 1])
}

@Test func `a level that is no date is named`() {
  for bad in ["2024-02-30", "2023-02-29", "2024-13-01", "31.01.2024", "", "January", "2024-1-31", "0x10", "1e3"] {
    #expect(throws: CohortError.notADate(level: bad)) { try order("2024-01-31", bad) }
  }
}

@Test func `forms that disagree are named with an example each`() {
  #expect(throws: CohortError.mixedForms("2024-01-31", "YYYY-MM-DD", "2024-02", "YYYY-MM")) {
    try order("2024-01-31", "2024-02")
  }
  // Whole numbers have at most five digits, so a month and a year are not two periods.
  #expect(throws: CohortError.mixedForms("202401", "YYYYMM", "2024", "YYYY")) { try order("202401", "2024") }
}

@Test func `a long or forged level is cut and escaped in the message`() {
  let message = CohortError.notADate(level: "\u{1B}[31m" + String(repeating: "x", count: 100)).problem.message
  #expect(message.contains("\\u{1B}[31m") && message.contains("…") && message.count < 120)
}

@Test func `a snapshot column read as numbers gives the same cohorts as one read as levels`() throws {
  let levels = try CohortColumn(CategoryColumn(["202402", "202401", "202402", "202312"]))
  let numbers = try CohortColumn(NumberColumn([202_402, 202_401, 202_402, 202_312]))
  #expect(numbers == levels)
  #expect(numbers.codes == [2, 1, 2, 0] && numbers.counts == [1, 1, 2])
  #expect(numbers.source == .column(.compactMonth))
  #expect(throws: CohortError.notADate(level: "1.5")) { try CohortColumn(NumberColumn([1, 1.5])) }
  #expect(throws: CohortError.notADate(level: "-1.0")) { try CohortColumn(NumberColumn([-1])) }
}

@Test func `levels without rows are no cohorts and missing snapshots are counted`() throws {
  let column = CategoryColumn(["2024-01", "junk", "2024-02"]).selecting([0, 2])
  #expect(try CohortColumn(column).labels.map(\.string) == ["2024-01", "2024-02"])
  #expect(throws: CohortError.missingSnapshots(rows: 2)) { try CohortColumn(CategoryColumn(["1", nil, nil])) }
  let moments = (0...CohortColumn.mostCohorts).map { String($0) as String? }
  #expect(throws: CohortError.tooManySnapshots(count: 10_001)) { try CohortColumn(CategoryColumn(moments)) }
}

@Test func `files are ordered by the date in their names`() throws {
  let files = try CohortColumn(
    fileNames: ["in/2025-02.csv", "in/2024-12.csv", "in/2025-01.csv"], rowCounts: [1, 2, 1])
  #expect(files.labels.map(\.string) == ["2024-12", "2025-01", "2025-02"])
  #expect(files.codes == [2, 0, 0, 1] && files.source == .fileDates)
  let dated = try CohortColumn(fileNames: ["churn_20250131.csv.gz", "churn_20241231.csv.gz"], rowCounts: [1, 1])
  #expect(dated.labels.map(\.string) == ["20241231", "20250131"])
  let regions = try CohortColumn(
    fileNames: ["eu-2025Q1.csv", "us-2025Q1.csv", "eu-2024Q4.csv", "empty-2026Q1.csv"], rowCounts: [1, 1, 1, 0])
  #expect(regions.codes == [1, 1, 0] && regions.labels.count == 2)
}

@Test func `names without one date each leave the order as given`() throws {
  for names in [
    ["new.csv", "old.csv"], ["2025-02.csv", "last.csv"], ["a_2024-01_2024-02.csv", "a_2023-01_2023-02.csv"],
    ["run2024013.csv", "run2023013.csv"],
  ] {
    let files = try CohortColumn(fileNames: names, rowCounts: [2, 1])
    #expect(files.codes == [0, 0, 1] && files.source == .fileOrder)
  }
  #expect(
    try CohortColumn(fileNames: ["new.csv", "old.csv"], rowCounts: [1, 1]).labels.map(\.string) == ["new", "old"])
}
