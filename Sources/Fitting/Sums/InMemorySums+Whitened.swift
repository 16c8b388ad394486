import LinearAlgebra

extension InMemorySums {
  /// The curvature of the columns Z·R⁻¹, which is near the identity when RᵀR is near the curvature of Z.
  ///
  ///     G = Σ hᵢ·yᵢyᵢᵀ,  yᵢ = R⁻ᵀ·(1, zᵢ)
  ///
  /// The curvature itself carries the square of the condition number of Z; this carries its first power only, as a QR
  /// factorisation does.
  ///
  /// - Complexity: O(n·p²); factor columns are written out within a block.
  func whitenedCurvature(at point: Coefficients, by upper: Matrix) -> Matrix {
    let vector = point.vector
    let q = columnCount + 1
    let plan = widePlan
    let groups = forEachGroup(of: plan) { group, space in
      let sums = GroupSums(dense: q, levels: [], order: .curvature)
      let wide = WideBlock(capacity: space.capacity, columns: q)
      for range in plan.blocks(ofGroup: group) where space.load(range, of: observations) {
        space.predict(vector)
        _ = evaluate(space)
        wide.fill(from: space)
        BlockKernels.divide(wide.values, rows: space.count, columns: q, stride: space.capacity, byUpper: upper.elements)
        wide.scaleRows(by: space.curvatures, count: space.count)
        BlockKernels.gram(wide.values, rows: space.count, columns: q, stride: space.capacity, into: wide.product)
        sums.addDense(wide.product)
      }
      return sums
    }
    for group in groups.dropFirst() { groups[0].join(group) }
    return groups[0].rounded().curvature.head
  }

  /// What remains of some columns when a combination of others is taken away.
  ///
  ///     ρ = z_S − z_K·C
  ///
  /// - Parameters:
  ///   - suspects: S, places among (intercept, columns).
  ///   - kept: K, likewise.
  ///   - combination: C, kept × suspects.
  /// - Returns: Σ w·ρρᵀ (suspects × suspects) and Σ w·z_K·ρᵀ (kept × suspects).
  func residuals(of suspects: [Int], on kept: [Int], _ combination: Matrix) -> (own: Matrix, cross: Matrix) {
    let (s, k) = (suspects.count, kept.count)
    let plan = widePlan
    let groups = forEachGroup(of: plan) { group, space in
      let wide = WideBlock(capacity: space.capacity, columns: columnCount + 1)
      let (left, right) = (
        WideBlock(capacity: space.capacity, columns: k), WideBlock(capacity: space.capacity, columns: s)
      )
      var own = Matrix(rowCount: s, columnCount: s).elements
      var cross = Matrix(rowCount: k, columnCount: s).elements
      for range in plan.blocks(ofGroup: group) where space.load(range, of: observations) {
        wide.fill(from: space)
        left.take(kept, from: wide, count: space.count)
        right.take(suspects, from: wide, count: space.count)
        let stride = space.capacity
        BlockKernels.subtractProduct(
          left.values, columns: k, times: combination.elements, columns: s, rows: space.count, stride: stride,
          from: right.values)
        weigh(space)
        left.scaleRows(by: space.curvatures, count: space.count)
        right.scaleRows(by: space.curvatures, count: space.count)
        var product = [Double](repeating: 0, count: max(s, k) * s)
        BlockKernels.crossProduct(
          right.values, columns: s, with: right.values, columns: s, rows: space.count, stride: stride, into: &product)
        for i in own.indices { own[i] += product[i] }
        BlockKernels.crossProduct(
          left.values, columns: k, with: right.values, columns: s, rows: space.count, stride: stride, into: &product)
        for i in cross.indices { cross[i] += product[i] }
      }
      return (own, cross)
    }
    let total = groups.dropFirst().reduce(groups[0]) { (zip($0.0, $1.0).map(+), zip($0.1, $1.1).map(+)) }
    return (
      Matrix(rowCount: s, columnCount: s, elements: total.0), Matrix(rowCount: k, columnCount: s, elements: total.1)
    )
  }
}

/// A block with its factor columns written out.
final class WideBlock {
  let values: UnsafeMutablePointer<Double>
  let product: UnsafeMutablePointer<Double>
  private let capacity: Int
  private let columns: Int

  init(capacity: Int, columns: Int) {
    self.capacity = capacity
    self.columns = columns
    values = .allocate(capacity: max(1, capacity * columns))
    values.initialize(repeating: 0, count: max(1, capacity * columns))
    product = .allocate(capacity: max(1, columns * columns))
    product.initialize(repeating: 0, count: max(1, columns * columns))
  }

  deinit {
    values.deallocate()
    product.deallocate()
  }

  /// Copies a block's dense columns and writes its levels out.
  func fill(from space: BlockWorkspace) {
    let dense = space.denseColumns
    for j in 0..<dense {
      (values + j * capacity).update(from: space.values + j * capacity, count: space.count)
    }
    (values + dense * capacity).update(repeating: 0, count: (columns - dense) * capacity)
    for factor in 0..<space.factorCount {
      let places = space.places + factor * capacity
      for i in 0..<space.count where places[i] >= 0 { values[(dense + Int(places[i])) * capacity + i] = 1 }
    }
  }

  /// Copies some columns of another block.
  func take(_ chosen: [Int], from other: WideBlock, count: Int) {
    for (to, from) in chosen.enumerated() {
      (values + to * capacity).update(from: other.values + from * capacity, count: count)
    }
  }

  /// Multiplies each row by the root of a factor.
  func scaleRows(by factors: UnsafePointer<Double>, count: Int) {
    for j in 0..<columns {
      let column = values + j * capacity
      for i in 0..<count { column[i] *= factors[i].squareRoot() }
    }
  }
}
