import CKernels
import LinearAlgebra

/// A block on the inside scale and what is made of it.
final class BlockWorkspace: ReadBlock {
  /// Whether there are so many rows that a block's own sums need no compensation.
  let hasManyRows: Bool
  /// Whether there are few dense columns.
  let isNarrow: Bool
  /// Whether the own kernels are faster for products of dense columns than the library: of few columns, and with the widest
  /// vectors always.
  let hasOwnProducts: Bool
  /// Whether products to single precision are faster: with the widest vectors and many columns, in blocks large enough to
  /// hold them.
  let hasRoughProducts: Bool
  /// Values times the root of the curvature; room for own products.
  let scaled: UnsafeMutablePointer<Double>
  /// Linear predictors, or margins.
  let predictors: UnsafeMutablePointer<Double>
  /// Weighted slopes of the loss.
  let slopes: UnsafeMutablePointer<Double>
  /// Weighted curvatures of the loss.
  let curvatures: UnsafeMutablePointer<Double>
  /// A product of dense columns.
  let product: UnsafeMutablePointer<Double>
  private let basis: DesignBasis

  /// Makes room for blocks of a basis.
  init(capacity: Int, basis: DesignBasis, rows: any BlockedRows) {
    let columns = basis.dense.count + 1
    self.basis = basis
    hasManyRows = Self.areMany(rows)
    isNarrow = columns <= Self.mostNarrowColumns
    hasOwnProducts = hasManyRows && (isNarrow || churn_knows_widest_vectors() != 0)
    hasRoughProducts = Self.hasRoughProducts(capacity: capacity, basis: basis, rows: rows)
    scaled = Self.room(capacity * columns, filledWith: 0)
    predictors = Self.room(capacity, filledWith: 0)
    slopes = Self.room(capacity, filledWith: 0)
    curvatures = Self.room(capacity, filledWith: 0)
    product = Self.room(columns * columns, filledWith: 0)
    super.init(
      capacity: capacity, rows: rows, dense: basis.dense,
      scales: zip(basis.inverseScales, basis.scaledCentres).map { .init(factor: $0, shift: $1) },
      levelPlaces: basis.levelPlaces)
  }

  /// Dense columns, the intercept counted, that are few.
  private static let mostNarrowColumns = 32

  private static func areMany(_ rows: any BlockedRows) -> Bool { rows.rowCount >= 50_000 }

  /// Whether products to single precision are faster in blocks of a basis.
  static func hasRoughProducts(capacity: Int, basis: DesignBasis, rows: any BlockedRows) -> Bool {
    areMany(rows) && basis.dense.count + 1 > mostNarrowColumns && capacity >= 64 && churn_knows_widest_vectors() != 0
  }

  deinit { for vector in [scaled, predictors, slopes, curvatures, product] { vector.deallocate() } }

  /// Writes intercept + Σ slope·z of each row to `predictors`.
  func predict(_ point: UnsafePointer<Double>) {
    if !hasManyRows {
      churn_predict_exactly(count, values, capacity, denseColumns, point, predictors)
    } else if hasOwnProducts {
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
  func joinRanges(_ ranges: inout [churn_range]) {
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
