/// Two sets of scores on the same accounts, paired: which one earns more, and could chance explain it?
public struct Comparison: Sendable, Equatable {
  /// The first.
  public var a: Performance
  /// The second.
  public var b: Performance
  /// Realised profit of B's EV rule minus A's, per account; `nil` when one holds no probabilities.
  public var profit: ProfitDifference?
  /// AUC of both and their paired difference; `nil` with one class only.
  public var areas: PairedAreas?
  /// Accounts that only A treats, and only B.
  public var swaps: (onlyA: Int, onlyB: Int)?

  /// Same figures.
  public static func == (x: Comparison, y: Comparison) -> Bool {
    x.a == y.a && x.b == y.b && x.profit == y.profit && x.areas == y.areas && x.swaps?.onlyA == y.swaps?.onlyA
      && x.swaps?.onlyB == y.swaps?.onlyB
  }

  /// Compares two sets of scores.
  ///
  /// - Parameters:
  ///   - labels: what happened, one per row.
  ///   - a: scores of the first and, where they are known more exactly, their log-odds.
  ///   - b: those of the second.
  ///   - economics: what treating earns.
  ///   - clusters: the account of each row, where an account has several.
  /// - Throws: as `ScoredAccounts`.
  /// - Complexity: O(n log n).
  public init(
    labels: [UInt8], _ a: (scores: [Double], logits: [Double]?), _ b: (scores: [Double], logits: [Double]?),
    economics: CampaignEconomics, clusters: Clusters? = nil
  ) throws(EvaluationError) {
    let first = try ScoredAccounts(labels: labels, scores: a.scores)
    let second = try ScoredAccounts(labels: labels, scores: b.scores)
    self.a = try Performance(first, economics, clusters: clusters, logits: a.logits)
    self.b = try Performance(second, economics, clusters: clusters, logits: b.logits)
    areas = try PairedAreas(labels: labels, scores: (a: a.scores, b: b.scores), clusters: clusters)
    guard first.scoresAreProbabilities, second.scoresAreProbabilities else { return }
    let payoffs = try economics.payoffs(count: labels.count)
    let treated = (a: payoffs.evRule(a.scores), b: payoffs.evRule(b.scores))
    profit = ProfitDifference(treated, labels: labels, payoffs, clusters: clusters)
    var swaps = (onlyA: 0, onlyB: 0)
    for (inA, inB) in zip(treated.a, treated.b) {
      if inA, !inB { swaps.onlyA += 1 }
      if inB, !inA { swaps.onlyB += 1 }
    }
    self.swaps = swaps
  }

  /// Who wins: by money where there are probabilities, else by AUC.
  public var verdict: Verdict { profit?.verdict ?? areas?.verdict ?? .cannotTell }
}
