import LinearAlgebra
import Tables

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
      rowCount: rows.rowCount, denseColumns: rows.denseColumnCount + 1, columns: 1, threads: threads)
    let groups = plan.forEachGroup(workspace: {
      BlockBuffer(
        RowBlock(capacity: plan.blockRows, denseColumnCount: rows.denseColumnCount, factorCount: levels.count))
    }) { group, buffer in
      var sums = empty
      for range in plan.blocks(ofGroup: group) {
        rows.fill(&buffer.block, with: range)
        sums.join(buffer, range, observations, levels)
      }
      return sums
    }
    return groups.reduce(into: empty) { $0.join($1) }
  }

  private mutating func join(
    _ buffer: BlockBuffer, _ range: Range<Int>, _ observations: Observations, _ levels: [Int]
  ) {
    buffer.choose(range, of: observations)
    let (block, rows) = (buffer.block, buffer.rows)
    guard !rows.isEmpty else { return }
    block.dense.withUnsafeBufferPointer { values in
      for j in dense.indices {
        let column = values.baseAddress! + j * block.capacity
        buffer.weights.withUnsafeBufferPointer {
          dense[j].join(values: column, weights: observations.weights == nil ? nil : $0.baseAddress!, count: rows.count)
        }
      }
    }
    var offset = 0
    for (factor, count) in levels.enumerated() {
      for i in rows.indices {
        let code = Int(block.codes[factor * block.capacity + i])
        guard code >= 0 else { continue }
        precondition(code < count, "a code beyond the factor's levels")
        levelRows[offset + code] += 1
        levelWeights[offset + code].add(observations.weights?[rows[i]] ?? 1)
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

/// A block that a thread keeps and refills.
final class BlockBuffer {
  var block: RowBlock
  /// The rows of the design that stand in the block.
  private(set) var rows: [Int] = []
  /// Their weights, where rows have any.
  private(set) var weights: [Double] = []

  init(_ block: RowBlock) { self.block = block }

  /// Leaves only the rows that count in a block that was filled with a range.
  func choose(_ range: Range<Int>, of observations: Observations) {
    rows = Array(range)
    if let chosen = observations.chosen {
      rows.removeAll { !chosen[$0] }
      let capacity = block.capacity
      for (place, row) in rows.enumerated() {
        let from = row - range.lowerBound
        for start in stride(from: 0, to: block.dense.count, by: capacity) {
          block.dense[start + place] = block.dense[start + from]
        }
        for start in stride(from: 0, to: block.codes.count, by: capacity) {
          block.codes[start + place] = block.codes[start + from]
        }
      }
    }
    if let all = observations.weights { weights = rows.map { all[$0] } }
  }
}
