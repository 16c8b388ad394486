import Cohorts
import Diagnostics
import Features
import Reporting
import Tables

/// The rows that a training run uses, and its parts.
struct RowChoice: Sendable {
  let data: TrainingData
  /// Rows in use, in file order.
  private(set) var all: [Int32]
  /// Rows left out, with the reason.
  private(set) var leftOut: [TrainingReport.LeftOut] = []
  private var isWhole = true

  init(_ data: TrainingData) {
    self.data = data
    all = Array(0..<Int32(data.table.rowCount))
    let rejected = data.files.reduce(0) { $0 + $1.rejectedRows }
    if rejected > 0 { leftOut.append(.init(rows: rejected, reason: "malformed")) }
  }

  /// Leaves out rows with a missing cell in any feature.
  mutating func dropIncomplete(_ wish: FeatureWish) {
    var isComplete = [Bool](repeating: true, count: data.table.rowCount)
    for column in data.table.columns where wish.admits(column.name) && column.missingCount > 0 {
      switch column.cells {
      case .numbers(let numbers):
        for (row, value) in numbers.doubles.enumerated() where value.isNaN { isComplete[row] = false }
      case .categories(let categories):
        for (row, code) in categories.codes.enumerated() where code < 0 { isComplete[row] = false }
      case .texts, .hashes, .empty: continue
      }
    }
    all = all.filter { isComplete[Int($0)] }
    let dropped = isComplete.count - all.count
    guard dropped > 0 else { return }
    isWhole = false
    leftOut.append(.init(rows: dropped, reason: "a missing cell (--missing drop)"))
  }

  /// The rows of a part.
  func part(_ rows: [Int32]) -> TrainingPart {
    let takesAll = isWhole && rows.count == data.table.rowCount
    let several = data.accounts?.hasSeveralRows == true
    let accounts = several ? data.accounts.map { index in rows.map { index.numbers[Int($0)] } } : nil
    return TrainingPart(
      table: takesAll ? data.table : data.table.selecting(rows),
      labels: takesAll ? data.outcome.labels : rows.map { data.outcome.labels[Int($0)] }, accounts: accounts,
      accountCount: accounts.map { Set($0).count } ?? rows.count,
      weights: data.weights.map { weights in takesAll ? weights : rows.map { weights[Int($0)] } })
  }

  /// Training and test rows, or `nil` without a hold-out.
  func split(_ holdout: TrainingOptions.Holdout) throws -> Split? {
    guard holdout.isOn else { return nil }
    let rows = LabelledRows(
      churned: all.map { data.outcome.labels[Int($0)] == 1 },
      accounts: data.accounts.map { index in AccountIndex(hashes: all.map { index.hashes[Int(index.numbers[Int($0)])] })
      },
      cohorts: isWhole ? data.cohorts : data.cohorts.map { $0.selecting(all) })
    var rule = HoldoutPlan.automatic(for: rows).rule
    if case .newestCohort = rule {
      rule = .newestCohort(gap: holdout.gap, accountDisjoint: holdout.isAccountDisjoint)
    } else if holdout.gap > 0 || holdout.isAccountDisjoint {
      throw Problem(
        .usage, code: "train.no-cohorts", "--gap and --account-disjoint need cohorts",
        remedies: ["--snapshot COLUMN", "several files, one cohort each"])
    }
    let split = try HoldoutPlan(rule, fraction: holdout.fraction, seed: holdout.seed).split(rows)
    return isWhole ? split : split.translated(by: all)
  }

  /// Rows, churners and labels of each cohort, oldest first.
  var cohortSummary: [TrainingReport.Cohort] {
    guard let cohorts = data.cohorts else { return [] }
    var rows = [Int](repeating: 0, count: cohorts.labels.count)
    var churners = rows
    for row in all {
      let cohort = Int(cohorts.codes[Int(row)])
      rows[cohort] += 1
      churners[cohort] += Int(data.outcome.labels[Int(row)])
    }
    return cohorts.labels.indices.map {
      .init(label: cohorts.labels[$0].string, rows: rows[$0], churners: churners[$0])
    }
  }
}
