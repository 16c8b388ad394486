import LinearAlgebra

/// Sums over the rows that count which keep, of the last curvature asked for, the companions' sums as well.
final class PairedSums: RowSums, @unchecked Sendable {  // used by one thread
  private let rows: InMemorySums<LogisticLoss>
  /// Where the curvature was asked for last, and the sums of all rows there.
  private(set) var latest: (point: Coefficients, sums: LossSums)

  /// - Parameter known: a point where the sums of all rows are known.
  init(_ rows: InMemorySums<LogisticLoss>, knowing known: (point: Coefficients, sums: LossSums)) {
    self.rows = rows
    latest = known
  }

  var columnCount: Int { rows.columnCount }

  func sums(at point: Coefficients, upTo order: Order) throws(FittingError) -> LossSums {
    guard order >= .roughCurvature, let companions = rows.observations.companions else {
      return try rows.sums(at: point, upTo: order)
    }
    let found = rows.sums(of: [rows.observations.chosen, companions], at: point, upTo: order)
    latest = (point, found[0] + found[1])
    return found[0]
  }
}
