/// What treating each account is expected to earn and spend: all that a plan needs of a file of any size.
public struct ExpectedAmounts: Sendable, Equatable {
  /// EV of each account [money].
  public var values: [Double]
  /// Expected spend on each account [money].
  public var spends: [Double]
  /// Expected saves, γ·p; empty where no curve is wanted.
  public var saves: [Double]
  /// A: paid when anybody is treated [money].
  public var fixedCost: Double

  /// Creates amounts.
  public init(values: [Double] = [], spends: [Double] = [], saves: [Double] = [], fixedCost: Double = 0) {
    self.values = values
    self.spends = spends
    self.saves = saves
    self.fixedCost = fixedCost
  }

  /// Adds accounts after those there are.
  public mutating func append(_ next: ExpectedAmounts) {
    values += next.values
    spends += next.spends
    saves += next.saves
  }

  /// As payoffs of accounts that churn for certain: EV and spend come out bit for bit.
  private var payoffs: Payoffs {
    Payoffs(
      count: values.count, gains: (.each(values), .same(0)), spends: (.each(spends), .same(0)), saves: .same(0),
      fixedCost: fixedCost)
  }

  /// The plan under limits.
  ///
  /// - Throws: as `CallPlan`.
  /// - Complexity: as `CallPlan`.
  public func plan(limits: Limits) throws(EvaluationError) -> CallPlan {
    try CallPlan([Double](repeating: 1, count: values.count), payoffs, limits: limits)
  }

  /// All accounts in the order of calls: the treated as the plan has them, then those over the limits, then those that
  /// do not pay; within the latter two by EV, where only money is short by EV per spend, ties by the lower spend, then by
  /// row.
  ///
  /// - Complexity: O(n).
  public func order(_ plan: CallPlan, limits: Limits) -> [Int32] {
    let byReturn = limits.money != nil && limits.contacts == nil
    let keys =
      byReturn
      ? values.indices.map {
        spends[$0] > 0 ? values[$0] / spends[$0] : (values[$0] > 0 ? 1 : -1) * .greatestFiniteMagnitude
      } : values
    let all = RowOrder.descending(keys, thenAscending: spends)
    return plan.order + all.filter { plan.decisions[Int($0)] == .overLimit }
      + all.filter { plan.decisions[Int($0)] == .doesNotPay }
  }

  /// Place of each account in an order, from 1.
  public static func ranks(_ order: [Int32]) -> [Int32] {
    var ranks = [Int32](repeating: 0, count: order.count)
    for (place, row) in order.enumerated() { ranks[Int(row)] = Int32(place + 1) }
    return ranks
  }

  /// A point of the curve: what treating the first accounts of an order is expected to do.
  public struct Depth: Sendable, Equatable {
    /// Accounts treated.
    public var accounts: Int
    /// Expected profit, the fixed cost included [money].
    public var profit = 0.0
    /// Expected spend, the fixed cost included [money].
    public var spend = 0.0
    /// Expected saves.
    public var saves = 0.0
  }

  /// The curve along an order: every depth up to 1,000 accounts, else steps of a thousandth (rounded to accounts), from
  /// nobody to everybody.
  ///
  /// - Complexity: O(n).
  public func curve(_ order: [Int32]) -> [Depth] {
    let count = order.count
    let steps = min(count, 1000)
    let depths = steps == 0 ? [0] : (0...steps).map { ($0 * count + steps / 2) / steps }
    var points: [Depth] = []
    points.reserveCapacity(depths.count)
    var point = Depth(accounts: 0)
    for depth in depths {
      while point.accounts < depth {
        let row = Int(order[point.accounts])
        if point.accounts == 0 { (point.profit, point.spend) = (-fixedCost, fixedCost) }
        point.profit += values[row]
        point.spend += spends[row]
        if !saves.isEmpty { point.saves += saves[row] }
        point.accounts += 1
      }
      points.append(point)
    }
    return points
  }
}
