import CanonicalJSON

/// One line of the coefficient table.
public struct CoefficientRow: Sendable, Equatable {
  /// `(intercept)`, `column`, `column=level` or `column:missing`.
  public var term: String
  /// What one unit is: `per 1`, `yes against no`, `against Month-to-month`.
  public var unit: String
  /// Change of the log-odds per unit.
  public var estimate: Double
  /// Its standard error; `nil` where it has none.
  public var standardError: Double?
  /// estimate / standard error; `nil` where no test is allowed.
  public var z: Double?
  /// Two-sided p-value; likewise.
  public var p: Double?
  /// Lower end of the 95 % interval.
  public var lower: Double?
  /// Upper end.
  public var upper: Double?
  /// e to the estimate.
  public var oddsRatio: Double

  /// Creates a row.
  public init(
    term: String, unit: String, estimate: Double, standardError: Double?, test: (z: Double, p: Double)?,
    interval: (lower: Double, upper: Double)?, oddsRatio: Double
  ) {
    self.term = term
    self.unit = unit
    self.estimate = estimate
    self.standardError = standardError
    z = test?.z
    p = test?.p
    lower = interval?.lower
    upper = interval?.upper
    self.oddsRatio = oddsRatio
  }

  var json: JSONValue {
    [
      "term": .string(term), "estimate": .figure(estimate), "standard_error": .figure(standardError),
      "z": .figure(z), "p": .figure(p), "lower": .figure(lower), "upper": .figure(upper),
      "odds_ratio": .figure(oddsRatio),
    ]
  }

  static func grid(_ rows: [CoefficientRow]) -> Document.Grid {
    Document.Grid(
      titles: ["term", "estimate", "std. error", "z", "p", "95 % interval", "odds ratio", "unit"],
      rows: rows.map { row in
        [
          row.term, NumberStyle.significant(row.estimate), NumberStyle.significant(row.standardError, 3),
          NumberStyle.fixed(row.z, 2), NumberStyle.pValue(row.p),
          row.lower == nil
            ? NumberStyle.undefined
            : NumberStyle.interval(NumberStyle.significant(row.lower), NumberStyle.significant(row.upper)),
          NumberStyle.significant(row.oddsRatio), row.unit,
        ]
      }, leftColumns: [0, 7])
  }
}
