/// What to simulate of a subscription firm; the defaults make `datasets/saas/saas.csv`.
public struct FirmPlan: Sendable, Equatable {
  /// Accounts at the first snapshot; arrivals keep their number near it (within 2 %). 1…100,000,000.
  public var accounts = 1_000
  /// Monthly snapshots, 1…240.
  public var months = 24
  /// The month of the first snapshot, which is its last day.
  public var firstMonth = CalendarMonth(year: 2024, month: 1)!
  /// Another seed is another firm under the same truth.
  public var seed: UInt64 = 1
  /// Whether the coefficients, the mix of plans and the prices change over time.
  public var hasDrift = true
  /// Whether some cells are blank.
  public var hasMissing = true

  /// The default plan.
  public init() {}
}
