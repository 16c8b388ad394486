import LinearAlgebra
import Tables

/// What a fit has seen of its rows and their companions, for a fit of both together: the columns, and the sums at a
/// point near the optimum of both. It saves the later fit its first pass.
public struct FitContinuation: Sendable {
  /// The rows and their companions.
  let rows: RowSet
  let basis: DesignBasis
  /// The columns of all these rows; its sums are those at `point`.
  let survey: RowSurvey
  /// On the inside scale.
  let point: Coefficients
  /// The sample, in the same basis.
  let sample: InMemorySums<LogisticLoss>
}

extension FitContinuation {
  /// Whether an input counts the same rows of a design of the same shape.
  func fits(_ input: FitInput) -> Bool {
    input.weights == nil && basis.designColumnCount == input.rows.columnCount && rows.rowCount == input.rows.rowCount
      && (input.chosen.map { $0 == rows } ?? (rows.count == rows.rowCount))
  }
}
