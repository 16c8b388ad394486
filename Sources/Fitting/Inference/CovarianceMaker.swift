import LinearAlgebra

/// Makes covariances and standard errors at a point.
///
/// With H = UᵀU the covariance is B·Bᵀ, B = T·U⁻¹, T being the way from the inside scale to the original one. Where H is
/// ill-conditioned, G is the curvature of the columns Z·U⁻¹, from one more pass, G = VᵀV, and B = T·U⁻¹·V⁻¹: this is
/// as accurate as a QR factorisation of the weighted design. A tail of the curvature is left as it is where neither that
/// pass nor clusters ask for the matrix as a whole.
struct CovarianceMaker<Loss: BlockLoss> {
  let sums: InMemorySums<Loss>
  /// Where it is made, on the inside scale.
  let point: Coefficients
  /// Curvature of the objective there.
  let curvature: ArrowMatrix
  /// Products of the clusters' gradients there, where they are known.
  var clusterProducts: Matrix?
  /// Curvature of the penalty, one for each slope, or empty.
  let penalty: [Double]
  /// The place (intercept 0) that separation leaves without a value, to be held fixed.
  let fixed: Int?
  /// Places (intercept 0) of which nothing is said.
  let silent: Set<Int>

  /// What is made.
  struct Result {
    var covariance: Covariance?
    /// For the intercept and each kept column.
    var standardErrors: [Double?]
  }

  /// Condition number of the root of the curvature above which the extra pass is made.
  private static var conditionLimit: Double { 30 }
  /// Multiplications up to which it is made when factor columns must be written out for it.
  private static var workLimit: Double { 2e10 }

  /// Makes them, or `nil` where the curvature has no inverse.
  func make() throws(FittingError) -> Result? {
    let q = curvature.order
    let free = (0..<q).filter { $0 != fixed }
    let isWhole = curvature.isDense || sums.observations.clusters != nil || mayBeWhitened
    let whole = isWhole ? ArrowMatrix(curvature.dense) : curvature
    guard let factor = try? ScaledCholesky(whole.principalSubmatrix(free)) else { return nil }
    let told = (0..<q).filter { !silent.contains($0) && $0 != fixed }
    let parameters = told.map { $0 == 0 ? Parameter.intercept : .slope(sums.basis.columns[$0 - 1]) }
    var middle: Matrix?
    var product: Matrix
    if isWhole || fixed != nil {
      guard let inside = insideRoot(factor, free) else { return nil }
      let root = rows(told, of: inside, free)
      if sums.observations.clusters != nil { middle = try clusterMiddle(inside, free) }
      product = middle.map { root * $0 * root.transposed } ?? root.timesOwnTranspose()
    } else {
      let (inside, diagonal) = factor.inverseParts
      product = rows(told, of: inside, free).timesOwnTranspose()
      // the intercept of the original scale combines columns of the head
      for (row, place) in told.enumerated() where diagonal[place] != 0 { product[row, row] += diagonal[place] }
    }
    let units = sums.basis.unitFactors
    let weightRoot = middle == nil ? sums.observations.weightUnit.squareRoot() : 1
    var errors = [Double?](repeating: nil, count: q)
    for (row, place) in told.enumerated() {
      errors[place] = max(0, product[row, row]).squareRoot() * units[place] / weightRoot
      guard errors[place]!.isFinite else {
        throw .coefficientOutOfRange(column: place == 0 ? 0 : sums.basis.columns[place - 1])
      }
    }
    let scaled = product.scaledSymmetrically(by: told.map { units[$0] / weightRoot })
    // squares of extreme scales leave the range of doubles where the errors themselves do not
    let isInRange = scaled.isFinite && !scaled.diagonal.contains(0)
    let covariance = isInRange ? Covariance(kind: kind, parameters: parameters, matrix: scaled) : nil
    return Result(covariance: covariance, standardErrors: errors)
  }

  private var kind: Covariance.Kind {
    switch (penalty.isEmpty, sums.observations.clusters == nil) {
    case (true, true): .model
    case (true, false): .cluster
    case (false, true): .ridge
    case (false, false): .ridgeCluster
    }
  }

  /// Whether the extra pass can be made where the condition asks for it.
  private var mayBeWhitened: Bool {
    let q = Double(curvature.order)
    return fixed == nil
      && (sums.basis.factorColumnCount == 0 || Double(sums.observations.count) * q * q <= Self.workLimit)
  }

  /// U⁻¹ or U⁻¹V⁻¹.
  private func insideRoot(_ factor: ScaledCholesky, _ free: [Int]) -> Matrix? {
    let q = curvature.order
    var scaled = Matrix(rowCount: free.count, columnCount: free.count)
    for j in free.indices { scaled[j, j] = 1 / factor.scales[j] }
    let root = factor.factor.schur.dividing(scaled)
    guard mayBeWhitened, factor.factor.schur.conditionEstimate > Self.conditionLimit else { return root }
    let upper = factor.upper
    var whitened = sums.whitenedCurvature(at: point, by: upper)
    if !penalty.isEmpty {
      // U⁻ᵀ·diag(penalty)·U⁻¹ = PᵀP with P = diag(√penalty)·U⁻¹
      var part = root
      for j in 0..<q {
        for i in 0..<q { part[i, j] *= i == 0 ? 0 : penalty[i - 1].squareRoot() }
      }
      let more = part.transposed.timesOwnTranspose()
      for j in 0..<q { for i in 0..<q { whitened[i, j] += more[i, j] } }
    }
    guard let second = try? Cholesky(whitened) else { return nil }
    return second.dividing(root)
  }

  /// Some rows of the root on the original scale but for the columns' units: the intercept's is a combination.
  private func rows(_ told: [Int], of root: Matrix, _ free: [Int]) -> Matrix {
    let combination = sums.basis.interceptCombination
    var result = Matrix(rowCount: told.count, columnCount: root.columnCount)
    for (row, place) in told.enumerated() {
      let own = free.firstIndex(of: place)
      for j in 0..<root.columnCount {
        if place == 0 {
          var sum = CompensatedSum()
          for (i, original) in free.enumerated() { sum.addProduct(combination[original], root[i, j]) }
          result[row, j] = sum.value
        } else if let own {
          result[row, j] = root[own, j]
        }
      }
    }
    return result
  }

  /// Bᵀ·M·B·G/(G − 1), B being the inside root.
  private func clusterMiddle(_ root: Matrix, _ free: [Int]) throws(FittingError) -> Matrix {
    let count = sums.observations.clusterCount
    guard count > 1 else { throw .tooFewClusters(count) }
    let products = (clusterProducts ?? sums.clusterProducts(at: point)).principalSubmatrix(free)
    let middle = root.transposed * products * root
    let factor = (Double(count) / Double(count - 1)).squareRoot()
    return middle.scaledSymmetrically(by: [Double](repeating: factor, count: free.count))
  }
}
