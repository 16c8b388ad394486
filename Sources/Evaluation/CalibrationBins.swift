/// Accounts in bins of equal count, from the lowest predicted probability to the highest, with what happened.
///
/// Bin k of B holds the accounts from position ⌊(k−1)·n/B⌋ to ⌊k·n/B⌋ in ascending order.
public struct CalibrationBins: Sendable, Equatable {
  /// The bins, lowest first; fewer than asked for when there are fewer accounts.
  public var rows: [Row]

  /// One bin.
  public struct Row: Sendable, Equatable {
    /// Accounts in it.
    public var count: Int
    /// Mean predicted probability, 0…1.
    public var meanProbability: Double
    /// Churners in it; a fraction where a tie group is shared with a neighbour.
    public var churners: Double
    /// Observed churn rate, 0…1.
    public var rate: Double { churners / Double(count) }
    /// Wilson interval of the observed rate.
    public func interval(confidence: Double = 0.95) -> WilsonInterval {
      WilsonInterval(events: churners, of: Double(count), confidence: confidence)
    }
  }

  /// What happens to equal probabilities at the edge of two bins.
  public enum TieRule: Sendable {
    /// Both bins take their share of the tie group's churners: independent of the order of rows.
    case shared
    /// The earlier rows go to the lower bin, as most programs do.
    case inRowOrder
  }

  /// Bins accounts.
  ///
  /// - Parameters:
  ///   - accounts: outcomes and probabilities.
  ///   - ranking: theirs, where it has been made already.
  ///   - bins: how many.
  ///   - ties: what happens to equal probabilities at a bin's edge.
  /// - Throws: `.notProbabilities`.
  /// - Complexity: O(n).
  public init(
    _ accounts: ScoredAccounts, ranking: Ranking? = nil, bins: Int = 10, ties: TieRule = .shared
  ) throws(EvaluationError) {
    if let row = accounts.firstNonProbability { throw .notProbabilities(row: row) }
    switch ties {
    case .shared: self.init(ranking ?? Ranking(accounts), bins: bins)
    case .inRowOrder: self.init(inRowOrder: accounts, bins: bins)
    }
  }

  private init(inRowOrder accounts: ScoredAccounts, bins: Int) {
    var filler = BinFiller(count: accounts.count, bins: bins)
    for row in RowOrder.descending(accounts.scores, ties: .lastRowFirst).reversed() {
      let label = Double(accounts.labels[Int(row)])
      filler.add(count: 1, probability: accounts.scores[Int(row)], churners: label)
    }
    rows = filler.rows
  }

  private init(_ ranking: Ranking, bins: Int) {
    var filler = BinFiller(count: ranking.count, bins: bins)
    for index in ranking.cuts.indices.reversed() {
      let cut = ranking.cuts[index]
      let above = index > 0 ? ranking.cuts[index - 1] : Ranking.Cut(threshold: 0, churners: 0, stayers: 0)
      filler.add(
        count: cut.treated - above.treated, probability: cut.threshold,
        churners: Double(cut.churners - above.churners))
    }
    rows = filler.rows
  }

  /// ECE: the mean distance of observed rate and mean probability, weighted by the bins' counts.
  public var expectedCalibrationError: Double {
    let total = rows.reduce(0) { $0 + $1.count }
    return rows.reduce(0) { $0 + Double($1.count) * abs($1.rate - $1.meanProbability) } / Double(total)
  }

  /// Hosmer–Lemeshow: Σ n(rate − p̄)²/(p̄(1 − p̄)) over the bins; `nil` where a bin's mean probability is 0 or 1.
  public var hosmerLemeshow: Double? {
    guard rows.allSatisfy({ $0.meanProbability > 0 && $0.meanProbability < 1 }) else { return nil }
    return rows.reduce(0) { sum, row in
      let distance = row.rate - row.meanProbability
      return sum + Double(row.count) * distance * distance / (row.meanProbability * (1 - row.meanProbability))
    }
  }
}

/// Pours groups of equal probability into bins, lowest first.
private struct BinFiller {
  let edges: [Int]
  var rows: [CalibrationBins.Row] = []
  private var position = 0
  private var current = (probability: 0.0, churners: 0.0)

  init(count: Int, bins: Int) {
    precondition(bins > 0, "at least one bin")
    let bins = min(bins, count)
    edges = (1...bins).map { $0 * count / bins }
  }

  mutating func add(count: Int, probability: Double, churners: Double) {
    var left = count
    while left > 0 {
      let edge = edges[rows.count]
      let taken = min(left, edge - position)
      current.probability += Double(taken) * probability
      current.churners += churners * (Double(taken) / Double(count))
      position += taken
      left -= taken
      if position == edge { close() }
    }
  }

  private mutating func close() {
    let count = position - (rows.isEmpty ? 0 : edges[rows.count - 1])
    rows.append(
      CalibrationBins.Row(
        count: count, meanProbability: current.probability / Double(count), churners: current.churners))
    current = (0, 0)
  }
}
