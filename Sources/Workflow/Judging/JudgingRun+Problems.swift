import Diagnostics
import Evaluation

extension JudgingRun {
  static func needsProbabilities(_ options: JudgingOptions) -> Problem {
    Problem(
      .badData, code: "judge.by-scores", at: .init(file: options.data),
      "--by needs probabilities; the scores are outside 0…1",
      remedies: ["leave --by out", "turn the scores into probabilities first"])
  }
}

extension Economics.OfRows {
  /// Whether the economics are four costs.
  var isFourCosts: Bool {
    if case .fourCosts = economics { true } else { false }
  }
}
