/// What to simulate of a table with one row per account, of any size, as benchmarks need it.
public struct AccountsPlan: Sendable, Equatable {
  /// Rows, 0…1,000,000,000.
  public var rows = 10_000
  /// Rows of the same table left out before the first, so that a table can be made in pieces; 0…10,000,000,000.
  public var firstRow = 0
  /// Another seed is another table under the same truth.
  public var seed: UInt64 = 1
  /// Numeric columns, 9…10,000; those beyond the nine named ones are `x010`, `x011`, …
  public var numericColumns = 9
  /// Levels of an extra category `region`; 0 (no such column)…1,000,000.
  public var regions = 0
  /// The month of a `snapshot` column, if there should be one; it also changes what is drawn.
  public var snapshot: CalendarMonth?

  /// The default plan.
  public init() {}
}
