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
    var products = Matrix(rowCount: q, columnCount: q).elements
    var first = 0
    while first < observations.clusterCount {
      let range = first..<min(first + portion, observations.clusterCount)
      let part = clusterGradients(range, at: point).timesOwnTranspose()
      for i in products.indices { products[i] += part.elements[i] }
      first = range.upperBound
    }
    return Matrix(rowCount: q, columnCount: q, elements: products)
  }

  /// The gradients of some clusters, one column each: those of the first half of the rows and those of the second, made
  /// side by side.
  private func clusterGradients(_ range: Range<Int>, at point: Coefficients) -> Matrix {
    let q = columnCount + 1
    let middle = plan.groupCount / 2
    let halves = concurrently(2, threads: plan.threads) { half in
      gradients(of: range, at: point, groups: half == 0 ? 0..<middle : middle..<plan.groupCount)
    }
    return Matrix(rowCount: q, columnCount: range.count, elements: halves[0])
      + Matrix(rowCount: q, columnCount: range.count, elements: halves[1])
  }

  private func gradients(of range: Range<Int>, at point: Coefficients, groups: Range<Int>) -> [Double] {
    let q = columnCount + 1
    let vector = point.vector
    // the kernel adds zeros behind the last
    var gradients = [Double](repeating: 0, count: q * range.count + 7)
    let space = BlockWorkspace(capacity: plan.blockRows, basis: basis, rows: observations.rows)
    var clusters = [Int32](repeating: -1, count: plan.blockRows)
    for group in groups {
      for rows in plan.blocks(ofGroup: group) where space.load(rows, of: observations) {
        space.predict(vector)
        _ = evaluate(space)
        var place = 0
        for cluster in observations.clusters![rows] where cluster >= 0 {
          clusters[place] = range.contains(Int(cluster)) ? cluster - Int32(range.lowerBound) : -1
          place += 1
        }
        gradients.withUnsafeMutableBufferPointer { gradients in
          churn_add_by_level(
            space.count, space.values, space.capacity, space.denseColumns, space.slopes, clusters,
            gradients.baseAddress!, q)
          addFactors(of: space, clusters, to: gradients.baseAddress!)
        }
      }
    }
    gradients.removeLast(7)
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
