import CKernels
import LinearAlgebra
import Parallel
import Tables

/// The rows that count: checked, those of weight 0 left out, weights brought near 1 by a power of two.
struct Observations: Sendable {
  /// The design, of which perhaps not all rows count.
  let rows: any BlockedRows
  /// The rows that count; `nil` is all.
  let chosen: RowSet?
  /// Other rows, of which a continuation is to know; `nil` where rows have weights.
  let companions: RowSet?
  /// 0 or 1, for every row of the design.
  let labels: [UInt8]
  /// Weights divided by `weightUnit`, above 0 for the rows that count; `nil` is 1 for all.
  private(set) var weights: [Double]?
  /// What a weight of 1 stands for: a power of two.
  let weightUnit: Double
  /// Cluster numbers 0..<clusterCount, −1 for rows that do not count.
  let clusters: [Int32]?
  /// Number of clusters.
  let clusterCount: Int
  /// Rows that count.
  let count: Int

  /// Checks an input.
  ///
  /// - Throws: `.lengthMismatch`, `.invalidLabel`, `.invalidWeight`, `.noRows`, `.weightsTooLarge`.
  init(_ input: FitInput) throws(FittingError) {
    let n = input.rows.rowCount
    try Self.requireLength("labels", n, input.labels.count)
    if let chosen = input.chosen { try Self.requireLength("chosen rows", n, chosen.rowCount) }
    if let companions = input.companions { try Self.requireLength("companions", n, companions.rowCount) }
    if let weights = input.weights { try Self.requireLength("weights", n, weights.count) }
    if let clusters = input.clusters { try Self.requireLength("clusters", n, clusters.count) }
    if input.labels.reduce(0, |) > 1,
      let row = (0..<n).first(where: { input.labels[$0] > 1 && input.chosen?[$0] ?? true })
    {
      throw .invalidLabel(row: row)
    }
    var chosen = input.chosen
    if let weights = input.weights {
      if let row = weights.indices.first(where: {
        !(weights[$0] >= 0 && weights[$0].isFinite) && input.chosen?[$0] ?? true
      }) {
        throw .invalidWeight(row: row)
      }
      if weights.contains(0) {
        let heavy = RowSet(rowCount: n) { weights[$0] > 0 }
        chosen = chosen?.intersection(heavy) ?? heavy
      }
    }
    count = chosen?.count ?? n
    guard count > 0 else { throw .noRows }
    rows = input.rows
    labels = input.labels
    self.chosen = chosen
    companions = input.weights == nil ? input.companions : nil
    let unit = Self.unit(of: input.weights, chosen)
    weightUnit = unit
    weights = input.weights.map { all in all.map { $0 / unit } }
    let numbered = input.clusters.map { Self.numbered($0, chosen) }
    clusters = numbered?.0
    clusterCount = numbered?.1 ?? 0
    guard weights == nil || weight().isFinite else { throw .weightsTooLarge }
  }

  /// 1, or a power of two near the largest weight where that is small or huge: the search measures its steps in
  /// standard errors, and those of tiny weights would be so wide that any point looked near.
  private static func unit(of weights: [Double]?, _ chosen: RowSet?) -> Double {
    guard let weights else { return 1 }
    var largest = 0.0
    for (row, weight) in weights.enumerated() where weight > largest && chosen?[row] ?? true { largest = weight }
    guard !(0.5...0x1p40).contains(largest) else { return 1 }
    return Double(sign: .plus, exponent: max(largest.exponent, -1_020), significand: 1)
  }

  /// Clusters renamed 0, 1, … in the order in which they appear.
  private static func numbered(_ ids: [Int32], _ chosen: RowSet?) -> ([Int32], Int) {
    if chosen == nil, case let count = churn_numbered(ids.count, ids), count >= 0 { return (ids, Int(count)) }
    let (least, most) = (ids.min() ?? 0, ids.max() ?? 0)
    guard least >= 0, Int(most) <= 4 * ids.count else { return numberedByHash(ids, chosen) }
    var numbers = ids
    if let chosen { for row in ids.indices where !chosen[row] { numbers[row] = -1 } }
    var table = [Int32](repeating: -1, count: Int(most) + 1)
    let count = numbers.withUnsafeMutableBufferPointer {
      churn_number($0.count, $0.baseAddress, &table, $0.baseAddress)
    }
    return (numbers, Int(count))
  }

  /// The same for numbers that are no places of a table.
  private static func numberedByHash(_ ids: [Int32], _ chosen: RowSet?) -> ([Int32], Int) {
    var numbers: [Int32: Int32] = [:]
    let renamed = ids.enumerated().map { row, id -> Int32 in
      guard chosen?[row] ?? true else { return -1 }
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
  /// The same rows with their weights multiplied.
  func weighed(by factors: [Double]) -> Observations {
    var result = self
    result.weights = weights.map { zip($0, factors).map(*) } ?? factors
    return result
  }

  /// Σ wᵢ over the rows of a label (or all), in units of `weightUnit`.
  func weight(ofLabel label: UInt8? = nil) -> Double {
    guard let weights else {
      guard let label else { return Double(count) }
      return Double(label == 1 ? eventRows : count - eventRows)
    }
    var sum = CompensatedSum()
    for (row, weight) in weights.enumerated() where label == nil || labels[row] == label {
      if chosen?[row] ?? true { sum.add(weight) }
    }
    return sum.value
  }

  /// Rows of label 1 that count.
  private var eventRows: Int {
    let slice = 1 << 18
    return concurrently((labels.count + slice - 1) / slice) { index in
      let rows = (index * slice)..<min((index + 1) * slice, labels.count)
      var missing: Int64 = 0
      return labels.withUnsafeBufferPointer { labels in
        let labels = labels.baseAddress! + rows.lowerBound
        guard let chosen else { return Int(churn_sum_stored(rows.count, labels, 1, &missing)) }
        return chosen.words.withUnsafeBufferPointer { words in
          let kept = churn_kept(words: words.baseAddress, first: rows.lowerBound)
          return Int(churn_sum_kept(rows.count, labels, 1, kept, &missing))
        }
      }
    }.reduce(0, +)
  }
}
