import CKernels
import LinearAlgebra

/// The memory of one thread: a block on the inside scale and what is made of it. Nothing is allocated per block.
final class BlockWorkspace {
  /// Rows that fit.
  let capacity: Int
  /// Rows filled.
  private(set) var count = 0
  /// Dense columns, the column of ones first.
  let denseColumns: Int
  /// Whether there are so many rows, and so few columns, that the own kernel is used for their products.
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
  private var block: RowBlock

  /// Makes room for blocks of a basis.
  init(capacity: Int, basis: DesignBasis, rows: any BlockedRows) {
    self.capacity = capacity
    denseColumns = basis.dense.count + 1
    hasManyRows = rows.rowCount >= FitPreparation.warmRows && denseColumns <= 32
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
    block = RowBlock(capacity: capacity, denseColumnCount: rows.denseColumnCount, factorCount: factorCount)
  }

  deinit {
    for vector in [values, scaled, predictors, slopes, curvatures, product] { vector.deallocate() }
    places.deallocate()
  }

  /// Reads rows and standardises them.
  func load(_ range: Range<Int>, of rows: any BlockedRows, _ basis: DesignBasis) {
    rows.fill(&block, with: range)
    count = range.count
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
  }

  /// Writes intercept + Σ slope·z of each row to `predictors`.
  func predict(_ point: UnsafePointer<Double>) {
    BlockKernels.multiply(values, rows: count, columns: denseColumns, stride: capacity, by: point, into: predictors)
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
