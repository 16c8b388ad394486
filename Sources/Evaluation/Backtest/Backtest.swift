/// What became of scored accounts, by band of the score and by horizon.
public struct Backtest: Sendable, Equatable {
  /// One table per horizon, in the order asked for.
  public var horizons: [Horizon]

  /// What happened within so many days.
  public struct Horizon: Sendable, Equatable {
    /// The days.
    public var days: Int32
    /// The bands, the riskiest first; their accounts add up to `total`.
    public var bands: [Cell]
    /// All accounts whose fate is known for this horizon.
    public var total: Cell
    /// Accounts that were not watched so long.
    public var unknown: Int
    /// AUC of the score for churn within the horizon; `nil` with one outcome only.
    public var area: AreaUnderCurve?
  }

  /// Accounts that share a band.
  public struct Cell: Sendable, Equatable {
    /// Accounts.
    public var count = 0
    /// Those that churned within the horizon.
    public var churned = 0
    /// Σ value of the churned [money].
    public var moneyLost = 0.0

    /// No accounts.
    public init() {}

    /// Adds another cell's accounts.
    public mutating func add(_ other: Cell) {
      count += other.count
      churned += other.churned
      moneyLost += other.moneyLost
    }

    /// Observed rate, 0…1; `nil` for an empty band.
    public var rate: Double? { count > 0 ? Double(churned) / Double(count) : nil }
    /// Wilson interval of the rate.
    public func interval(confidence: Double = 0.95) -> WilsonInterval {
      WilsonInterval(events: Double(churned), of: Double(count), confidence: confidence)
    }
  }

  /// Counts what happened.
  ///
  /// - Parameters:
  ///   - accounts: scores and what became of them.
  ///   - bands: bands of those scores.
  ///   - horizons: days.
  ///   - clusters: the account of each row where an account was scored several times.
  /// - Complexity: O(n) per horizon.
  public init(_ accounts: BacktestAccounts, _ bands: ScoreBands, horizons: [Int32], clusters: Clusters? = nil) {
    precondition(bands.membership.count == accounts.count, "one band per account")
    self.horizons = horizons.map { Backtest.horizon($0, accounts, bands, clusters) }
  }

  private static func horizon(
    _ days: Int32, _ accounts: BacktestAccounts, _ bands: ScoreBands, _ clusters: Clusters?
  ) -> Horizon {
    let known = (0..<accounts.count).filter { accounts.isKnown($0, for: days) }
    var cells = [Cell](repeating: Cell(), count: bands.count)
    var total = Cell()
    for account in known {
      let churned = accounts.churned(account, within: days)
      let money = churned ? accounts.values[account] : 0
      let band = Int(bands.membership[account])
      cells[band].count += 1
      cells[band].churned += churned ? 1 : 0
      cells[band].moneyLost += money
      total.count += 1
      total.churned += churned ? 1 : 0
      total.moneyLost += money
    }
    let scored = try? ScoredAccounts(
      labels: known.map { accounts.churned($0, within: days) ? 1 : 0 }, scores: known.map { accounts.risks[$0] })
    let area = scored.flatMap { scored in
      clusters.map { clusters in
        AreaUnderCurve(scored, clusters: Clusters(known.map { clusters.codes[$0] }))
      } ?? Ranking(scored).areaUnderCurve()
    }
    return Horizon(days: days, bands: cells, total: total, unknown: accounts.count - known.count, area: area)
  }
}
