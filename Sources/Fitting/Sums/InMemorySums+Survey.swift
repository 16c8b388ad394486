import CKernels
import LinearAlgebra
import Tables

/// What one pass tells of rows that were not looked at before: the sums at a point, and the columns themselves.
struct RowSurvey: Sendable {
  /// Loss, gradient and rough curvature at the point.
  var sums: LossSums
  /// Σ w·zzᵀ, the intercept first.
  var gram: ArrowMatrix
  /// Least and largest value of each dense column, on the inside scale.
  var ranges: [churn_range]
  /// Rows of each factor column.
  var levelRows: [Int]
}

extension InMemorySums {
  /// Looks at all rows once: at those that count, and at the companions.
  ///
  /// - Complexity: O(n·p²), about one and a half times a pass for the curvature.
  func survey(at point: Coefficients) -> (own: RowSurvey, companions: RowSurvey?) {
    let vector = point.vector
    let parts = [observations.chosen] + (observations.companions.map { [$0] } ?? [])
    let groups = forEachGroup { group, space in
      var sums = parts.map { _ in SurveySums(basis, space) }
      for range in plan.blocks(ofGroup: group) {
        for (part, chosen) in parts.enumerated() where space.load(range, keeping: chosen, of: observations) {
          sums[part].add(space, vector, self)
        }
      }
      return sums
    }
    let surveys = parts.indices.map { part in
      var sum = groups[0][part]
      for group in groups.dropFirst() { sum.join(group[part]) }
      return sum.rounded(isRough: hasRoughProducts)
    }
    return (surveys[0], surveys.count > 1 ? surveys[1] : nil)
  }

  /// Writes the weights of a block to `curvatures`.
  func weigh(_ space: BlockWorkspace) {
    if observations.weights == nil {
      space.curvatures.update(repeating: 1, count: space.count)
    } else {
      space.curvatures.update(from: space.weights, count: space.count)
    }
  }
}

/// A survey while blocks come in.
private struct SurveySums {
  private let basis: DesignBasis
  private let atPoint: GroupSums
  private let gram: GroupSums
  private var ranges: [churn_range]
  private var levelRows: [Int]

  init(_ basis: DesignBasis, _ space: BlockWorkspace) {
    self.basis = basis
    let sums = { (order: Order) in
      GroupSums(dense: space.denseColumns, levels: basis.levelRanges, order: order)
    }
    (atPoint, gram) = (sums(.curvature), sums(.curvature))
    ranges = [churn_range](
      repeating: churn_range(least: .infinity, most: -.infinity, excess: 0, others: 0), count: basis.dense.count)
    levelRows = [Int](repeating: 0, count: basis.factorColumnCount)
  }

  mutating func add<Loss>(_ space: BlockWorkspace, _ vector: [Double], _ sums: InMemorySums<Loss>) {
    space.joinRanges(&ranges)
    space.countLevels(&levelRows)
    sums.weigh(space)
    gram.addGram(space, isWeighted: sums.observations.weights != nil)
    space.predict(vector)
    atPoint.addLoss(sums.evaluate(space))
    atPoint.addGradient(space)
    atPoint.addCurvature(space, isRough: true)
  }

  mutating func join(_ other: SurveySums) {
    atPoint.join(other.atPoint)
    gram.join(other.gram)
    for j in ranges.indices { ranges[j].join(other.ranges[j]) }
    for j in levelRows.indices { levelRows[j] += other.levelRows[j] }
  }

  func rounded(isRough: Bool) -> RowSurvey {
    var sums = atPoint.rounded()
    sums.isRough = isRough
    return RowSurvey(sums: sums, gram: gram.rounded().curvature, ranges: ranges, levelRows: levelRows)
  }
}

extension RowSurvey {
  /// The survey of these and other rows, at the same point.
  func joined(_ other: RowSurvey) -> RowSurvey {
    var result = self
    result.sums = sums + other.sums
    result.gram = gram.adding(other.gram)
    for j in ranges.indices { result.ranges[j].join(other.ranges[j]) }
    for j in levelRows.indices { result.levelRows[j] += other.levelRows[j] }
    return result
  }

  /// The moments of all columns, or `nil` where one is not finite or its scale is extreme.
  ///
  /// The centres are near the means, so nothing cancels: mean and spread follow from the Gram matrix.
  func moments(in basis: DesignBasis) -> DesignMoments? {
    guard gram.isFinite, ranges.allSatisfy({ $0.excess == 0 }) else { return nil }
    let weight = gram[0, 0]
    var dense: [ColumnMoments] = []
    for (place, range) in ranges.enumerated() {
      let (scale, centre) = (1 / basis.inverseScales[place], basis.scaledCentres[place])
      let mean = gram[0, place + 1] / weight
      var column = ColumnMoments()
      column.weight = weight
      column.mean = (mean + centre) * scale
      column.squares = max(0, gram[place + 1, place + 1] - mean * gram[0, place + 1]) * scale * scale
      (column.minimum, column.maximum) = ((range.least + centre) * scale, (range.most + centre) * scale)
      column.isBinary = range.others == 0
      guard column.magnitude == 0 || (0x1p-400...0x1p400).contains(column.magnitude) else { return nil }
      dense.append(column)
    }
    let first = dense.count + 1
    return DesignMoments(
      dense: dense,
      levelWeights: levelRows.indices.map { CompensatedSum(high: gram[first + $0, first + $0], low: 0) },
      levelRows: levelRows)
  }
}

extension churn_range {
  fileprivate mutating func join(_ other: churn_range) {
    least = min(least, other.least)
    most = max(most, other.most)
    excess += other.excess
    others += other.others
  }
}
