public import CanonicalJSON
public import Evaluation

/// The answer of `churn backtest`: what became of scored accounts, by band and horizon.
public struct BacktestReport: Report {
  /// The score file.
  public var scores = ""
  /// The column of scores.
  public var scoreColumn = ""
  /// The outcome file.
  public var outcomes = ""
  /// The counts by band and horizon.
  public var backtest: Backtest
  /// What was joined and what was not.
  public var counts: Counts
  /// The bands' scores, the riskiest first.
  public var bandNames: [String] = []
  /// The first band that counts as green.
  public var greenFrom = 0
  /// Whether there are dates, and so horizons.
  public var isDated = true
  /// Whether accounts have values.
  public var hasMoney = false
  /// Whether accounts were scored several times.
  public var isClustered = false
  /// Whether the long parts are shown to people; machines always get them.
  public var showsDetails = false

  /// What was joined and what was not.
  public struct Counts: Sendable, Equatable {
    /// Rows of the score file.
    public var scored: Int
    /// Rows whose later fate is known.
    public var used: Int
    /// Rows whose account is not among the outcomes.
    public var unmatchedScores: Int
    /// Accounts of the outcomes that were not scored.
    public var unmatchedOutcomes: Int
    /// Rows whose account had churned by the day of its score.
    public var alreadyLeft: Int
    /// Whether accounts that are not among the outcomes count as stayers.
    public var absentStayed: Bool

    /// Creates counts.
    public init(
      scored: Int, used: Int, unmatchedScores: Int, unmatchedOutcomes: Int, alreadyLeft: Int, absentStayed: Bool
    ) {
      self.scored = scored
      self.used = used
      self.unmatchedScores = unmatchedScores
      self.unmatchedOutcomes = unmatchedOutcomes
      self.alreadyLeft = alreadyLeft
      self.absentStayed = absentStayed
    }
  }

  /// Creates a report.
  public init(_ backtest: Backtest, counts: Counts) {
    self.backtest = backtest
    self.counts = counts
  }

  /// The longest horizon.
  public var main: Backtest.Horizon? { backtest.horizons.last }

  /// Accounts of the green bands within a horizon.
  public func green(_ horizon: Backtest.Horizon) -> Backtest.Cell {
    horizon.bands[greenFrom...].reduce(into: Backtest.Cell()) { $0.add($1) }
  }

  /// For machines.
  public var json: JSONValue {
    [
      "scores": .string(scores), "score_column": .string(scoreColumn), "outcomes": .string(outcomes),
      "sentence": .string(headline),
      "rows": .count(counts.scored), "used": .count(counts.used), "unmatched_scores": .count(counts.unmatchedScores),
      "unmatched_outcomes": .count(counts.unmatchedOutcomes), "already_left": .count(counts.alreadyLeft),
      "absent_stayed": .bool(counts.absentStayed), "clustered": .bool(isClustered),
      "horizons": .array(backtest.horizons.map(json)),
    ]
  }

  private func json(_ horizon: Backtest.Horizon) -> JSONValue {
    [
      "days": isDated ? .integer(Int64(horizon.days)) : .null, "unknown": .count(horizon.unknown),
      "auc": .figure(horizon.area?.value), "auc_lower": .figure(horizon.area?.lower),
      "auc_upper": .figure(horizon.area?.upper),
      "bands": .array(
        horizon.bands.enumerated().map { index, cell in
          .object(
            JSONObject(
              [
                ("band", .count(index + 1)), ("score", .string(bandNames[index])),
                ("green", .bool(index >= greenFrom)),
              ] + members(cell)))
        }),
      "total": .object(JSONObject(members(horizon.total))),
      "false_greens": .count(green(horizon).churned),
      "false_greens_money": .figure(hasMoney ? green(horizon).moneyLost : nil),
    ]
  }

  private func members(_ cell: Backtest.Cell) -> [(String, JSONValue)] {
    let interval = cell.interval()
    return [
      ("accounts", .count(cell.count)), ("churned", .count(cell.churned)), ("rate", .figure(cell.rate)),
      ("rate_lower", .number(interval.lower)), ("rate_upper", .number(interval.upper)),
      ("money_lost", .figure(hasMoney ? cell.moneyLost : nil)),
    ]
  }
}
