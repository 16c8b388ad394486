import CKernels
import LinearAlgebra
import Tables

/// The memory of one thread: a block on the inside scale and what is made of it. Nothing is allocated per block.
final class BlockWorkspace {
  /// Rows that fit.
  let capacity: Int
  /// Rows filled.
  private(set) var count = 0
  /// Dense columns, the column of ones first.
  let denseColumns: Int
  /// Whether there are so many rows that a block's own sums need no compensation.
  let hasManyRows: Bool
  /// Whether there are also so few dense columns that the own kernels are faster for their products than the library.
  let isNarrow: Bool
  /// Factors.
  let factorCount: Int
  /// Standardised values, column-major, stride `capacity`; column 0 is 1.
  private(set) var values: UnsafeMutablePointer<Double>
  /// All dense columns of the rows that were read, standardised; column 0 is 1.
  private let read: UnsafeMutablePointer<Double>
  /// Room for the rows and columns that are used where they are not all that were read.
  private let kept: UnsafeMutablePointer<Double>
  /// Levels of the rows that were read.
  private let codes: UnsafeMutablePointer<Int32>
  /// Whether all dense columns are used.
  private let keepsColumns: Bool
  private let cells: BlockCells
  /// Values times the root of the curvature.
  let scaled: UnsafeMutablePointer<Double>
  /// Place of each row's level among the factor columns, or −1; factor k starts at `k * capacity`.
  let places: UnsafeMutablePointer<Int32>
  /// Linear predictors, or margins.
  let predictors: UnsafeMutablePointer<Double>
  /// Weighted slopes of the loss.
  let slopes: UnsafeMutablePointer<Double>
  /// Weighted curvatures of the loss.
  let curvatures: UnsafeMutablePointer<Double>
  /// A product of dense columns.
  let product: UnsafeMutablePointer<Double>
  /// 0 or 1.
  let labels: UnsafeMutablePointer<UInt8>
  /// Weights, where rows have any.
  let weights: UnsafeMutablePointer<Double>

  /// Makes room for blocks of a basis.
  init(capacity: Int, basis: DesignBasis, rows: any BlockedRows) {
    self.capacity = capacity
    denseColumns = basis.dense.count + 1
    hasManyRows = rows.rowCount >= 50_000
    isNarrow = hasManyRows && denseColumns <= 32
    factorCount = basis.levelPlaces.count
    keepsColumns = basis.dense.count == rows.denseColumnCount
    read = .allocate(capacity: capacity * (rows.denseColumnCount + 1))
    read.initialize(repeating: 1, count: capacity * (rows.denseColumnCount + 1))
    kept = .allocate(capacity: capacity * denseColumns)
    kept.initialize(repeating: 1, count: capacity * denseColumns)
    values = read
    codes = .allocate(capacity: capacity * max(1, factorCount))
    codes.initialize(repeating: -1, count: capacity * max(1, factorCount))
    var scales = [BlockCells.Scale](repeating: .init(factor: 1, shift: 0), count: rows.denseColumnCount)
    for (place, column) in basis.dense.enumerated() {
      scales[column] = .init(factor: basis.inverseScales[place], shift: basis.scaledCentres[place])
    }
    cells = BlockCells(dense: read + capacity, codes: codes, stride: capacity, scales: scales)
    scaled = .allocate(capacity: capacity * denseColumns)
    scaled.initialize(repeating: 0, count: capacity * denseColumns)
    places = .allocate(capacity: capacity * max(1, factorCount))
    places.initialize(repeating: -1, count: capacity * max(1, factorCount))
    predictors = .allocate(capacity: capacity)
    slopes = .allocate(capacity: capacity)
    curvatures = .allocate(capacity: capacity)
    for vector in [predictors, slopes, curvatures] { vector.initialize(repeating: 0, count: capacity) }
    product = .allocate(capacity: denseColumns * denseColumns)
    product.initialize(repeating: 0, count: denseColumns * denseColumns)
    labels = .allocate(capacity: capacity)
    labels.initialize(repeating: 0, count: capacity)
    weights = .allocate(capacity: capacity)
    weights.initialize(repeating: 1, count: capacity)
  }

  deinit {
    for vector in [read, kept, scaled, predictors, slopes, curvatures, product, weights] { vector.deallocate() }
    places.deallocate()
    codes.deallocate()
    labels.deallocate()
  }

