import CKernels
import LinearAlgebra

/// What one pass tells of rows that were not looked at before: the sums at a point, and the columns themselves.
struct RowSurvey {
  /// Loss, gradient and curvature at the point.
  var sums: LossSums
  /// Σ w·zzᵀ, the intercept first.
  var gram: Matrix
  /// Least and largest value of each dense column, on the original scale.
  var ranges: [churn_range]
  /// Rows of each factor column.
  var levelRows: [Int]
}

extension InMemorySums {
  /// Looks at all rows once.
  ///
  /// - Complexity: O(n·p²), about one and a half times a pass for the curvature.
  func survey(at point: Coefficients) -> RowSurvey {
    let vector = point.vector
    let groups = forEachGroup { group, space in
      let sums = { (order: Order) in
        GroupSums(dense: space.denseColumns, factor: basis.factorColumnCount, factors: space.factorCount, order: order)
      }
      let (atPoint, gram) = (sums(.curvature), sums(.curvature))
      var ranges = [churn_range](
        repeating: churn_range(least: .infinity, most: -.infinity, excess: 0, others: 0), count: basis.dense.count)
      var levelRows = [Int](repeating: 0, count: basis.factorColumnCount)
      for range in plan.blocks(ofGroup: group) where space.load(range, of: observations, basis) {
        space.joinRanges(&ranges, basis)
        space.countLevels(&levelRows)
        weigh(space)
        gram.addGram(space, isWeighted: observations.weights != nil)
        space.predict(vector)
        atPoint.addLoss(evaluate(space))
        atPoint.addGradient(space)
        atPoint.addCurvature(space)
      }
      return (atPoint, gram, ranges, levelRows)
    }
    var (ranges, levelRows) = (groups[0].2, groups[0].3)
    for group in groups.dropFirst() {
      groups[0].0.join(group.0)
      groups[0].1.join(group.1)
      for j in ranges.indices { ranges[j].join(group.2[j]) }
      for j in levelRows.indices { levelRows[j] += group.3[j] }
    }
    return RowSurvey(
      sums: groups[0].0.rounded(), gram: groups[0].1.rounded().curvature, ranges: ranges, levelRows: levelRows)
  }
}

extension RowSurvey {
  /// The moments of all columns, or `nil` where one is not finite or its scale is extreme.
  ///
  /// The centres are near the means, so nothing cancels: mean and spread follow from the Gram matrix.
  func moments(in basis: DesignBasis) -> DesignMoments? {
    guard gram.isFinite, ranges.allSatisfy({ $0.excess == 0 }) else { return nil }
    let weight = gram[0, 0]
    var dense: [ColumnMoments] = []
    for (place, range) in ranges.enumerated() {
      let scale = 1 / basis.inverseScales[place]
      let mean = gram[0, place + 1] / weight
      var column = ColumnMoments()
      column.weight = weight
      column.mean = (mean + basis.scaledCentres[place]) * scale
      column.squares = max(0, gram[place + 1, place + 1] - mean * gram[0, place + 1]) * scale * scale
      (column.minimum, column.maximum) = (range.least, range.most)
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
