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
  /// Whether there are so few dense columns that the own kernels are faster for their products than the library.
  let isNarrow: Bool
  /// Whether there are so many rows that a block's own sums need no compensation.
  let hasManyRows: Bool
  /// Factors.
  let factorCount: Int
  /// Standardised values, column-major, stride `capacity`; column 0 is 1.
  let values: UnsafeMutablePointer<Double>
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
  private var block: RowBlock

  /// Makes room for blocks of a basis.
  init(capacity: Int, basis: DesignBasis, rows: any BlockedRows) {
    self.capacity = capacity
    denseColumns = basis.dense.count + 1
    isNarrow = denseColumns <= 32
    hasManyRows = rows.rowCount >= FitPreparation.warmRows
    factorCount = basis.levelPlaces.count
    values = .allocate(capacity: capacity * denseColumns)
    values.initialize(repeating: 1, count: capacity * denseColumns)
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
    block = RowBlock(capacity: capacity, denseColumnCount: rows.denseColumnCount, factorCount: factorCount)
  }

  deinit {
    for vector in [values, scaled, predictors, slopes, curvatures, product, weights] { vector.deallocate() }
    places.deallocate()
    labels.deallocate()
  }

  /// Reads the rows of a range that count and standardises them.
  ///
  /// - Returns: whether there are any.
  func load(_ range: Range<Int>, of observations: Observations, _ basis: DesignBasis) -> Bool {
    let chosen = observations.chosen
    if let chosen, chosen.count(in: range) == 0 { return false }
    observations.rows.fill(&block, with: range)
    count = range.count
    copy(observations.labels, range, to: labels)
    if let all = observations.weights { copy(all, range, to: weights) }
    if let chosen { keep(chosen, of: range, basis, isWeighted: observations.weights != nil) }
    block.dense.withUnsafeBufferPointer { source in
      for (place, column) in basis.dense.enumerated() {
        let (inverse, centre) = (basis.inverseScales[place], basis.scaledCentres[place])
        let (from, to) = (source.baseAddress! + column * capacity, values + (place + 1) * capacity)
        churn_standardise(count, from, inverse, centre, to)
      }
    }
    block.codes.withUnsafeBufferPointer { codes in
      for factor in 0..<factorCount {
        let (from, to) = (codes.baseAddress! + factor * capacity, places + factor * capacity)
        basis.levelPlaces[factor].withUnsafeBufferPointer { levels in
          for i in 0..<count { to[i] = from[i] < 0 ? -1 : levels[Int(from[i])] }
        }
      }
    }
    return true
  }

  private func copy<Cell>(_ cells: [Cell], _ range: Range<Int>, to target: UnsafeMutablePointer<Cell>) {
    cells.withUnsafeBufferPointer { target.update(from: $0.baseAddress! + range.lowerBound, count: range.count) }
  }

  /// Moves the rows that count together.
  private func keep(_ chosen: RowSet, of range: Range<Int>, _ basis: DesignBasis, isWeighted: Bool) {
    precondition(range.lowerBound % 8 == 0, "a block begins at a byte of the set")
    let rows = range.count
    chosen.words.withUnsafeBytes { bits in
      let bits = bits.baseAddress!.assumingMemoryBound(to: UInt8.self) + range.lowerBound / 8
      for column in basis.dense { _ = block.withDenseColumn(column) { churn_compress(rows, bits, $0.baseAddress!) } }
      for k in 0..<factorCount { _ = block.withCodes(ofFactor: k) { churn_compress_codes(rows, bits, $0.baseAddress!) } }
      if isWeighted { churn_compress(rows, bits, weights) }
      count = churn_compress_bytes(rows, bits, labels)
    }
  }

  /// Writes intercept + Σ slope·z of each row to `predictors`.
  func predict(_ point: UnsafePointer<Double>) {
    if isNarrow {
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

  /// Joins the dense columns as they were read to their ranges.
  func joinRanges(_ ranges: inout [churn_range], _ basis: DesignBasis) {
    block.dense.withUnsafeBufferPointer { source in
      for (place, column) in basis.dense.enumerated() {
        churn_join_range(count, source.baseAddress! + column * capacity, &ranges[place])
      }
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
