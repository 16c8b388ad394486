/// What treating the best k accounts is expected to earn, spend and save, for every k from 0 to n.
public struct DepthCurve: Sendable, Equatable {
  /// All accounts, the one treated first first; ties by row.
  public let order: [Int32]
  /// Expected profit of the first k, the fixed cost included from k = 1; n + 1 amounts, the first is 0.
  public let profit: [Double]
  /// Expected spend of the first k; n + 1 amounts.
  public let spend: [Double]
  /// Expected saves among the first k; n + 1 numbers.
  public let saves: [Double]

  /// What the accounts are ordered by.
  public enum Key: Sendable {
    /// Expected value: the order of calls when contacts are short.
    case expectedValue
    /// Expected value per spend: the order when money is short.
    case returnOnSpend
    /// The churn probability itself: what is usually done.
    case probability
  }

  /// Draws the curve.
  ///
  /// - Complexity: O(n).
  public init(_ probabilities: [Double], _ payoffs: Payoffs, by key: Key = .expectedValue) {
    precondition(probabilities.count == payoffs.count, "one probability per account")
    let values = payoffs.expectedValues(probabilities)
    let spends = probabilities.indices.map { payoffs.expectedSpend($0, probability: probabilities[$0]) }
    switch key {
    case .expectedValue: order = RowOrder.descending(values)
    case .probability: order = RowOrder.descending(probabilities)
    case .returnOnSpend:
      order = RowOrder.descending(
        values.indices.map {
          spends[$0] > 0 ? values[$0] / spends[$0] : (values[$0] > 0 ? 1 : -1) * .greatestFiniteMagnitude
        })
    }
    profit = DepthCurve.running(order, start: -payoffs.fixedCost) { values[$0] }
    spend = DepthCurve.running(order, start: payoffs.fixedCost) { spends[$0] }
    saves = DepthCurve.running(order, start: 0) { probabilities[$0] * payoffs.saves[$0] }
  }

  /// The depth whose expected profit is highest; the least on equality, 0 when nobody pays.
  public var bestDepth: Int {
    var best = 0
    for depth in profit.indices where profit[depth] > profit[best] { best = depth }
    return best
  }

  /// What really happened, along the same order: realised profit of the first k, n + 1 amounts.
  public func realisedProfit(labels: [UInt8], _ payoffs: Payoffs) -> [Double] {
    precondition(labels.count == order.count && payoffs.count == order.count, "one outcome per account")
    return DepthCurve.running(order, start: -payoffs.fixedCost) { payoffs.gain($0, label: labels[$0]) }
  }

  private static func running(_ order: [Int32], start: Double, _ value: (Int) -> Double) -> [Double] {
    var sums = [0.0]
    sums.reserveCapacity(order.count + 1)
    var sum = start
    for row in order {
      sum += value(Int(row))
      sums.append(sum)
    }
    return sums
  }
}
