public import Diagnostics

/// Why rows cannot be put into cohorts, or cohorts cannot be split.
public enum CohortError: Error, Sendable, Equatable {
  /// A level of the snapshot column is no date or period.
  case notADate(level: String)
  /// Two levels are dates or periods, but written in different forms: level, form, level, form.
  case mixedForms(String, String, String, String)
  /// Rows without a snapshot.
  case missingSnapshots(rows: Int)
  /// So many different snapshots that they must be moments of events.
  case tooManySnapshots(count: Int)
  /// Holding out the newest cohort needs older ones beyond the gap.
  case tooFewCohorts(count: Int, gap: Int)
  /// Accounts cannot be kept apart without an id column.
  case accountsUnknown
  /// The share to hold out is not between 0 and 1.
  case fractionOutOfRange(Double)
  /// A part of the split has no rows.
  case emptyPart(Split.Side, other: Split.Part)
  /// A part of the split has churners only, or none.
  case oneClass(Split.Side, Split.Part)
}

extension CohortError: Diagnosable {
  /// Where, what, and what to try.
  public var problem: Problem {
    switch self {
    case .notADate, .mixedForms, .missingSnapshots, .tooManySnapshots: snapshotProblem
    default: splitProblem
    }
  }

  private var snapshotProblem: Problem {
    switch self {
    case .notADate(let level):
      Problem(
        .badData, code: "cohorts.not-a-date",
        "snapshot “\(Self.shown(level))” is neither a date nor a period",
        remedies: [
          "write all snapshots in one of these forms: "
            + SnapshotForm.allCases.map(\.rawValue).joined(separator: ", "),
          "--snapshot COLUMN   if another column holds the snapshot",
        ])
    case .mixedForms(let level, let form, let other, let otherForm):
      Problem(
        .badData, code: "cohorts.mixed-forms",
        "snapshots are written in several forms: “\(Self.shown(level))” (\(form)) and “\(Self.shown(other))” "
          + "(\(otherForm))",
        remedies: ["write all snapshots in one form, such as YYYY-MM-DD"])
    case .missingSnapshots(let rows):
      Problem(
        .badData, code: "cohorts.missing-snapshot", "\(rows) \(rows == 1 ? "row has" : "rows have") no snapshot",
        remedies: ["fill in the snapshot column, or take those rows out"])
    default:
      Problem(
        .badData, code: "cohorts.too-many-snapshots",
        "there are \(snapshotCount) different snapshots, too many for cohorts (at most \(CohortColumn.mostCohorts))",
        remedies: ["--snapshot COLUMN   with a column that holds the date of the export, not of an event"])
    }
  }

  private var snapshotCount: Int {
    if case .tooManySnapshots(let count) = self { count } else { 0 }
  }

  private var splitProblem: Problem {
    switch self {
    case .tooFewCohorts(let count, let gap):
      Problem(
        .badData, code: "cohorts.too-few",
        "holding out the newest cohort needs at least \(gap + 2) cohorts\(gap > 0 ? " with a gap of \(gap)" : ""), "
          + "but there \(count == 1 ? "is 1" : "are \(count)")",
        remedies: (gap > 0 ? ["--gap 0   or a smaller gap"] : []) + ["--no-holdout   to fit all rows"])
    case .accountsUnknown:
      Problem(
        .usage, code: "cohorts.accounts-unknown", "accounts can only be kept apart when their ids are known",
        remedies: ["--id COLUMN   to name the id column"])
    case .fractionOutOfRange(let fraction):
      Problem(
        .usage, code: "cohorts.fraction", "the held-out share is \(fraction), but must lie between 0 and 1",
        remedies: ["0.2 holds out one account in five"])
    case .emptyPart(let side, let other):
      Problem(
        .badData, code: "cohorts.empty-part",
        "the \(side.rawValue) part of the hold-out would be empty (the other part has \(other.rows) rows)",
        remedies: ["--no-holdout   to fit all rows and report no hold-out"])
    default: oneClassProblem
    }
  }

  private var oneClassProblem: Problem {
    guard case .oneClass(let side, let part) = self else {
      return Problem(.bug, code: "cohorts.bug", "no such problem")
    }
    return Problem(
      .badData, code: "cohorts.one-class",
      "the \(side.rawValue) part of the hold-out has \(part.rows) \(part.rows == 1 ? "row" : "rows"), of which "
        + "\(part.churners == 0 ? "none" : "all \(part.churners)") churned: nothing can be "
        + (side == .test ? "judged" : "learned") + " from one class",
      remedies: [
        "use more history, so that each part has both churners and stayers",
        "--no-holdout   to fit all rows and report no hold-out",
      ])
  }

  private static func shown(_ level: String) -> String {
    let escaped = level.escapedForDisplay
    return escaped.count > 40 ? escaped.prefix(40) + "…" : escaped
  }
}
