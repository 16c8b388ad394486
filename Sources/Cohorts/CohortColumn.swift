import CKernels
import Parallel
public import Tables

/// The cohort of every row: a number that grows with time, and the cohorts' names.
public struct CohortColumn: Sendable, Equatable {
  /// The cohorts that have rows, oldest first.
  public let labels: [ExactText]
  /// The cohort of each row, an index into `labels`.
  public let codes: [UInt16]
  /// How the order was found.
  public let source: Source

  /// Where the order of cohorts comes from.
  public enum Source: Sendable, Equatable {
    /// From a snapshot column, whose levels have this form.
    case column(SnapshotForm)
    /// From the dates in the files' names.
    case fileDates
    /// From the order in which the files were given, since their names do not all have one date in one form.
    case fileOrder
  }

  /// Most cohorts that are believed; more are events, not snapshots.
  public static let mostCohorts = 10_000

  /// Cohorts of a snapshot column; levels without rows are ignored.
  /// - Throws: `.missingSnapshots`, `.tooManySnapshots`, `.notADate`, `.mixedForms`.
  /// - Complexity: O(rows + levels · log levels).
  public init(_ column: CategoryColumn) throws(CohortError) {
    guard column.missingCount == 0 else { throw .missingSnapshots(rows: column.missingCount) }
    let counts = column.counts
    let used = counts.indices.filter { counts[$0] > 0 }
    guard used.count <= Self.mostCohorts else { throw .tooManySnapshots(count: used.count) }
    let order = try SnapshotOrder(levels: used.map { column.levels[$0] })
    var cohortOfCode = [UInt16](repeating: 0, count: counts.count)
    for (code, cohort) in zip(used, order.cohortOfLevel) { cohortOfCode[code] = UInt16(cohort) }
    labels = order.labels
    codes = column.codes.map { cohortOfCode[Int($0)] }
    source = .column(order.form)
  }

  /// Cohorts of a snapshot column that was read as numbers, such as 202401 or 7.
  /// - Throws: as for levels; `.notADate` for a number that is not whole or is negative.
  /// - Complexity: O(rows + levels · log levels).
  public init(_ column: NumberColumn) throws(CohortError) {
    guard column.missingCount == 0 else { throw .missingSnapshots(rows: column.missingCount) }
    var places: [Double: Int32] = [:]
    var levels: [Double] = []
    var last = Double.nan
    var code: Int32 = -1
    let codes = column.doubles.map { value -> Int32 in
      if value != last {
        last = value
        code = places[value] ?? Int32(levels.count)
        if code == levels.count {
          places[value] = code
          levels.append(value)
        }
      }
      return code
    }
    guard levels.count <= Self.mostCohorts else { throw .tooManySnapshots(count: levels.count) }
    let texts = levels.map { $0 >= 0 && $0 < 1e9 && $0 == $0.rounded() ? String(Int($0)) : $0.description }
    let category = CategoryColumn(
      segments: Segments([CodePiece(codes)]), levels: texts.map { ExactText($0) }, missingCount: 0)
    try self.init(category)
  }

  /// One cohort per file, where there is no snapshot column.
  ///
  /// When each name has exactly one date and all in one form (`2025-01.csv`, `churn_20250131.csv`, `2025Q1.csv`), the
  /// dates are the cohorts and their order; files of the same date are one cohort. Otherwise the order given is the
  /// order of time and the names without folder and extension are the cohorts.
  ///
  /// - Parameters:
  ///   - fileNames: the files in the order given.
  ///   - rowCounts: rows of each file, which stand one file after another; files without rows are no cohort.
  /// - Throws: `.tooManySnapshots`.
  public init(fileNames: [String], rowCounts: [Int]) throws(CohortError) {
    precondition(fileNames.count == rowCounts.count, "one count per file")
    let files = fileNames.indices.filter { rowCounts[$0] > 0 }
    guard files.count <= Self.mostCohorts else { throw .tooManySnapshots(count: files.count) }
    let names = files.map { fileNames[$0] }
    let dated = FileNameOrder(names: names)
    let cohorts = dated?.cohortOfFile ?? Array(files.indices)
    labels =
      dated?.labels.map { ExactText($0) } ?? names.map { ExactText(utf8: FileNameOrder.stem(of: $0)) }
    codes = zip(files, cohorts).flatMap { file, cohort in repeatElement(UInt16(cohort), count: rowCounts[file]) }
    source = dated == nil ? .fileOrder : .fileDates
  }

  /// Rows of each cohort, oldest first.
  public var counts: [Int] {
    var counts = [Int](repeating: 0, count: labels.count)
    forEachRun(in: 0..<codes.count) { cohort, rows in counts[cohort] += rows.count }
    return counts
  }

  /// Calls `body` with rows of one cohort after another: a thousand at a time where they are of one, else row by row.
  public func forEachRun(in rows: Range<Int>, _ body: (Int, Range<Int>) -> Void) {
    codes.withUnsafeBufferPointer { codes in
      for start in stride(from: rows.lowerBound, to: rows.upperBound, by: 1_024) {
        let run = start..<min(start + 1_024, rows.upperBound)
        let first = codes[start]
        var others: UInt16 = 0
        for row in run { others |= codes[row] ^ first }
        if others == 0 {
          body(Int(first), run)
        } else {
          for row in run { body(Int(codes[row]), row..<(row + 1)) }
        }
      }
    }
  }

  /// The rows of some cohorts.
  /// - Parameter isWanted: one for each cohort.
  func rows(ofCohorts isWanted: [Bool]) -> RowSet {
    let (table, slice) = (isWanted.map { $0 ? 1 : 0 as UInt8 }, 1 << 16)
    let words = concurrently((codes.count + slice - 1) / slice) { index in
      let run = (index * slice)..<min((index + 1) * slice, codes.count)
      return [UInt64](unsafeUninitializedCapacity: (run.count + 63) / 64) { words, filled in
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: run.count) { flags in
          codes.withUnsafeBytes { codes in
            // there are so few cohorts that no code is negative
            let first = codes.baseAddress! + run.lowerBound * MemoryLayout<UInt16>.stride
            churn_translate_codes(run.count, first, 2, table.count, table, flags.baseAddress)
          }
          churn_bits_of_flags(run.count, flags.baseAddress, words.baseAddress)
        }
        filled = (run.count + 63) / 64
      }
    }
    return RowSet(words: words.flatMap(\.self), rowCount: codes.count)
  }

  /// Whether a set has rows of each cohort.
  func isHeld(by rows: RowSet) -> [Bool] {
    var isHeld = [Bool](repeating: false, count: labels.count)
    forEachRun(in: 0..<codes.count) { cohort, run in
      if !isHeld[cohort] { isHeld[cohort] = rows.count(in: run) > 0 }
    }
    return isHeld
  }
}