  /// Reads the rows of a range that count and standardises them.
  ///
  /// - Returns: whether there are any.
  func load(_ range: Range<Int>, of observations: Observations, _ basis: DesignBasis) -> Bool {
    if let chosen = observations.chosen, chosen.count(in: range) == 0 { return false }
    fill(range, of: observations)
    take(observations.chosen, of: range, observations, basis)
    return true
  }

  /// Reads the rows of a range; `take` then chooses some of them.
  func fill(_ range: Range<Int>, of observations: Observations) { observations.rows.write(range, to: cells) }

  /// Chooses rows of the range that was read last; `nil` is all.
  func take(_ chosen: RowSet?, of range: Range<Int>, _ observations: Observations, _ basis: DesignBasis) {
    precondition(range.lowerBound % 8 == 0, "a block begins at a byte of the set")
    count = range.count
    copy(observations.labels, range, to: labels)
    if let all = observations.weights { copy(all, range, to: weights) }
    copyPlaces(basis)
    values = read
    guard let chosen, chosen.count(in: range) < range.count else {
      if !keepsColumns { keep(basis, nil) }
      return
    }
    chosen.words.withUnsafeBytes { words in
      let bits = words.baseAddress!.assumingMemoryBound(to: UInt8.self) + range.lowerBound / 8
      keep(basis, bits)
      for k in 0..<factorCount { churn_compress_codes(count, bits, places + k * capacity) }
      if observations.weights != nil { churn_compress(count, bits, weights) }
      count = churn_compress_bytes(count, bits, labels)
    }
  }

  /// Copies the columns that are used, of all rows or of some.
  private func keep(_ basis: DesignBasis, _ bits: UnsafePointer<UInt8>?) {
    for (place, column) in basis.dense.enumerated() {
      churn_copy_chosen(count, bits, read + (column + 1) * capacity, kept + (place + 1) * capacity)
    }
    values = kept
  }

  private func copyPlaces(_ basis: DesignBasis) {
    for factor in 0..<factorCount {
      let (from, to) = (codes + factor * capacity, places + factor * capacity)
      basis.levelPlaces[factor].withUnsafeBufferPointer { levels in
        for i in 0..<count { to[i] = from[i] < 0 ? -1 : levels[Int(from[i])] }
      }
    }
  }

  private func copy<Cell>(_ cells: [Cell], _ range: Range<Int>, to target: UnsafeMutablePointer<Cell>) {
    cells.withUnsafeBufferPointer { target.update(from: $0.baseAddress! + range.lowerBound, count: range.count) }
  }

  /// Writes intercept + Σ slope·z of each row to `predictors`.
  func predict(_ point: UnsafePointer<Double>) {
    if !hasManyRows {
      churn_predict_exactly(count, values, capacity, denseColumns, point, predictors)
    } else if isNarrow {
      churn_predict(count, values, capacity, denseColumns, point, predictors)
    } else {
      BlockKernels.multiply(values, rows: count, columns: denseColumns, stride: capacity, by: point, into: predictors)
    }
    let levels = point + denseColumns
    for factor in 0..<factorCount {
      let codes = places + factor * capacity
      for i in 0..<count where codes[i] >= 0 { predictors[i] += levels[Int(codes[i])] }
    }
  }

  /// Writes the dense values times the root of the curvature to `scaled`.
  func scaleByRootCurvature() {
    churn_square_roots(count, curvatures, predictors)
    for j in 0..<denseColumns {
      churn_products(count, values + j * capacity, predictors, scaled + j * capacity)
    }
  }

  /// Joins the standardised dense columns to their ranges.
  func joinRanges(_ ranges: inout [churn_range], _ basis: DesignBasis) {
    for place in basis.dense.indices {
      let (inverse, centre) = (basis.inverseScales[place], basis.scaledCentres[place])
      churn_join_range(count, values + (place + 1) * capacity, -centre, inverse - centre, &ranges[place])
    }
  }

  /// Counts the rows of each factor column.
  func countLevels(_ counts: inout [Int]) {
    for factor in 0..<factorCount {
      let codes = places + factor * capacity
      for i in 0..<count where codes[i] >= 0 { counts[Int(codes[i])] += 1 }
    }
  }
}
