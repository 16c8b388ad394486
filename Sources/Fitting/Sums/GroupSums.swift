import CKernels
import LinearAlgebra

/// The sums of one group of blocks, with what rounding left over.
final class GroupSums {
  private let dense: Int
  /// Where each factor's levels stand among the factor columns.
  private let levels: [Range<Int>]
  private(set) var loss = CompensatedSum()
  private(set) var gradientHigh: [Double]
  private(set) var gradientLow: [Double]
  /// Dense × dense, upper triangle, column-major.
  private(set) var denseHigh: [Double]
  private(set) var denseLow: [Double]
  /// Factor column × dense column: one row of `dense` values for each factor column, its gradient behind them where rows are
  /// many, and padding.
  private let mixed: AlignedZeros
  /// Numbers of a row of `mixed`: whole lines of the cache.
  private let step: Int
  private let hasCurvature: Bool
  /// Of each pair of factors, level × level, row-major, the earlier factor first; the pairs (0, 1), (0, 2), (1, 2), ….
  private(set) var crossed: [[Double]]

  /// Levels from which on a factor is kept apart as a matrix' tail.
  static let tailLevels = 100

  /// Numbers of a row of `mixed`.
  private static func step(_ dense: Int) -> Int { (dense + 8) / 8 * 8 }

  /// Numbers that the curvature takes.
  static func curvatureCells(dense: Int, levels: [Range<Int>]) -> Int {
    let factor = levels.last?.upperBound ?? 0
    return dense * dense + factor * step(dense) + pairs(levels).reduce(0) { $0 + $1.0.count * $1.1.count }
  }

  private static func pairs(_ levels: [Range<Int>]) -> [(Range<Int>, Range<Int>)] {
    levels.indices.flatMap { later in (0..<later).map { (levels[$0], levels[later]) } }
  }

  /// Empty sums; matrices only where the curvature is wanted.
  init(dense: Int, levels: [Range<Int>], order: Order) {
    self.dense = dense
    self.levels = levels
    let factor = levels.last?.upperBound ?? 0
    let zeros = { (count: Int) in [Double](repeating: 0, count: count) }
    let (first, second) = (order >= .gradient, order >= .roughCurvature)
    hasCurvature = second
    gradientHigh = zeros(first ? dense + factor : 0)
    gradientLow = zeros(first ? dense + factor : 0)
    denseHigh = zeros(second ? dense * dense : 0)
    denseLow = zeros(second ? dense * dense : 0)
    step = Self.step(dense)
    mixed = AlignedZeros(count: second ? factor * step : 0)
    crossed = second ? Self.pairs(levels).map { zeros($0.0.count * $0.1.count) } : []
  }

  /// Adds the loss of a row.
  @inline(__always)
  func addLoss(_ value: CompensatedSum) { loss.add(value) }

