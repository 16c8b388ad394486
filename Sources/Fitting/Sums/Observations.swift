import LinearAlgebra

/// The rows that count: checked, those of weight 0 left out, weights brought near 1 by a power of two.
struct Observations: Sendable {
  /// The design of the rows that count.
  let rows: any BlockedRows
  /// 0 or 1.
  let labels: [UInt8]
  /// Weights above 0 divided by `weightUnit`; `nil` is 1 for all.
  let weights: [Double]?
  /// What a weight of 1 stands for: a power of two.
  let weightUnit: Double
  /// Cluster numbers 0..<clusterCount.
  let clusters: [Int32]?
  /// Number of clusters.
  let clusterCount: Int

  /// Rows.
  var count: Int { labels.count }

  /// Checks an input.
  ///
  /// - Throws: `.lengthMismatch`, `.invalidLabel`, `.invalidWeight`, `.noRows`, `.weightsTooLarge`.
  init(_ input: FitInput) throws(FittingError) {
    let n = input.rows.rowCount
    try Self.requireLength("labels", n, input.labels.count)
    if let weights = input.weights { try Self.requireLength("weights", n, weights.count) }
    if let clusters = input.clusters { try Self.requireLength("clusters", n, clusters.count) }
    if let row = input.labels.firstIndex(where: { $0 > 1 }) { throw .invalidLabel(row: row) }
    var kept: [Int]?
    if let weights = input.weights {
      if let row = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) { throw .invalidWeight(row: row) }
      if weights.contains(0) { kept = weights.indices.filter { weights[$0] > 0 } }
    }
    guard n > 0, kept?.isEmpty != true else { throw .noRows }
    rows = kept.map { SelectedRows(input.rows, rows: $0) } ?? input.rows
    labels = kept?.map { input.labels[$0] } ?? input.labels
    let positive = input.weights.map { all in kept?.map { all[$0] } ?? all }
    weightUnit = Self.unit(of: positive)
    weights = positive.map { [weightUnit] all in all.map { $0 / weightUnit } }
    guard weights.map({ $0.reduce(0, +).isFinite }) ?? true else { throw .weightsTooLarge }
    let numbered = input.clusters.map { all in Self.numbered(kept?.map { all[$0] } ?? all) }
    clusters = numbered?.0
    clusterCount = numbered?.1 ?? 0
  }

  /// 1, or a power of two near the largest weight where that is small or huge: the search measures its steps in
  /// standard errors, and those of tiny weights would be so wide that any point looked near.
  private static func unit(of weights: [Double]?) -> Double {
    guard let largest = weights?.max(), !(0.5...0x1p40).contains(largest) else { return 1 }
    return Double(sign: .plus, exponent: max(largest.exponent, -1_020), significand: 1)
  }

  /// Clusters renamed 0, 1, … in the order in which they appear.
  private static func numbered(_ ids: [Int32]) -> ([Int32], Int) {
    var numbers: [Int32: Int32] = [:]
    let renamed = ids.map { id -> Int32 in
      if let known = numbers[id] { return known }
      let next = Int32(numbers.count)
      numbers[id] = next
      return next
    }
    return (renamed, numbers.count)
  }

  private static func requireLength(_ what: String, _ expected: Int, _ found: Int) throws(FittingError) {
    guard expected == found else { throw .lengthMismatch(what: what, expected: expected, found: found) }
  }
}

extension Observations {
  /// Σ wᵢ over the rows of a label (or all), in units of `weightUnit`.
  func weight(ofLabel label: UInt8? = nil) -> Double {
    guard let weights else {
      return Double(label.map { wanted in labels.reduce(0) { $0 + ($1 == wanted ? 1 : 0) } } ?? count)
    }
    var sum = CompensatedSum()
    for (row, weight) in weights.enumerated() where label == nil || labels[row] == label { sum.add(weight) }
    return sum.value
  }
}
