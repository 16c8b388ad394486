import LinearAlgebra

/// Finds columns that are combinations of earlier ones.
///
/// The Gram matrix of the standardised columns is factored in file order. It squares the condition number, so whoever
/// keeps less than 10⁻¹² of its squared length there is only a suspect; what decides is the length that remains when
/// the combination is taken away from the column itself, row by row: below 10⁻⁷ of its own it is dropped. Nothing here
/// depends on labels or on convergence.
struct RankFinder<Loss: BlockLoss> {
  let sums: InMemorySums<Loss>
  /// Σ w·zzᵀ, the intercept first.
  let gram: ArrowMatrix
  /// Places (among the columns kept so far, 0-based) in the order of the file.
  let fileOrder: [Int]

  /// What was found; places count the intercept as 0.
  struct Finding {
    var kept: [Int]
    var dropped: [(place: Int, with: [Int])]
  }

  /// Looks at all columns.
  func find() throws(LinearAlgebraError) -> Finding {
    let lengths = gram.diagonal.map { $0.squareRoot() }
    let unit = gram.scaledSymmetrically(by: lengths.map { $0 > 0 ? 1 / $0 : 0 })
    let order = [0] + fileOrder.map { $0 + 1 }
    guard !isClearlyIndependent(unit) else { return Finding(kept: order, dropped: []) }
    let first = try IndependentColumns(gram: unit.dense, order: order, tolerance: 1e-12)
    guard !first.leftOut.isEmpty else { return Finding(kept: order, dropped: []) }
    let (remaining, combinations) = try remainder(first, lengths)
    var rescued: [Int] = []
    var dropped: [(place: Int, with: [Int])] = []
    var factorRows: [[Double]] = []
    for (s, place) in first.leftOut.enumerated() {
      let rest = factorRows.reduce(remaining[s, s]) { $0 - $1[s] * $1[s] }
      guard rest > 1e-14 * gram[place, place] && rest > 1e-6 * remaining[s, s] else {
        dropped.append((place, partners(combinations[s], first.kept, lengths, rescued)))
        continue
      }
      let pivot = rest.squareRoot()
      factorRows.append(
        first.leftOut.indices.map { t in
          (remaining[s, t] - factorRows.reduce(0) { $0 + $1[s] * $1[t] }) / pivot
        })
      rescued.append(place)
    }
    let gone = Set(dropped.map(\.place))
    return Finding(kept: order.filter { !gone.contains($0) }, dropped: dropped)
  }

  /// Whether the least eigenvalue tells that no column can lose nearly all its length to others, in whatever order they are
  /// taken; found without writing a tail out.
  private func isClearlyIndependent(_ unit: ArrowMatrix) -> Bool {
    guard !unit.isDense, let factor = try? ArrowCholesky(unit) else { return false }
    return factor.extremeEigenvalues.least > 1e-9
  }

  /// Σ w·ρρᵀ of the suspects after the kept columns have been taken away, refined once, and the combinations.
  private func remainder(_ first: IndependentColumns, _ lengths: [Double]) throws(LinearAlgebraError)
    -> (Matrix, [[Double]])
  {
    var combinations = zip(first.leftOut, first.combinations).map { suspect, combination in
      zip(first.kept, combination).map { $1 * lengths[suspect] / lengths[$0] }
    }
    var own = Matrix(rowCount: 0, columnCount: 0)
    for _ in 0..<2 {
      let c = Matrix(
        rowCount: first.kept.count, columnCount: first.leftOut.count, elements: combinations.flatMap { $0 })
      let found = sums.residuals(of: first.leftOut, on: first.kept, c)
      own = found.own
      for s in first.leftOut.indices {
        let scaled = first.kept.enumerated().map { found.cross[$0, s] / lengths[$1] }
        let more = first.factor.solution(of: scaled)
        for (k, place) in first.kept.enumerated() { combinations[s][k] += more[k] / lengths[place] }
      }
    }
    return (own, combinations)
  }

  /// The columns that a combination really uses.
  private func partners(_ combination: [Double], _ kept: [Int], _ lengths: [Double], _ rescued: [Int]) -> [Int] {
    let sizes = zip(combination, kept).map { abs($0) * lengths[$1] }
    let largest = sizes.max() ?? 0
    let used = zip(sizes, kept).filter { $0 > 1e-7 * largest && $1 > 0 }.map(\.1)
    return used.isEmpty ? rescued : used
  }
}
