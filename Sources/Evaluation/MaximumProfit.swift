/// The best profit that a cut by score reaches, and where.
public struct MaximumProfit: Sendable, Equatable {
  /// Of all accounts together [money]; never below 0.
  public var total: Double
  /// Accounts treated.
  public var treated: Int
  /// Treat when score ≥ threshold; `nil` when treating nobody is best.
  public var threshold: Double?
  /// n.
  public var count: Int

  /// Per account [money].
  public var perAccount: Double { total / Double(count) }
  /// Share of accounts treated, 0…1.
  public var fraction: Double { Double(treated) / Double(count) }
}
