public import Diagnostics
public import Tables

/// The rows that a blueprint learns from.
public struct TrainingRows: Sendable {
  /// The table of training rows only.
  public var table: Table
  /// Account number of each row, when accounts have several rows; else each row is an account.
  public var accounts: [Int32]?
  /// Accounts in all.
  public var accountCount: Int
  /// Weight of each row, when rows are weighted.
  public var weights: [Double]?

  /// Creates training rows.
  public init(table: Table, accounts: [Int32]? = nil, accountCount: Int, weights: [Double]? = nil) {
    self.table = table
    self.accounts = accounts
    self.accountCount = accountCount
    self.weights = weights
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
    for column in rows.table.columns where wish.admits(column.name) {
      guard let feature = try learnedFeature(column, rows, wish, &notices) else { continue }
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

  private static func learnedFeature(
    _ column: Column, _ rows: TrainingRows, _ wish: FeatureWish, _ notices: inout [Notice]
  ) throws(FeatureError) -> Feature? {
    switch (column.kind, column.cells) {
    case (.number, .numbers(let numbers)):
      return learnedNumber(column, numbers, rows, &notices).map { Feature(name: column.name, encoding: .number($0)) }
        ?? Feature(name: column.name, encoding: .ignored)
    case (.boolean, .numbers(let numbers)):
      return learnedNumber(column, numbers, rows, &notices).map { Feature(name: column.name, encoding: .boolean($0)) }
        ?? Feature(name: column.name, encoding: .ignored)
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
    _ column: Column, _ numbers: NumberColumn, _ rows: TrainingRows, _ notices: inout [Notice]
  ) -> NumberEncoding? {
    let lesson = NumberLesson(numbers, weights: rows.weights)
    guard let mean = lesson.mean else {
      notices.append(allMissing(column.name))
      return nil
    }
    guard lesson.missingShare > 0 else { return NumberEncoding(mean: mean, missingShare: nil) }
    notices.append(
      Notice(
        .note, code: "features.imputed",
        "column \"\(column.name)\": \(lesson.missingRows) missing \(lesson.missingRows == 1 ? "cell takes" : "cells take") "
          + "the training mean; "
          + "the term \(column.name):missing marks them"))
    return NumberEncoding(mean: mean, missingShare: lesson.missingShare)
  }

  private static func allMissing(_ column: String) -> Notice {
    Notice(.warning, code: "features.all-missing", "column \"\(column)\" has no value in any training row; left out")
  }
}
