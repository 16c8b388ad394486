import LinearAlgebra
import Tables

/// Sums over rows in memory: blocks that stay in cache, shared out over threads, added in a fixed order.
struct InMemorySums<Loss: BlockLoss>: RowSums {
  let observations: Observations
  let basis: DesignBasis
  let loss: Loss
  let plan: BlockPlan

  /// Sums over observations, in a basis.
  init(_ observations: Observations, _ basis: DesignBasis, loss: Loss, threads: Int) {
    self.observations = observations
    self.basis = basis
    self.loss = loss
    plan = BlockPlan(
      rowCount: observations.rows.rowCount, denseColumns: basis.dense.count + 1,
      cells: GroupSums.curvatureCells(dense: basis.dense.count + 1, levels: basis.levelRanges), threads: threads)
  }

  /// The same blocks in groups for sums as large as a dense matrix of all columns.
  var widePlan: BlockPlan {
    BlockPlan(
      rowCount: plan.rowCount, denseColumns: basis.dense.count + 1, cells: (basis.count + 1) * (basis.count + 1),
      threads: plan.threads)
  }

  var columnCount: Int { basis.count }

  func sums(at point: Coefficients, upTo order: Order) throws(FittingError) -> LossSums {
    if order == .clusterProducts, let clusters = ClusterPlan(observations, plan, width: columnCount + 1) {
      return sums(at: point, with: clusters)
    }
    return sums(of: [observations.chosen], at: point, upTo: order)[0]
  }

  /// The sums of several parts of the rows, from one reading of them.
  func sums(of parts: [RowSet?], at point: Coefficients, upTo order: Order) -> [LossSums] {
    precondition(point.slopes.count == columnCount, "one slope for each column")
    let vector = point.vector
    let groups = forEachGroup { group, space in
      let sums = parts.map { _ in
        GroupSums(dense: space.denseColumns, levels: basis.levelRanges, order: order)
      }
      for range in plan.blocks(ofGroup: group) {
        for part in parts.indices where space.load(range, keeping: parts[part], of: observations) {
          space.predict(vector)
          sums[part].addLoss(evaluate(space))
          if order >= .gradient { sums[part].addGradient(space) }
          if order >= .roughCurvature { sums[part].addCurvature(space, isRough: order == .roughCurvature) }
        }
      }
      return sums
    }
    return parts.indices.map { part in
      for group in groups.dropFirst() { groups[0][part].join(group[part]) }
      var sums = groups[0][part].rounded()
      sums.isRough = order == .roughCurvature && hasRoughProducts
      return sums
    }
  }

  /// Whether a rough curvature is another one.
  var hasRoughProducts: Bool {
    BlockWorkspace.hasRoughProducts(capacity: plan.blockRows, basis: basis, rows: observations.rows)
  }

  /// One result for each group of blocks, in order.
  func forEachGroup<Result>(
    of otherPlan: BlockPlan? = nil, _ body: @Sendable (Int, BlockWorkspace) -> Result
  ) -> [Result] {
    (otherPlan ?? plan).forEachGroup(
      workspace: { BlockWorkspace(capacity: plan.blockRows, basis: basis, rows: observations.rows) }, body)
  }

  /// The loss of a block; writes its weighted slopes and curvatures.
  func evaluate(_ space: BlockWorkspace) -> CompensatedSum {
    var sum = CompensatedSum()
    let block = LossBlock(
      count: space.count, predictors: space.predictors, labels: space.labels,
      weights: observations.weights == nil ? nil : UnsafePointer(space.weights), slopes: space.slopes,
      curvatures: space.curvatures)
    loss.evaluate(block, addingTo: &sum)
    return sum
  }
}
