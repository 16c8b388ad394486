/// Realised and expected profit along the accounts, the one worth most first: the curve behind a profit chart.
///
/// Accounts of equal worth form one group; inside a group the curve is a straight line, so that the order of the rows
/// does not matter.
public struct ProfitByDepth: Sendable, Equatable {
  /// Points from depth 0 to depth 1.
  public var points: [Point]
  /// Share of the accounts that the EV rule treats; `nil` where the scores are not probabilities.
  public var evRuleDepth: Double?
  /// n.
  public var count: Int

  /// One depth.
  public struct Point: Sendable, Equatable {
    /// Share of the accounts treated, 0…1.
    public var depth: Double
    /// What treating them turned out to earn [money].
    public var realised: Double
    /// What it was expected to earn [money]; `nil` where the scores are not probabilities.
    public var expected: Double?
  }

  /// Draws the curve; in the order of expected value where the scores are probabilities, else of the scores.
  ///
  /// - Parameter steps: points after the first; no more than there are accounts.
  /// - Complexity: O(n).
  public init(_ accounts: ScoredAccounts, _ payoffs: Payoffs, steps: Int = 100) {
    precondition(steps > 0 && accounts.count == payoffs.count, "payoffs for every account")
    count = accounts.count
    let values = accounts.scoresAreProbabilities ? payoffs.expectedValues(accounts.scores) : nil
    evRuleDepth = values.map { values in Double(values.count { $0 > 0 }) / Double(values.count) }
    let walk = DepthWalk(keys: values ?? accounts.scores, accounts, payoffs, expected: values)
    let depths = (1...min(steps, count)).map { $0 * accounts.count / min(steps, accounts.count) }
    let start = Point(depth: 0, realised: 0, expected: values == nil ? nil : 0)
    points = [start] + walk.points(at: depths)
  }
}

/// Sums along an order of accounts, groups of equal key taken as straight lines.
private struct DepthWalk {
  let keys: [Double]
  let accounts: ScoredAccounts
  let payoffs: Payoffs
  let expected: [Double]?

  init(keys: [Double], _ accounts: ScoredAccounts, _ payoffs: Payoffs, expected: [Double]?) {
    (self.keys, self.accounts, self.payoffs, self.expected) = (keys, accounts, payoffs, expected)
  }

  /// - Parameter depths: ascending numbers of accounts, from 1.
  func points(at depths: [Int]) -> [ProfitByDepth.Point] {
    let order = RowOrder.descending(keys)
    var points: [ProfitByDepth.Point] = []
    var (realised, forecast) = (0.0, 0.0)
    var start = 0
    while start < order.count, points.count < depths.count {
      var end = start
      var gain = (realised: 0.0, expected: 0.0)
      while end < order.count, keys[Int(order[end])] == keys[Int(order[start])] {
        let row = Int(order[end])
        gain.realised += payoffs.gain(row, label: accounts.labels[row])
        gain.expected += expected?[row] ?? 0
        end += 1
      }
      while points.count < depths.count, depths[points.count] <= end {
        let depth = depths[points.count]
        let share = Double(depth - start) / Double(end - start)
        points.append(
          ProfitByDepth.Point(
            depth: Double(depth) / Double(order.count),
            realised: realised + share * gain.realised - payoffs.fixedCost,
            expected: expected == nil ? nil : forecast + share * gain.expected - payoffs.fixedCost))
      }
      realised += gain.realised
      forecast += gain.expected
      start = end
    }
    return points
  }
}
