import CKernels
import LinearAlgebra
import Parallel
import Tables

extension InMemorySums {
  /// Σ over clusters of the outer product of the cluster's gradient, the intercept first.
  ///
  ///     M = Σ_c s_c·s_cᵀ,  s_c = Σ_{i∈c} wᵢ·slopeᵢ·(1, zᵢ)
  ///
  /// - Complexity: one pass for every 2²³ / (p + 1) clusters, so that memory stays below 128 MB; O(n·p + clusters·p²).
  func clusterProducts(at point: Coefficients) -> Matrix {
    precondition(observations.clusters != nil, "the rows have no clusters")
    let q = columnCount + 1
    let portion = max(1, (1 << 23) / q)
    let blocks = blocksByCluster
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

  /// The blocks in the order of their first row's cluster. Where cohorts come in one order, blocks of the same clusters then
  /// follow one another, and what they are added to stays in the cache.
  private var blocksByCluster: [Range<Int>] {
    let blocks = (0..<plan.groupCount).flatMap { plan.blocks(ofGroup: $0) }
    let firsts = blocks.map { rows in observations.clusters![rows].first { $0 >= 0 } ?? -1 }
    return blocks.indices.sorted { (firsts[$0], $0) < (firsts[$1], $1) }.map { blocks[$0] }
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
      churn_add_by_level(
        space.count, space.values, space.capacity, space.denseColumns, space.slopes, nil, clusters,
        gradients.cells, q)
      addFactors(of: space, clusters, to: gradients.cells)
    }
    return gradients
  }

  private func addFactors(
    of space: BlockWorkspace, _ clusters: [Int32], to gradients: UnsafeMutablePointer<Double>
  ) {
    let q = columnCount + 1
    for factor in 0..<space.factorCount {
      let places = space.places + factor * space.capacity
      for row in 0..<space.count where places[row] >= 0 && clusters[row] >= 0 {
        gradients[Int(clusters[row]) * q + space.denseColumns + Int(places[row])] += space.slopes[row]
      }
    }
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
