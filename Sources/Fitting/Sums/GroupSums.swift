import CKernels
import LinearAlgebra

/// The sums of one group of blocks, with what rounding left over.
final class GroupSums {
  private let dense: Int
  private let factor: Int
  private(set) var loss = CompensatedSum()
  private(set) var gradientHigh: [Double]
  private(set) var gradientLow: [Double]
  /// Dense × dense, upper triangle, column-major.
  private(set) var denseHigh: [Double]
  private(set) var denseLow: [Double]
  /// Factor column × dense column: one row of `dense` values for each factor column, and padding.
  private(set) var mixed: [Double]
  /// Factor column × factor column of another factor; row-major, earlier column first.
  private(set) var crossed: [Double]

  /// Empty sums; matrices only where the curvature is wanted.
  init(dense: Int, factor: Int, factors: Int, order: Order) {
    self.dense = dense
    self.factor = factor
    let zeros = { (count: Int) in [Double](repeating: 0, count: count) }
    let (first, second) = (order >= .gradient, order >= .curvature)
    gradientHigh = zeros(first ? dense + factor : 0)
    gradientLow = zeros(first ? dense + factor : 0)
    denseHigh = zeros(second ? dense * dense : 0)
    denseLow = zeros(second ? dense * dense : 0)
    mixed = zeros(second ? factor * dense + 7 : 0)
    crossed = zeros(second && factors > 1 ? factor * factor : 0)
  }

  /// Adds the loss of a row.
  @inline(__always)
  func addLoss(_ value: CompensatedSum) { loss.add(value) }

  /// Adds Σ slopeᵢ·zᵢ.
  func addGradient(_ space: BlockWorkspace) {
    gradientHigh.withUnsafeMutableBufferPointer { high in
      gradientLow.withUnsafeMutableBufferPointer { low in
        addDenseGradient(space, &high, &low)
        for k in 0..<space.factorCount {
          let codes = space.places + k * space.capacity
          for i in 0..<space.count where codes[i] >= 0 {
            let at = dense + Int(codes[i])
            let sum = high[at] + space.slopes[i]
            let part = sum - high[at]
            low[at] += (high[at] - (sum - part)) + (space.slopes[i] - part)
            high[at] = sum
          }
        }
      }
    }
  }

  /// Many blocks are added with compensation, so that a block's own rounding is lost among them.
  private func addDenseGradient(
    _ space: BlockWorkspace, _ high: inout UnsafeMutableBufferPointer<Double>,
    _ low: inout UnsafeMutableBufferPointer<Double>
  ) {
    guard space.hasManyRows else {
      for j in 0..<dense {
        churn_compensated_dot(space.count, space.values + j * space.capacity, space.slopes, &high[j], &low[j])
      }
      return
    }
    churn_dots(space.count, space.values, space.capacity, dense, space.slopes, space.product)
    for j in 0..<dense {
      let sum = high[j] + space.product[j]
      let part = sum - high[j]
      low[j] += (high[j] - (sum - part)) + (space.product[j] - part)
      high[j] = sum
    }
  }

  /// Adds Σ curvatureᵢ·zᵢzᵢᵀ: one rank-k update for the dense columns, counting for the factors.
  func addCurvature(_ space: BlockWorkspace) {
    if space.hasOwnProducts {
      addProducts(space, weightedBy: space.curvatures)
    } else {
      space.scaleByRootCurvature()
      addProducts(space, of: space.scaled)
    }
  }

  /// Adds Σ wᵢ·zᵢzᵢᵀ, the weights standing where the curvatures do; without weights they are all 1.
  func addGram(_ space: BlockWorkspace, isWeighted: Bool) {
    if space.hasOwnProducts {
      addProducts(space, weightedBy: isWeighted ? space.curvatures : nil)
    } else {
      if isWeighted { space.scaleByRootCurvature() }
      addProducts(space, of: isWeighted ? space.scaled : space.values)
    }
  }

  private func addProducts(_ space: BlockWorkspace, of scaled: UnsafePointer<Double>) {
    BlockKernels.gram(scaled, rows: space.count, columns: dense, stride: space.capacity, into: space.product)
    addDense(space.product)
    addFactors(space)
  }

