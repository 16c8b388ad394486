/// Revenue that is expected to leave with its accounts: Σ p·revenue, per period of the revenue.
public struct RevenueAtRisk: Sendable, Equatable {
  /// Σ revenue [money per period].
  public var revenue: Double
  /// Σ p·revenue [money per period].
  public var atRisk: Double
  /// Σ y·revenue: what really left; `nil` without outcomes.
  public var lost: Double?

  /// At risk as a share of all; `nil` without revenue.
  public var share: Double? { revenue > 0 ? atRisk / revenue : nil }

  /// Adds up revenue.
  ///
  /// - Parameters:
  ///   - probabilities: churn probability per account; length n.
  ///   - revenue: per account and period; shared or length n.
  ///   - labels: what happened, where it is known.
  /// - Throws: `.lengthMismatch`, `.notFinite`.
  /// - Complexity: O(n).
  public init(_ probabilities: [Double], revenue: PerAccount, labels: [UInt8]? = nil) throws(EvaluationError) {
    try revenue.checked("the revenue", count: probabilities.count, in: .finite)
    if let labels, labels.count != probabilities.count {
      throw .lengthMismatch(what: "the outcome", expected: probabilities.count, found: labels.count)
    }
    self.revenue = probabilities.indices.reduce(0) { $0 + revenue[$1] }
    atRisk = probabilities.indices.reduce(0) { $0 + probabilities[$1] * revenue[$1] }
    lost = labels.map { labels in labels.indices.reduce(0) { $0 + Double(labels[$1]) * revenue[$1] } }
  }
}
