import LinearAlgebra

/// Looks along a direction for separated labels.
///
///     mᵢ = (2yᵢ − 1)·(d₀ + Σⱼ dⱼ·zᵢⱼ)
///
/// The labels are separated when no margin is below −10⁻⁶ of the largest and some are above 10⁻⁶ of it; completely
/// when all are. Newton's steps run along such a direction when one exists.
///
/// - SeeAlso: Albert, Anderson (1984), doi:10.1093/biomet/71.1.1.
struct SeparationFinder<Loss: BlockLoss> {
  let sums: InMemorySums<Loss>
  let moments: DesignMoments

  /// What was found along a direction.
  struct Finding {
    var separation: Separation
    /// No margin is near the border, so that the count of rows is certain.
    var isClear: Bool
  }

  /// Counts of margins.
  private struct Margins {
    var smallest = Double.infinity
    var largest = 0.0
    var positive = 0
    var doubtful = 0
    var positiveOfColumn: [Int] = []

    mutating func join(_ other: Margins) {
      smallest = min(smallest, other.smallest)
      largest = max(largest, other.largest)
      positive += other.positive
      doubtful += other.doubtful
      positiveOfColumn = zip(positiveOfColumn, other.positiveOfColumn).map(+)
    }
  }

  /// Separation along a direction, or `nil`.
  func separation(along direction: [Double]) -> Finding? {
    let range = margins(along: direction, above: .infinity)
    guard range.largest > 0, range.largest.isFinite, range.smallest >= -1e-6 * range.largest else { return nil }
    let counts = margins(along: direction, above: range.largest)
    guard counts.positive > 0 else { return nil }
    let (columns, intercept) = culprits(direction, counts)
    let separation = Separation(
      kind: counts.positive == sums.observations.count ? .complete : .quasi, columns: columns,
      rows: counts.positive, includesIntercept: intercept)
    return Finding(separation: separation, isClear: counts.doubtful == 0)
  }

  /// The columns along which the direction runs, measured in their own spread.
  private func culprits(_ direction: [Double], _ counts: Margins) -> ([Separation.Culprit], Bool) {
    let basis = sums.basis
    let largest = direction.dropFirst().reduce(0) { max($0, abs($1)) }
    let columns = basis.columns.enumerated().compactMap { place, column -> Separation.Culprit? in
      guard abs(direction[place + 1]) > 1e-4 * largest else { return nil }
      let own = counts.positiveOfColumn[place]
      let isBinary = place >= basis.dense.count || moments.dense[column].isBinary
      return Separation.Culprit(column: column, rows: isBinary && own > 0 ? own : counts.positive)
    }
    let intercept = zip(basis.interceptCombination, direction).reduce(0) { $0 + $1.0 * $1.1 }
    return (columns.sorted { $0.column < $1.column }, abs(intercept) > 1e-4 * largest)
  }

  /// Margins of all rows; counts those above 10⁻⁶ of a scale, and those between that and 10⁻³ of it.
  private func margins(along direction: [Double], above scale: Double) -> Margins {
    let basis = sums.basis
    let groups = sums.forEachGroup { group, space in
      var found = Margins(positiveOfColumn: [Int](repeating: 0, count: basis.count))
      for range in sums.plan.blocks(ofGroup: group) where space.load(range, of: sums.observations) {
        space.predict(direction)
        for i in 0..<space.count {
          let margin = space.labels[i] == 1 ? space.predictors[i] : -space.predictors[i]
          found.smallest = min(found.smallest, margin)
          found.largest = max(found.largest, abs(margin))
          guard margin > 1e-6 * scale else { continue }
          found.positive += 1
          if margin < 1e-3 * scale { found.doubtful += 1 }
          count(row: i, of: space, in: &found.positiveOfColumn)
        }
      }
      return found
    }
    return groups.dropFirst().reduce(into: groups[0]) { $0.join($1) }
  }

  /// Adds 1 to each column that is 1 in a row.
  private func count(row: Int, of space: BlockWorkspace, in counts: inout [Int]) {
    let basis = sums.basis
    for place in basis.dense.indices where moments.dense[basis.dense[place]].isBinary {
      let one = basis.inverseScales[place] - basis.scaledCentres[place]
      if space.values[(place + 1) * space.capacity + row] == one { counts[place] += 1 }
    }
    for factor in 0..<space.factorCount {
      let level = space.places[factor * space.capacity + row]
      if level >= 0 { counts[basis.dense.count + Int(level)] += 1 }
    }
  }
}