  /// The same with the own kernel.
  private func addProducts(_ space: BlockWorkspace, weightedBy weights: UnsafePointer<Double>?) {
    let room = space.isNarrow ? nil : space.scaled
    churn_weighted_gram(space.count, space.values, space.capacity, dense, weights, room, space.product)
    addDense(space.product)
    addFactors(space)
  }

  private func addFactors(_ space: BlockWorkspace) {
    for k in 0..<space.factorCount { addMixed(space, factor: k) }
    guard space.factorCount > 1, !crossed.isEmpty else { return }
    for k in 1..<space.factorCount { for earlier in 0..<k { addCrossed(space, earlier, k) } }
  }

  /// Adds the upper triangle of a dense product.
  func addDense(_ product: UnsafePointer<Double>) {
    denseHigh.withUnsafeMutableBufferPointer { high in
      denseLow.withUnsafeMutableBufferPointer { low in
        for j in 0..<dense {
          churn_add_compensated(j + 1, product + j * dense, high.baseAddress! + j * dense, low.baseAddress! + j * dense)
        }
      }
    }
  }

  private func addMixed(_ space: BlockWorkspace, factor: Int) {
    let codes = space.places + factor * space.capacity
    mixed.withUnsafeMutableBufferPointer { mixed in
      churn_add_by_level(
        space.count, space.values, space.capacity, dense, space.curvatures, codes, mixed.baseAddress!, dense)
    }
  }

  private func addCrossed(_ space: BlockWorkspace, _ first: Int, _ second: Int) {
    let (a, b) = (space.places + first * space.capacity, space.places + second * space.capacity)
    crossed.withUnsafeMutableBufferPointer { crossed in
      for i in 0..<space.count where a[i] >= 0 && b[i] >= 0 {
        crossed[Int(a[i]) * factor + Int(b[i])] += space.curvatures[i]
      }
    }
  }

  /// Adds the sums of a later group.
  func join(_ other: GroupSums) {
    loss.add(other.loss)
    Self.join(&gradientHigh, &gradientLow, other.gradientHigh, other.gradientLow)
    Self.join(&denseHigh, &denseLow, other.denseHigh, other.denseLow)
    for i in mixed.indices { mixed[i] += other.mixed[i] }
    for i in crossed.indices { crossed[i] += other.crossed[i] }
  }

  private static func join(_ high: inout [Double], _ low: inout [Double], _ more: [Double], _ rest: [Double]) {
    for i in high.indices {
      let sum = high[i] + more[i]
      let part = sum - high[i]
      low[i] += ((high[i] - (sum - part)) + (more[i] - part)) + rest[i]
      high[i] = sum
    }
  }

  /// The sums, rounded once.
  func rounded() -> LossSums {
    let gradient = zip(gradientHigh, gradientLow).map(+)
    guard !denseHigh.isEmpty else {
      return LossSums(loss: loss.value, gradient: gradient, curvature: Matrix(rowCount: 0, columnCount: 0))
    }
    let q = dense + factor
    var curvature = Matrix(rowCount: q, columnCount: q)
    for j in 0..<dense {
      for i in 0...j {
        curvature[i, j] = denseHigh[j * dense + i] + denseLow[j * dense + i]
        curvature[j, i] = curvature[i, j]
      }
    }
    for level in 0..<factor {
      for j in 0..<dense {
        curvature[dense + level, j] = mixed[level * dense + j]
        curvature[j, dense + level] = mixed[level * dense + j]
      }
      curvature[dense + level, dense + level] = mixed[level * dense]
    }
    if !crossed.isEmpty {
      for i in 0..<factor {
        for j in (i + 1)..<max(factor, i + 1) where crossed[i * factor + j] != 0 {
          curvature[dense + i, dense + j] = crossed[i * factor + j]
          curvature[dense + j, dense + i] = crossed[i * factor + j]
        }
      }
    }
    return LossSums(loss: loss.value, gradient: gradient, curvature: curvature)
  }
}
