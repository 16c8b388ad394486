/// The logistic model that the outcomes of a simulated table were drawn from.
///
///     P(churned = 1) = 1 / (1 + e^−η),  η = intercept + Σ coefficient · term
///
/// The terms are those a fit of the table would have, under the same names: numbers as they stand in the file
/// (before cells were blanked), `column=level` for categories, measured against `basic`.
public struct TrueModel: Sendable, Equatable {
  /// A coefficient and what it multiplies.
  public struct Term: Sendable, Equatable {
    /// `column` or `column=level`.
    public let name: String
    /// Change of the log-odds for one unit of the term.
    public let coefficient: Double
  }

  /// The log-odds where every term is 0.
  public let intercept: Double
  /// The terms in the order of the table's columns.
  public let terms: [Term]

  /// The coefficient of a term, if the model has it.
  public subscript(name: String) -> Double? { terms.first { $0.name == name }?.coefficient }
}
