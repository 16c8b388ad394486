/// How far predicted probabilities can be taken at their word.
public struct Calibration: Sendable, Equatable {
  /// Intercept in the large, and the line's intercept and slope.
  public var recalibration: Recalibration
  /// Mean squared distance, 0…1.
  public var brier: Double
  /// Mean log loss.
  public var logLoss: LogLoss
  /// Standard normal when the probabilities are right; `nil` where all are 0, ½ or 1.
  public var spiegelhalterZ: Double?
  /// The decile table.
  public var bins: CalibrationBins

  /// Measures calibration.
  ///
  /// - Parameters:
  ///   - accounts: outcomes and probabilities.
  ///   - ranking: theirs, where it has been made already.
  ///   - logits: log-odds of the same predictions, where they are known more exactly than the probabilities; finite.
  ///   - ties: what happens to equal probabilities at a bin's edge.
  /// - Returns: `nil` where the scores are not probabilities.
  /// - Complexity: O(n).
  /// - Throws: `.lengthMismatch` and `.notFinite` for log-odds.
  public init?(
    _ accounts: ScoredAccounts, ranking: Ranking? = nil, logits: [Double]? = nil,
    ties: CalibrationBins.TieRule = .shared
  ) throws(EvaluationError) {
    guard let line = try CalibrationLine(accounts, logits: logits) else { return nil }
    try self.init(accounts, line, ranking: ranking, ties: ties)
  }

  /// Measures the rest where the line is known.
  init(
    _ accounts: ScoredAccounts, _ line: CalibrationLine, ranking: Ranking? = nil,
    ties: CalibrationBins.TieRule = .shared
  ) throws(EvaluationError) {
    (brier, logLoss, recalibration) = (line.brier, line.logLoss, line.recalibration)
    spiegelhalterZ = line.spiegelhalterZ
    bins = try CalibrationBins(accounts, ranking: ranking, ties: ties)
  }
}

/// What of a calibration needs no ranking.
struct CalibrationLine: Sendable {
  let brier: Double
  let logLoss: LogLoss
  let recalibration: Recalibration
  let spiegelhalterZ: Double?

  init?(_ accounts: ScoredAccounts, logits: [Double]?) throws(EvaluationError) {
    guard let brier = accounts.brier else { return nil }
    self.brier = brier
    if let logits {
      try accounts.check(logits: logits)
      (recalibration, logLoss) = Recalibration.withLogLoss(labels: accounts.labels, logits: logits)
    } else {
      guard let fromProbabilities = Recalibration(accounts), let rounded = accounts.logLoss else { return nil }
      logLoss = rounded
      recalibration = fromProbabilities
    }
    spiegelhalterZ = Self.spiegelhalter(accounts)
  }

  /// z = Σ(y − p)(1 − 2p)/√Σ(1 − 2p)²p(1 − p).
  ///
  /// - SeeAlso: Spiegelhalter (1986), doi:10.1002/sim.4780050506.
  private static func spiegelhalter(_ accounts: ScoredAccounts) -> Double? {
    var (sum, variance) = (0.0, 0.0)
    for (label, p) in zip(accounts.labels, accounts.scores) {
      let weight = 1 - 2 * p
      sum += (Double(label) - p) * weight
      variance += weight * weight * p * (1 - p)
    }
    return variance > 0 ? sum / variance.squareRoot() : nil
  }
}
