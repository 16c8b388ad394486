import Cohorts
import Diagnostics
import Features
import Reporting
import Tables

/// The rows that a training run uses, and its parts.
struct RowChoice: Sendable {
  private(set) var data: TrainingData
  /// Rows in use; `nil` is all that were read.
  private(set) var kept: RowSet?
  /// Rows left out, with the reason.
  private(set) var leftOut: [TrainingReport.LeftOut] = []

  init(_ data: TrainingData) {
    self.data = data
    let rejected = data.files.reduce(0) { $0 + $1.rejectedRows }
    if rejected > 0 { leftOut.append(.init(rows: rejected, reason: "malformed")) }
  }

  /// Leaves out rows with a missing cell in any feature.
  mutating func dropIncomplete(_ wish: FeatureWish) {
    var complete = RowSet([], of: data.table.rowCount).complement
    for column in data.table.columns where wish.admits(column.name) && column.missingCount > 0 {
      complete = complete.intersection(column.rowsWithValue)
    }
    let dropped = data.table.rowCount - complete.count
    guard dropped > 0 else { return }
    kept = complete
    leftOut.append(.init(rows: dropped, reason: "a missing cell (--missing drop)"))
  }

  /// Rows in use.
  var count: Int { kept?.count ?? data.table.rowCount }

  /// Churners among them.
  var churnerCount: Int { kept.map { data.outcome.churned.count(sharedWith: $0) } ?? data.outcome.churnerCount }

  /// All rows in use.
  var whole: TrainingPart { part(kept, accounts: accountCount) }

  /// The training rows of a split, with all others in use as companions.
  func training(_ split: Split) -> TrainingPart {
    let others = split.training.complement
    var part = part(split.training, accounts: split.trainingPart.accounts)
    part.companions = kept?.intersection(others) ?? others
    return part
  }

  private func part(_ chosen: RowSet?, accounts: Int) -> TrainingPart {
    TrainingPart(
      table: data.table, chosen: chosen, outcome: data.outcome, accounts: severalRows?.numbers, accountCount: accounts,
      weights: data.weights)
  }

  /// Accounts of the rows in use.
  var accountCount: Int {
    guard let severalRows, let kept else { return severalRows?.count ?? count }
    let numbers = severalRows.numbers
    return Set(kept.rows.map { numbers[Int($0)] }).count
  }

  /// Outcome, and account where accounts have several rows, of some rows.
  func outcomes(_ rows: [Int32]) -> (labels: [UInt8], accounts: [Int32]?) {
    let numbers = severalRows?.numbers
    return (
      rows.map { data.outcome.labels[Int($0)] }, numbers.map { numbers in rows.map { numbers[Int($0)] } }
    )
  }

  /// The accounts, where any has several rows.
  private var severalRows: AccountIndex? { data.accounts.flatMap { $0.hasSeveralRows ? $0 : nil } }

  /// Lets go of what only the split needed; accounts with several rows each are needed to the end.
  mutating func forgetAccounts() { data.forgetAccounts() }

  /// Training and test rows, or `nil` without a hold-out.
  func split(_ holdout: TrainingOptions.Holdout) throws -> Split? {
    guard holdout.isOn else { return nil }
    let churned = data.outcome.churned
    let rows = LabelledRows(
      churned: kept.map { kept in
        let rows = kept.rows
        return RowSet(rowCount: rows.count) { churned[Int(rows[$0])] }
      } ?? churned,
      accounts: keptAccounts, cohorts: kept.map { rows in data.cohorts?.selecting(rows) } ?? data.cohorts)
    var rule = HoldoutPlan.automatic(for: rows).rule
    if case .newestCohort = rule {
      rule = .newestCohort(gap: holdout.gap, accountDisjoint: holdout.isAccountDisjoint)
    } else if holdout.gap > 0 || holdout.isAccountDisjoint {
      throw Problem(
        .usage, code: "train.no-cohorts", "--gap and --account-disjoint need cohorts",
        remedies: ["--snapshot COLUMN", "several files, one cohort each"])
    }
    let fraction =
      holdout.fraction ?? HoldoutPlan.usualFraction(ofAccounts: rows.accounts?.count ?? rows.count)
    let split = try HoldoutPlan(rule, fraction: fraction, seed: holdout.seed).split(rows)
    return kept.map { split.translated(by: $0) } ?? split
  }

  private var keptAccounts: AccountIndex? {
    guard let kept, let index = data.accounts else { return data.accounts }
    let (hashes, numbers) = (index.hashes, index.numbers)
    return AccountIndex(hashes: kept.rows.map { hashes[Int(numbers[Int($0)])] })
  }

  /// Rows, churners and labels of each cohort, oldest first.
  var cohortSummary: [TrainingReport.Cohort] {
    guard let cohorts = data.cohorts else { return [] }
    var rows = [Int](repeating: 0, count: cohorts.labels.count)
    var churners = rows
    let churned = kept.map { data.outcome.churned.intersection($0) } ?? data.outcome.churned
    cohorts.forEachRun(in: 0..<data.table.rowCount) { cohort, run in
      rows[cohort] += kept?.count(in: run) ?? run.count
      churners[cohort] += churned.count(in: run)
    }
    return cohorts.labels.indices.map {
      .init(label: cohorts.labels[$0].string, rows: rows[$0], churners: churners[$0])
    }
  }
}
