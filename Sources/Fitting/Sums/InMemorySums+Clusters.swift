import LinearAlgebra
import Parallel
import Tables

extension InMemorySums {
  /// The sums up to the curvature and the clusters' products, from one reading of the rows.
  func sums(at point: Coefficients, with clusters: ClusterPlan) -> LossSums {
    precondition(point.slopes.count == columnCount, "one slope for each column")
    let (vector, width) = (point.vector, columnCount + 1)
    let groups = plan.forEachGroup {
      (
        BlockWorkspace(capacity: plan.blockRows, basis: basis, rows: observations.rows),
        ClusterGradients(
          clusters, clusterCount: observations.clusterCount, width: width, capacity: plan.blockRows)
      )
    } _: { group, room in
      let (space, gradients) = room
      let sums = GroupSums(dense: space.denseColumns, levels: basis.levelRanges, order: .curvature)
      gradients.begin(group)
      for range in clusters.groups[group] where space.load(range, of: observations) {
        space.predict(vector)
        sums.addLoss(evaluate(space))
        sums.addGradient(space)
        sums.addCurvature(space, isRough: false)
        gradients.add(space, observations.clusters![range])
      }
      return (sums, gradients.sums())
    }
    for group in groups.dropFirst() { groups[0].0.join(group.0) }
    var sums = groups[0].0.rounded()
    sums.clusterProducts = clusters.products(groups.map(\.1), width: width)
    return sums
  }

  /// Σ over clusters of the outer product of the cluster's gradient, the intercept first.
  ///
  ///     M = Σ_c s_c·s_cᵀ,  s_c = Σ_{i∈c} wᵢ·slopeᵢ·(1, zᵢ)
  ///
  /// - Complexity: one pass for every 2²³ / (p + 1) clusters, so that memory stays below 128 MB; O(n·p + clusters·p²).
  func clusterProducts(at point: Coefficients) -> Matrix {
    precondition(observations.clusters != nil, "the rows have no clusters")
    let q = columnCount + 1
    let portion = max(1, (1 << 23) / q)
    let blocks = observations.blocksByCluster(plan)
    var products = Matrix(rowCount: q, columnCount: q)
    var first = 0
    while first < observations.clusterCount {
      let range = first..<min(first + portion, observations.clusterCount)
      let halves = concurrently(2, threads: plan.threads) { half in
        gradients(of: range, at: point, in: half == 0 ? blocks[..<(blocks.count / 2)] : blocks[(blocks.count / 2)...])
      }
      let tile = 1 << 13
      let parts = concurrently((range.count + tile - 1) / tile, threads: plan.threads) { place in
        let clusters = (place * tile)..<min((place + 1) * tile, range.count)
        return Matrix(
          rowCount: q, columnCount: clusters.count,
          elements: ((clusters.lowerBound * q)..<(clusters.upperBound * q)).map {
            halves[0].cells[$0] + halves[1].cells[$0]
          }
        ).timesOwnTranspose()
      }
      for part in parts { products = products + part }
      first = range.upperBound
    }
    return products
  }

  /// The gradients of some clusters, from some of the blocks, one column each.
  private func gradients(of range: Range<Int>, at point: Coefficients, in blocks: ArraySlice<Range<Int>>) -> ZeroedCells
  {
    let q = columnCount + 1
    let vector = point.vector
    // the kernel adds zeros behind the last
    let gradients = ZeroedCells(count: q * range.count + 7)
    let space = BlockWorkspace(capacity: plan.blockRows, basis: basis, rows: observations.rows)
    var clusters = [Int32](repeating: -1, count: plan.blockRows)
    for rows in blocks where space.load(rows, of: observations) {
      space.predict(vector)
      _ = evaluate(space)
      var place = 0
      for cluster in observations.clusters![rows] where cluster >= 0 {
        clusters[place] = range.contains(Int(cluster)) ? cluster - Int32(range.lowerBound) : -1
        place += 1
      }
      space.addGradients(byCluster: clusters, to: gradients.cells, width: q)
    }
    return gradients
  }
}

/// Numbers that are all 0 at first, by writing to them: what was only read so far would be a page of zeros that all
/// threads share, and the first number written to it would stop them all.
private final class ZeroedCells {
  let cells: UnsafeMutablePointer<Double>

  init(count: Int) {
    cells = .allocate(capacity: count)
    cells.initialize(repeating: 0, count: count)
  }

  deinit { cells.deallocate() }
}
