/// Scores of a run of rows, in input order.
public struct ScoredRows: Sendable {
  /// Log-odds of churn, one per row.
  public internal(set) var logits: [Double]
  /// Churn probability, one per row; the double nearest to the logistic function of the logit.
  public internal(set) var probabilities: [Double]
  /// The strongest reasons, `reasonsPerRow` per row, strongest first.
  public internal(set) var reasons: [Reason]
  /// Contribution of each feature, feature by feature, when asked for; else empty.
  public internal(set) var contributions: [[Double]]
  /// What was filled or not known.
  public internal(set) var surprises: [Surprise]

  /// Reasons kept per row.
  public static let reasonsPerRow = 3

  /// One feature's push on one row.
  public struct Reason: Sendable, Equatable {
    /// Index into `Scorer.features`, or −1 when there is none.
    public var feature: Int32
    /// The table's code of the level for a category, −1 when missing.
    public var code: Int32
    /// Change of the log-odds against the average training account.
    public var contribution: Double

    static let none = Reason(feature: -1, code: -1, contribution: 0)
  }

  /// Cells that training had not seen the like of, counted.
  public struct Surprise: Sendable, Hashable {
    /// What was met.
    public enum Kind: String, Sendable {
      /// A level without a term.
      case unseenLevel
      /// A missing cell in a column that had none in training.
      case unexpectedMissing
    }
    /// The column.
    public var column: String
    /// The level, for an unseen one.
    public var level: String?
    /// What was met.
    public var kind: Kind
    /// Rows.
    public var rows: Int
    /// Whether a pooled level took it in (else it counts as the average).
    public var pooled: Bool

    /// Creates an entry.
    public init(column: String, level: String?, kind: Kind, rows: Int, pooled: Bool) {
      self.column = column
      self.level = level
      self.kind = kind
      self.rows = rows
      self.pooled = pooled
    }
  }
}
