extension SegmentRow {
  /// All segments as one; their sum.
  public static func total(of rows: [SegmentRow]) -> SegmentRow {
    rows.reduce(into: SegmentRow(segment: -1)) { sum, row in
      sum.count += row.count
      sum.churners += row.churners
      sum.treated += row.treated
      sum.expectedChurners += row.expectedChurners
      sum.profit += row.profit
      sum.expectedProfit += row.expectedProfit
    }
  }

  /// Expected over observed churners: 1 when the segment is calibrated; `nil` where nobody churned.
  public var expectedToObserved: Double? { churners > 0 ? expectedChurners / Double(churners) : nil }

  /// How far observed churners are from those expected, in standard errors of independent accounts:
  /// (Σ y − Σ p)/√(n·p̄(1 − p̄)); `nil` where p̄ is 0 or 1.
  public var surprise: Double? {
    let variance = Double(count) * meanProbability * (1 - meanProbability)
    return variance > 0 ? (Double(churners) - expectedChurners) / variance.squareRoot() : nil
  }
}
