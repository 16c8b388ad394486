import Tables

/// How rows are held out, so that a fit is judged by rows it has not seen.
public struct HoldoutPlan: Sendable, Equatable {
  /// How to choose.
  public var rule: Rule
  /// Share of the accounts held out, above 0 and below 1; the newest cohort is held out whole unless accounts are
  /// kept disjoint.
  public var fraction: Double
  /// Another seed holds out other accounts.
  public var seed: UInt64

  /// The ways to hold rows out.
  public enum Rule: Sendable, Equatable {
    /// The newest cohort is the test, as the model will be used; all older ones train, but for those of the gap, whose
    /// outcomes would not yet have been known on the test date.
    ///
    /// With disjoint accounts, a hashed share of the accounts is tested in the newest cohort and appears nowhere in
    /// training, and the others train in the older cohorts.
    case newestCohort(gap: Int, accountDisjoint: Bool)
    /// A share of whole accounts, stratified by whether any of the account's rows churned.
    case accounts
    /// All rows train.
    case none
  }

  /// Creates a plan.
  public init(_ rule: Rule, fraction: Double = 0.2, seed: UInt64 = 1) {
    self.rule = rule
    self.fraction = fraction
    self.seed = seed
  }

  /// The plan where nothing else was asked for: the newest cohort where there are at least two, else accounts.
  public static func automatic(for rows: LabelledRows) -> HoldoutPlan {
    HoldoutPlan(
      rows.cohorts.map { $0.labels.count > 1 } ?? false ? .newestCohort(gap: 0, accountDisjoint: false) : .accounts)
  }

  /// The share held out where none was asked for: a fifth, but not more than 2 million accounts. They tell an AUC to some
  /// 0.0005; more would only be lost to the fit, and take memory.
  public static func usualFraction(ofAccounts count: Int) -> Double { min(0.2, 2_000_000 / Double(max(1, count))) }

  /// Splits rows.
  ///
  /// The choice depends on ids, outcomes and cohorts, not on the order of rows (where there is no id the row number is
  /// the id). Every row is in exactly one of training, test and left out.
  ///
  /// - Throws: `.tooFewCohorts`, `.accountsUnknown`, `.fractionOutOfRange`; `.emptyPart` and `.oneClass` when a part
  ///   could not be fitted or judged (not for rule `.none`).
  /// - Precondition: for `.newestCohort`, the rows have cohorts; the gap is not negative.
  /// - Complexity: O(rows).
  public func split(_ rows: LabelledRows) throws(CohortError) -> Split {
    guard fraction > 0 && fraction < 1 else { throw .fractionOutOfRange(fraction) }
    switch rule {
    case .none:
      let nothing = RowSet([], of: rows.count)
      let part = rows.part(nothing)
      return Split(
        training: nothing.complement, test: nothing, trainingPart: rows.part(nothing.complement), testPart: part,
        leftOut: part, rule: rule)
    case .accounts:
      let test = AccountHoldout(rows, fraction: fraction, seed: seed).test
      return try checked(rows, training: test.complement, test: test)
    case .newestCohort(let gap, let accountDisjoint):
      let (training, test) = try newestSides(rows, gap: gap, accountDisjoint: accountDisjoint)
      return try checked(rows, training: training, test: test)
    }
  }

  /// The rows of the newest cohort and those of the cohorts before the gap, of which disjoint accounts leave some out.
  private func newestSides(
    _ rows: LabelledRows, gap: Int, accountDisjoint: Bool
  ) throws(CohortError) -> (training: RowSet, test: RowSet) {
    guard let cohorts = rows.cohorts else { preconditionFailure("no cohorts to split by") }
    precondition(gap >= 0, "negative gap")
    let newest = cohorts.labels.count - 1
    guard newest - gap >= 1 else { throw .tooFewCohorts(count: cohorts.labels.count, gap: gap) }
    let (training, test) = (
      cohorts.rows(ofCohorts: cohorts.labels.indices.map { $0 < newest - gap }),
      cohorts.rows(ofCohorts: cohorts.labels.indices.map { $0 == newest })
    )
    guard accountDisjoint else { return (training, test) }
    guard let accounts = rows.accounts else { throw .accountsUnknown }
    let order = AccountOrder(seed: seed)
    let bound = UInt64(fraction * 0x1p64)
    let (hashes, numbers) = (accounts.hashes, accounts.numbers)
    let heldOut = RowSet(
      rowCount: rows.count, concurrentlyWhere: { order.rank(of: hashes[Int(numbers[$0])]) < bound })
    return (training.intersection(heldOut.complement), test.intersection(heldOut))
  }

  private func checked(_ rows: LabelledRows, training: RowSet, test: RowSet) throws(CohortError) -> Split {
    let parts = (training: rows.part(training), test: rows.part(test))
    if training.isEmpty { throw .emptyPart(.training, other: parts.test) }
    if test.isEmpty { throw .emptyPart(.test, other: parts.training) }
    for (side, part) in [(Split.Side.training, parts.training), (.test, parts.test)]
    where part.churners == 0 || part.churners == part.rows {
      throw .oneClass(side, part)
    }
    return Split(
      training: training, test: test, trainingPart: parts.training, testPart: parts.test,
      leftOut: rows.part(training.union(test).complement), rule: rule)
  }
}
