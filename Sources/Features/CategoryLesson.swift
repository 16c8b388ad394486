import Diagnostics
import Tables

/// What a category column teaches: which levels get a term, which are pooled, and the reference.
struct CategoryLesson {
  let column: String
  let categories: CategoryColumn
  let rows: TrainingRows
  let wish: FeatureWish

  /// Longer texts are no levels.
  private static let longestLevel = 1000

  func encoding(_ notices: inout [Notice]) throws(FeatureError) -> Blueprint.Encoding {
    if let long = categories.levels.first(where: { $0.string.utf8.count > Self.longestLevel }) {
      throw .freeText(column: column, bytes: long.string.utf8.count)
    }
    let threshold = wish.levelThreshold(accounts: rows.accountCount)
    let tally = LevelTally(categories, rows, countingAccountsTo: threshold)
    let seen = tally.weight.indices.filter { tally.rows[$0] > 0 }
    guard seen.count < max(20, rows.accountCount / 2) else {
      throw .identifierLike(column: column, levels: seen.count, accounts: rows.accountCount)
    }
    let kept = seen.filter { tally.accounts[$0] >= threshold }
      .sorted { categories.levels[$0] < categories.levels[$1] }
    let pooled = seen.filter { tally.accounts[$0] < threshold }
    guard let reference = try reference(among: kept, tally) else {
      notices.append(
        Notice(
          .warning, code: "features.all-rare",
          "column \"\(column)\": every level is held by fewer than \(threshold) accounts; left out",
          remedies: ["--min-level-count 1 keeps rare levels apart"]))
      return .ignored
    }
    var levels = kept.filter { $0 != reference }.map {
      Blueprint.Level(name: categories.levels[$0], share: tally.share(of: [$0]))
    }
    if !pooled.isEmpty {
      levels.append(.init(name: free("other", kept), share: tally.share(of: pooled), role: .pooled))
      notices.append(pooledNotice(pooled, tally, threshold))
    }
    if tally.missingWeight > 0 {
      levels.append(
        .init(name: free("missing", kept), share: tally.missingWeight / tally.totalWeight, role: .missing))
      notices.append(missingNotice(kept, tally.missingRows))
    }
    guard !levels.isEmpty else {
      notices.append(
        Notice(.warning, code: "features.constant", "column \"\(column)\" is constant (one level); dropped"))
      return .ignored
    }
    return .category(Blueprint.CategoryEncoding(reference: categories.levels[reference], levels: levels))
  }

  /// The wished level, else the one preferred, else the most frequent; among equals the first in the order of bytes.
  private func reference(among kept: [Int], _ tally: LevelTally) throws(FeatureError) -> Int? {
    if let wished = wish.references[column] {
      guard let found = kept.first(where: { categories.levels[$0] == ExactText(wished) }) else {
        throw .unknownReference(column: column, level: wished, levels: kept.map { categories.levels[$0].string })
      }
      return found
    }
    if let preferred = wish.preferredReferences[column],
      let found = kept.first(where: { categories.levels[$0] == preferred })
    {
      return found
    }
    guard var best = kept.first else { return nil }
    for level in kept where tally.weight[level] > tally.weight[best] { best = level }
    return best
  }

  /// `other`, or `(other)` where the data have a level of that name.
  private func free(_ name: String, _ kept: [Int]) -> ExactText {
    let taken = kept.contains { categories.levels[$0] == ExactText(name) }
    return ExactText(taken ? "(\(name))" : name)
  }

  private func missingNotice(_ kept: [Int], _ count: Int) -> Notice {
    Notice(
      .note, code: "features.missing-level",
      "column \"\(column)\": \(count) missing \(count == 1 ? "cell is" : "cells are") a level of their own, "
        + "\(column)=\(free("missing", kept).string)")
  }

  private func pooledNotice(_ pooled: [Int], _ tally: LevelTally, _ threshold: Int) -> Notice {
    let count = pooled.reduce(0) { $0 + tally.rows[$1] }
    let levels = pooled.count == 1 ? "1 level" : "\(pooled.count) levels"
    return Notice(
      .note, code: "features.pooled",
      "column \"\(column)\": \(levels) held by fewer than \(threshold) accounts (\(count) rows) "
        + "pooled into \(column)=other",
      remedies: ["--min-level-count 1 keeps rare levels apart, and names them in the model"])
  }
}

/// Rows, accounts and weight of every level.
struct LevelTally {
  private(set) var rows: [Int]
  private(set) var accounts: [Int] = []
  private(set) var weight: [Double]
  private(set) var missingWeight = 0.0
  private(set) var missingRows = 0
  private(set) var totalWeight = 0.0

  /// Accounts of a level are counted up to here; whether there are more is not asked.
  private let enough: Int

  init(_ column: CategoryColumn, _ training: TrainingRows, countingAccountsTo enough: Int) {
    self.enough = enough
    if let weights = training.weights {
      rows = [Int](repeating: 0, count: column.levels.count)
      weight = [Double](repeating: 0, count: column.levels.count)
      forEachCode(column, training) { code, row in add(code, weights[row]) }
    } else {
      (rows, missingRows) = column.counts(of: training.chosen)
      weight = rows.map(Double.init)
      (missingWeight, totalWeight) = (Double(missingRows), Double(training.count))
    }
    accounts = training.accounts.map { holders($0, column, training) } ?? rows
  }

  /// Accounts of each level, looked for until every level has enough or no more rows.
  private func holders(_ accountOfRow: [Int32], _ column: CategoryColumn, _ training: TrainingRows) -> [Int] {
    var holders = [Set<Int32>](repeating: [], count: rows.count)
    var rest = rows
    var open = rows.count { $0 > 0 }
    forEachCode(column, training, while: { open > 0 }) { code, row in
      guard code >= 0, training.weights.map({ $0[row] > 0 }) ?? true else { return }
      let level = Int(code)
      guard rest[level] > 0, holders[level].count < enough else { return }
      holders[level].insert(accountOfRow[row])
      rest[level] -= 1
      if holders[level].count >= enough || rest[level] == 0 { open -= 1 }
    }
    return holders.map(\.count)
  }

  /// Calls `body` with the code of each training row and the row, as long as a condition holds, which is asked now and then.
  @inline(__always)
  private func forEachCode(
    _ column: CategoryColumn, _ training: TrainingRows, while goesOn: () -> Bool = { true },
    _ body: (Int32, Int) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 4096) { codes in
      training.forEachRun(of: 4096) { run in
        guard goesOn() else { return }
        column.copy(run, to: codes)
        for place in 0..<run.count { body(codes[place], run.row(at: place)) }
      }
    }
  }

  @inline(__always)
  private mutating func add(_ code: Int32, _ rowWeight: Double) {
    if rowWeight == 0 { return }
    totalWeight += rowWeight
    guard code >= 0 else {
      missingWeight += rowWeight
      missingRows += 1
      return
    }
    rows[Int(code)] += 1
    weight[Int(code)] += rowWeight
  }

  func share(of levels: [Int]) -> Double { levels.reduce(0) { $0 + weight[$1] } / totalWeight }
}
