#if canImport(Glibc)
  import Glibc
#endif

/// PSI: how far the scores of one population have moved from those of another.
///
///     PSI = Σ_b (q_b − p_b)·log(q_b/p_b)
///
/// over bins of (nearly) equal count of the base; shares are (count + ½)/(n + B/2), so that an empty bin is finite.
/// Usual reading: below 0.1 stable, above 0.25 shifted.
/// - SeeAlso: Yurdakul (2018), "Statistical Properties of Population Stability Index".
public struct PopulationShift: Sendable, Equatable {
  /// The index, at least 0.
  public var value: Double
  /// The bins, lowest scores first.
  public var bins: [Bin]

  /// One bin.
  public struct Bin: Sendable, Equatable {
    /// Scores up to here, inclusive; infinite for the last.
    public var upper: Double
    /// Accounts of the base.
    public var base: Int
    /// Accounts of the new population.
    public var new: Int
  }

  /// Compares two sets of scores.
  ///
  /// - Parameter bins: of the base; fewer where ties make bins coincide.
  /// - Throws: `.noAccounts`, `.notFinite`.
  /// - Complexity: O((n + m)·log n).
  public init(base: [Double], new: [Double], bins: Int = 10) throws(EvaluationError) {
    precondition(bins > 0, "at least one bin")
    guard !base.isEmpty, !new.isEmpty else { throw .noAccounts }
    for scores in [base, new] {
      if let row = scores.firstIndex(where: { !$0.isFinite }) { throw .notFinite(what: "the score", row: row) }
    }
    let order = RowOrder.descending(base)
    let ascending = order.reversed().map { base[Int($0)] }
    var edges: [Double] = []
    for bin in 1..<max(2, bins) where bins > 1 {
      let edge = ascending[max(0, bin * base.count / bins - 1)]
      if edge != edges.last, edge < ascending[ascending.count - 1] { edges.append(edge) }
    }
    edges.append(.infinity)
    let (p, q) = (PopulationShift.counts(base, edges), PopulationShift.counts(new, edges))
    self.bins = edges.indices.map { Bin(upper: edges[$0], base: p[$0], new: q[$0]) }
    let half = Double(edges.count) / 2
    value = edges.indices.reduce(0) { sum, bin in
      let share = (Double(p[bin]) + 0.5) / (Double(base.count) + half)
      let moved = (Double(q[bin]) + 0.5) / (Double(new.count) + half)
      return sum + (moved - share) * log(moved / share)
    }
  }

  private static func counts(_ scores: [Double], _ edges: [Double]) -> [Int] {
    var counts = [Int](repeating: 0, count: edges.count)
    for score in scores {
      var (low, high) = (0, edges.count - 1)
      while low < high {
        let middle = (low + high) / 2
        if score <= edges[middle] { high = middle } else { low = middle + 1 }
      }
      counts[low] += 1
    }
    return counts
  }
}