  /// Adds Σ slopeᵢ·zᵢ.
  func addGradient(_ space: BlockWorkspace) {
    gradientHigh.withUnsafeMutableBufferPointer { high in
      gradientLow.withUnsafeMutableBufferPointer { low in
        addDenseGradient(space, &high, &low)
        // with the curvature, that of many rows comes along with the other sums by level
        if hasCurvature && space.hasManyRows { return }
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
  ///
  /// Where columns are many a rough one is made to single precision.
  func addCurvature(_ space: BlockWorkspace, isRough: Bool) {
    if isRough && space.hasRoughProducts {
      space.scaled.withMemoryRebound(to: Float.self, capacity: 2 * space.capacity * dense) { room in
        churn_rough_gram(space.count, space.values, space.capacity, dense, space.curvatures, room, space.product)
      }
      addRough(space.product)
    } else if space.hasOwnProducts {
      addProducts(space, weightedBy: space.curvatures)
    } else {
      space.scaleByRootCurvature()
      addProducts(space, of: space.scaled)
    }
    addFactors(space, gradient: space.hasManyRows ? space.slopes : nil)
  }

  /// Adds Σ wᵢ·zᵢzᵢᵀ, the weights standing where the curvatures do; without weights they are all 1.
  func addGram(_ space: BlockWorkspace, isWeighted: Bool) {
    if space.hasOwnProducts {
      addProducts(space, weightedBy: isWeighted ? space.curvatures : nil)
    } else {
      if isWeighted { space.scaleByRootCurvature() }
      addProducts(space, of: isWeighted ? space.scaled : space.values)
    }
    addFactors(space, gradient: nil)
  }

  private func addProducts(_ space: BlockWorkspace, of scaled: UnsafePointer<Double>) {
    BlockKernels.gram(scaled, rows: space.count, columns: dense, stride: space.capacity, into: space.product)
    addDense(space.product)
  }

  /// The same with the own kernel.
  private func addProducts(_ space: BlockWorkspace, weightedBy weights: UnsafePointer<Double>?) {
    let room = space.isNarrow ? nil : space.scaled
    churn_weighted_gram(space.count, space.values, space.capacity, dense, weights, room, space.product)
    addDense(space.product)
  }

  private func addFactors(_ space: BlockWorkspace, gradient: UnsafePointer<Double>?) {
    for k in 0..<space.factorCount { addMixed(space, factor: k, gradient) }
    var pair = 0
    for k in 0..<space.factorCount {
      for earlier in 0..<k {
        addCrossed(space, earlier, k, to: pair)
        pair += 1
      }
    }
  }

  /// Adds the upper triangle of a dense product that is right to single precision, of which a rounding more takes nothing.
  private func addRough(_ product: UnsafePointer<Double>) {
    denseHigh.withUnsafeMutableBufferPointer { high in
      for j in 0..<dense { churn_add(j + 1, product + j * dense, high.baseAddress! + j * dense) }
    }
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

  private func addMixed(_ space: BlockWorkspace, factor: Int, _ gradient: UnsafePointer<Double>?) {
    let codes = space.places + factor * space.capacity
    churn_add_by_level(
      space.count, space.values, space.capacity, dense, space.curvatures, gradient, codes, mixed.start, step)
  }

  private func addCrossed(_ space: BlockWorkspace, _ first: Int, _ second: Int, to pair: Int) {
    let (a, b) = (space.places + first * space.capacity, space.places + second * space.capacity)
    let (row, column, width) = (levels[first].lowerBound, levels[second].lowerBound, levels[second].count)
    crossed[pair].withUnsafeMutableBufferPointer { crossed in
      for i in 0..<space.count where a[i] >= 0 && b[i] >= 0 {
        crossed[(Int(a[i]) - row) * width + Int(b[i]) - column] += space.curvatures[i]
      }
    }
  }

  /// Adds the sums of a later group.
  func join(_ other: GroupSums) {
    loss.add(other.loss)
    Self.join(&gradientHigh, &gradientLow, other.gradientHigh, other.gradientLow)
    Self.join(&denseHigh, &denseLow, other.denseHigh, other.denseLow)
    churn_add(mixed.count, other.mixed.start, mixed.start)
    for pair in crossed.indices { Self.add(other.crossed[pair], to: &crossed[pair]) }
  }

  private static func add(_ more: [Double], to sum: inout [Double]) {
    sum.withUnsafeMutableBufferPointer { sum in
      more.withUnsafeBufferPointer { more in
        if let (from, to) = more.baseAddress.flatMap({ from in sum.baseAddress.map { (from, $0) } }) {
          churn_add(sum.count, from, to)
        }
      }
    }
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
    var gradient = zip(gradientHigh, gradientLow).map(+)
    if hasCurvature { for level in dense..<gradient.count { gradient[level] += mixed[(level - dense) * step + dense] } }
    let isEmpty = denseHigh.isEmpty
    return LossSums(
      loss: loss.value, gradient: gradient,
      curvature: isEmpty ? ArrowMatrix(Matrix(rowCount: 0, columnCount: 0)) : curvature())
  }

  /// The curvature; the factor of most levels is its tail, where it has many.
  private func curvature() -> ArrowMatrix {
    let largest = levels.max { $0.count < $1.count } ?? 0..<0
    let tail =
      largest.count >= Self.tailLevels ? largest : (levels.last?.upperBound ?? 0)..<(levels.last?.upperBound ?? 0)
    let width = dense + (levels.last?.upperBound ?? 0) - tail.count
    var (head, cross) = (Matrix(rowCount: width, columnCount: width), Matrix(rowCount: width, columnCount: tail.count))
    let place = { (level: Int) in self.dense + level - (level < tail.lowerBound ? 0 : tail.count) }
    for j in 0..<dense {
      for i in 0...j {
        head[i, j] = denseHigh[j * dense + i] + denseLow[j * dense + i]
        head[j, i] = head[i, j]
      }
    }
    for level in 0..<(levels.last?.upperBound ?? 0) {
      for j in 0..<dense {
        let value = mixed[level * step + j]
        if tail.contains(level) {
          cross[j, level - tail.lowerBound] = value
        } else {
          head[place(level), j] = value
          head[j, place(level)] = value
          head[place(level), place(level)] = mixed[level * step]
        }
      }
    }
    for (pair, (first, second)) in zip(crossed, Self.pairs(levels)) {
      for (i, a) in first.enumerated() {
        for (j, b) in second.enumerated() {
          let value = pair[i * second.count + j]
          switch (tail.contains(a), tail.contains(b)) {
          case (true, _): cross[place(b), a - tail.lowerBound] = value
          case (_, true): cross[place(a), b - tail.lowerBound] = value
          default:
            head[place(a), place(b)] = value
            head[place(b), place(a)] = value
          }
        }
      }
    }
    return ArrowMatrix(
      head: head, cross: cross, tail: tail.map { mixed[$0 * step] },
      tailPlaces: (dense + tail.lowerBound)..<(dense + tail.upperBound))
  }
}
