/// What a fit can say for itself.
public struct FitCertificate: Sendable, Equatable {
  /// Independent columns, the intercept counted.
  public var rank: Int
  /// Columns that were left out, in the order of the file.
  public var dropped: [DroppedColumn]
  /// Whether the labels are separated, and by what; `nil` when they overlap.
  public var separation: Separation?
  /// Condition number of the standardised design, the intercept counted; infinite where it was not found.
  public var conditionNumber: Double
  /// Largest absolute gradient where it was looked at last, standardised columns, per unit of total weight; a last step,
  /// below 10⁻⁸ standard errors, may have been taken from there.
  public var gradient: Double
  /// Columns (kept) whose mean is more than 10⁸ standard deviations from 0, so that digits were lost in reading them.
  public var imprecise: [Int]
}

/// A column that was left out of the fit.
public struct DroppedColumn: Sendable, Equatable {
  /// Its index in the design.
  public var column: Int
  /// Why.
  public var reason: Reason

  /// The reasons.
  public enum Reason: Sendable, Equatable {
    /// It has one value only.
    case constant
    /// It is a combination of the intercept and these kept columns.
    case collinear(with: [Int])
  }
}

/// Labels that a combination of columns tells apart without a mistake: no finite maximum of the likelihood exists.
public struct Separation: Sendable, Equatable {
  /// Whether all rows are told apart.
  public var kind: Kind
  /// The columns that do it.
  public var columns: [Culprit]
  /// Rows that are told apart.
  public var rows: Int
  /// Whether the intercept, too, has no finite value.
  public var includesIntercept: Bool

  /// The kinds.
  public enum Kind: String, Sendable {
    /// Every row is told apart.
    case complete
    /// Some rows are; the others lie on the border.
    case quasi
  }

  /// A column that takes part.
  public struct Culprit: Sendable, Equatable {
    /// Its index in the design.
    public var column: Int
    /// Rows told apart: for a column of zeros and ones those with a 1, where there are any; else all told apart.
    public var rows: Int
  }
}
