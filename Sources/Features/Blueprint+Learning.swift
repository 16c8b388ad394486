public import Diagnostics
import Parallel
public import Tables

/// The rows that a blueprint learns from.
public struct TrainingRows: Sendable {
  /// The table that holds the training rows.
  public var table: Table
  /// The table's rows that are training rows; `nil` is all.
  public var chosen: RowSet?
  /// Account number of each row of the table, when accounts have several rows; else each row is an account.
  public var accounts: [Int32]?
  /// Accounts of the training rows.
  public var accountCount: Int
  /// Weight of each row of the table, when rows are weighted.
  public var weights: [Double]?

  /// Creates training rows.
  public init(
    table: Table, chosen: RowSet? = nil, accounts: [Int32]? = nil, accountCount: Int, weights: [Double]? = nil
  ) {
    self.table = table
    self.chosen = chosen
    self.accounts = accounts
    self.accountCount = accountCount
    self.weights = weights
  }

  /// Training rows.
  var count: Int { chosen?.count ?? table.rowCount }

  /// Rows of the table that follow one another in training.
  enum Run {
    case range(Range<Int>)
    case rows(UnsafeBufferPointer<Int32>)

    var count: Int {
      switch self {
      case .range(let range): range.count
      case .rows(let rows): rows.count
      }
    }

    /// The table's row at a place of the run.
    @inline(__always) func row(at place: Int) -> Int {
      switch self {
      case .range(let range): range.lowerBound + place
      case .rows(let rows): Int(rows[place])
      }
    }
  }

  /// Calls `body` with all training rows, at most so many at a time.
  func forEachRun(of length: Int, _ body: (Run) -> Void) {
    if let chosen { return chosen.forEachRun(of: length) { body(.rows($0)) } }
    for start in stride(from: 0, to: table.rowCount, by: length) {
      body(.range(start..<min(start + length, table.rowCount)))
    }
  }
}

extension NumberColumn {
  func copy(_ run: TrainingRows.Run, to target: UnsafeMutableBufferPointer<Double>) {
    switch run {
    case .range(let range): copy(range, to: target)
    case .rows(let rows): copy(chosen: rows, to: target)
    }
  }
}

extension CategoryColumn {
  func copy(_ run: TrainingRows.Run, to target: UnsafeMutableBufferPointer<Int32>) {
    switch run {
    case .range(let range): copy(range, to: target)
    case .rows(let rows): copy(chosen: rows, to: target)
    }
  }
}

extension Blueprint {
  /// Learns how each admitted column becomes terms: means, levels, shares, reference levels.
  ///
  /// - Parameters:
  ///   - rows: training rows only; held-out rows must not be among them.
  ///   - wish: what the user asked for.
  /// - Returns: the blueprint, and a notice for everything that was pooled, left out or filled.
  /// - Throws: `FeatureError` for unknown columns, identifiers offered as features, impossible references.
  /// - Complexity: one pass over each column.
  public static func learned(
    from rows: TrainingRows, wish: FeatureWish
  ) throws(FeatureError) -> (blueprint: Blueprint, notices: [Notice]) {
    try checkNames(wish, against: rows.table)
    var features: [Feature] = []
    var notices: [Notice] = []
    let columns = rows.table.columns.filter { wish.admits($0.name) }
    for (column, lesson) in zip(columns, numberLessons(columns, rows)) {
      guard let feature = try learnedFeature(column, lesson, rows, wish, &notices) else { continue }
      features.append(feature)
    }
    guard features.contains(where: { $0.encoding != .ignored }) else { throw .noFeatures }
    return (Blueprint(features: features), notices)
  }

  private static func checkNames(_ wish: FeatureWish, against table: Table) throws(FeatureError) {
    let named = (wish.include ?? []) + wish.exclude + wish.references.keys.sorted()
    let unknown = named.filter { table[$0] == nil && !wish.reserved.contains($0) }
    guard unknown.isEmpty else { throw .unknownColumns(unknown, known: table.columns.map(\.name)) }
    for name in wish.references.keys.sorted() {
      if case .category = table[name]?.kind { continue }
      throw .referenceOfNonCategory(column: name)
    }
  }

  /// What each column of numbers teaches, columns side by side; `nil` for the others.
  private static func numberLessons(_ columns: [Column], _ rows: TrainingRows) -> [NumberLesson?] {
    concurrently(columns.count) { index in
      if case .numbers(let numbers) = columns[index].cells { NumberLesson(numbers, rows) } else { nil }
    }
  }

  private static func learnedFeature(
    _ column: Column, _ lesson: NumberLesson?, _ rows: TrainingRows, _ wish: FeatureWish, _ notices: inout [Notice]
  ) throws(FeatureError) -> Feature? {
    if let lesson, column.kind == .number || column.kind == .boolean {
      guard let encoding = learnedNumber(column.name, lesson, &notices) else {
        return Feature(name: column.name, encoding: .ignored)
      }
      return Feature(name: column.name, encoding: column.kind == .number ? .number(encoding) : .boolean(encoding))
    }
    switch (column.kind, column.cells) {
    case (.category, .categories(let categories)):
      let lesson = CategoryLesson(column: column.name, categories: categories, rows: rows, wish: wish)
      return Feature(name: column.name, encoding: try lesson.encoding(&notices))
    case (.empty, _):
      notices.append(allMissing(column.name))
      return Feature(name: column.name, encoding: .ignored)
    case (.date, _):
      notices.append(
        Notice(
          .note, code: "features.date", "column \"\(column.name)\" holds dates and is left out",
          remedies: ["compute a number of days from it, or use it as --snapshot"]))
      return nil
    default: return nil
    }
  }

  private static func learnedNumber(
    _ column: String, _ lesson: NumberLesson, _ notices: inout [Notice]
  ) -> NumberEncoding? {
    guard let mean = lesson.mean else {
      notices.append(allMissing(column))
      return nil
    }
    guard lesson.missingShare > 0 else { return NumberEncoding(mean: mean, missingShare: nil) }
    notices.append(
      Notice(
        .note, code: "features.imputed",
        "column \"\(column)\": \(lesson.missingRows) missing \(lesson.missingRows == 1 ? "cell takes" : "cells take") "
          + "the training mean; "
          + "the term \(column):missing marks them"))
    return NumberEncoding(mean: mean, missingShare: lesson.missingShare)
  }

  private static func allMissing(_ column: String) -> Notice {
    Notice(.warning, code: "features.all-missing", "column \"\(column)\" has no value in any training row; left out")
  }
}
