/// How a treatment fares in one segment of the accounts.
public struct SegmentRow: Sendable, Equatable {
  /// The segment, as it was numbered.
  public var segment: Int32
  /// Accounts in it.
  public var count = 0
  /// Churners in it.
  public var churners = 0
  /// Accounts treated.
  public var treated = 0
  /// Σ p.
  public var expectedChurners = 0.0
  /// Realised profit, the fixed cost left out [money].
  public var profit = 0.0
  /// Expected profit, the fixed cost left out [money].
  public var expectedProfit = 0.0

  /// Share treated, 0…1.
  public var treatmentRate: Double { Double(treated) / Double(count) }
  /// Observed churn rate, 0…1.
  public var churnRate: Double { Double(churners) / Double(count) }
  /// Mean predicted probability, 0…1.
  public var meanProbability: Double { expectedChurners / Double(count) }
  /// Observed over expected churners: 1 when the segment is calibrated; `nil` where none are expected.
  public var observedToExpected: Double? {
    expectedChurners > 0 ? Double(churners) / expectedChurners : nil
  }
  /// Whether accounts are treated here at a loss.
  public var isTreatedAtLoss: Bool { treated > 0 && profit < 0 }

  /// One row per segment, in the order of their numbers.
  ///
  /// - Parameters:
  ///   - segments: a number per account; length n.
  ///   - accounts: outcomes and probabilities.
  ///   - treated: whom the policy treats.
  ///   - payoffs: what treating earns.
  /// - Throws: `.lengthMismatch`, `.notProbabilities`.
  /// - Complexity: O(n + segments·log segments).
  public static func rows(
    of segments: [Int32], _ accounts: ScoredAccounts, treated: [Bool], _ payoffs: Payoffs
  ) throws(EvaluationError) -> [SegmentRow] {
    for found in [segments.count, treated.count, payoffs.count] where found != accounts.count {
      throw .lengthMismatch(what: "the segment", expected: accounts.count, found: found)
    }
    if let row = accounts.firstNonProbability { throw .notProbabilities(row: row) }
    var rows: [Int32: SegmentRow] = [:]
    for (row, segment) in segments.enumerated() {
      let (label, p) = (accounts.labels[row], accounts.scores[row])
      var cell = rows[segment] ?? SegmentRow(segment: segment)
      cell.count += 1
      cell.churners += Int(label)
      cell.expectedChurners += p
      if treated[row] {
        cell.treated += 1
        cell.profit += payoffs.gain(row, label: label)
        cell.expectedProfit += payoffs.expectedValue(row, probability: p)
      }
      rows[segment] = cell
    }
    return rows.values.sorted { $0.segment < $1.segment }
  }
}
