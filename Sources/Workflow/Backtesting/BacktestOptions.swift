/// Everything that `churn backtest` can be asked for, as a value.
public struct BacktestOptions: Sendable, Equatable {
  /// Scores as they were stored: an id and a score per row.
  public var scores: String
  /// What happened later: an id and a churn date, or a 0/1 outcome.
  public var outcomes: String
  /// The id column of both files, where it is not recognised by its name.
  public var id: String?
  /// The id column of the outcomes, where it is called otherwise there.
  public var outcomeID: String?
  /// The column of scores; `p_churn` or `score` where not given.
  public var score: String?
  /// Whether a low score means risk, as in a health score.
  public var lowIsRisk = false
  /// When the scores were made: a date, or a column of the score file.
  public var scoredOn: String?
  /// The column of churn dates; empty cells are accounts that stayed.
  public var churnDate: String?
  /// The column of 0/1 outcomes, in place of dates.
  public var outcome: String?
  /// The level of the outcome that means churned.
  public var positive: String?
  /// The last day on which churn is known; the latest churn date where not given.
  public var observedUntil: String?
  /// Whether accounts that the outcomes do not list have stayed.
  public var absentStayed = false
  /// Cut-offs of the score, in place of deciles.
  public var cuts: [Double] = []
  /// Horizons in days.
  public var horizons: [Int32] = [30, 60, 90, 180]
  /// The column of what an account is worth, in either file.
  public var value: String?
  /// Where the ids of false greens go.
  public var falseGreens: String?
  /// Whether that file is replaced.
  public var replaces = false
  /// Whether the report for people shows its long parts.
  public var showsDetails = false
  /// How the files are read.
  public var reading = InputOptions()

  /// Creates options.
  public init(scores: String, outcomes: String) {
    self.scores = scores
    self.outcomes = outcomes
  }
}
