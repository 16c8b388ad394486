import LinearAlgebra

/// The moments of all columns of a design, from one pass over its rows (two where a column's scale is extreme).
struct DesignMoments: Sendable {
  /// Dense columns, in order.
  var dense: [ColumnMoments]
  /// Weight of each level, factor by factor.
  var levelWeights: [CompensatedSum]
  /// Rows of each level, factor by factor.
  var levelRows: [Int]

  /// Moments that are known.
  init(dense: [ColumnMoments], levelWeights: [CompensatedSum], levelRows: [Int]) {
    (self.dense, self.levelWeights, self.levelRows) = (dense, levelWeights, levelRows)
  }

  private init(denseCount: Int, levelCount: Int, exponents: [Int]) {
    dense = (0..<denseCount).map { ColumnMoments(exponent: exponents[$0]) }
    levelWeights = [CompensatedSum](repeating: CompensatedSum(), count: levelCount)
    levelRows = [Int](repeating: 0, count: levelCount)
  }

  /// Measures all columns.
  ///
  /// - Throws: `.notFinite`, naming the first such column.
  init(of observations: Observations, threads: Int) throws(FittingError) {
    let count = observations.rows.denseColumnCount
    var moments = Self.pass(observations, threads, exponents: [Int](repeating: 0, count: count))
    if let column = moments.dense.firstIndex(where: \.hasNonFinite) { throw .notFinite(column: column) }
    let exponents = moments.dense.map { column -> Int in
      let magnitude = column.magnitude
      return magnitude == 0 || (0x1p-400...0x1p400).contains(magnitude) ? 0 : max(-1_020, Int(magnitude.exponent))
    }
    if exponents.contains(where: { $0 != 0 }) { moments = Self.pass(observations, threads, exponents: exponents) }
    self = moments
  }

  private static func pass(_ observations: Observations, _ threads: Int, exponents: [Int]) -> DesignMoments {
    let rows = observations.rows
    let levels = rows.factorLevelCounts
    let empty = DesignMoments(
      denseCount: rows.denseColumnCount, levelCount: levels.reduce(0, +), exponents: exponents)
    let plan = BlockPlan(
      rowCount: rows.rowCount, denseColumns: rows.denseColumnCount + 1, cells: 1, threads: threads)
    let dense = Array(0..<rows.denseColumnCount)
    let groups = plan.forEachGroup(workspace: {
      ReadBlock(
        capacity: plan.blockRows, rows: rows, dense: dense,
        scales: dense.map { _ in .init(factor: 1, shift: 0) }, levelPlaces: nil)
    }) { group, block in
      var sums = empty
      for range in plan.blocks(ofGroup: group) where block.load(range, of: observations) {
        sums.join(block, levels, isWeighted: observations.weights != nil)
      }
      return sums
    }
    return groups.reduce(into: empty) { $0.join($1) }
  }

  private mutating func join(_ block: ReadBlock, _ levels: [Int], isWeighted: Bool) {
    for j in dense.indices {
      dense[j].join(
        values: block.values + (j + 1) * block.capacity, weights: isWeighted ? UnsafePointer(block.weights) : nil,
        count: block.count)
    }
    var offset = 0
    for (factor, count) in levels.enumerated() {
      for i in 0..<block.count {
        let code = Int(block.places[factor * block.capacity + i])
        guard code >= 0 else { continue }
        precondition(code < count, "a code beyond the factor's levels")
        levelRows[offset + code] += 1
        levelWeights[offset + code].add(block.weights[i])
      }
      offset += count
    }
  }

  private mutating func join(_ other: DesignMoments) {
    for j in dense.indices { dense[j].join(other.dense[j]) }
    for j in levelRows.indices {
      levelRows[j] += other.levelRows[j]
      levelWeights[j].add(other.levelWeights[j])
    }
  }
}
