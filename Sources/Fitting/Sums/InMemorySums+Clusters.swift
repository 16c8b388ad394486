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
    var gradients = [Double](repeating: 0, count: q * range.count)
    let space = BlockWorkspace(capacity: plan.blockRows, basis: basis, rows: observations.rows)
    for group in groups {
      for rows in plan.blocks(ofGroup: group) where space.load(rows, of: observations) {
        space.predict(vector)
        _ = evaluate(space)
        gradients.withUnsafeMutableBufferPointer { gradients in
          var place = 0
          for cluster in observations.clusters![rows] where cluster >= 0 {
            if range.contains(Int(cluster)) {
              add(row: place, of: space, to: gradients.baseAddress! + (Int(cluster) - range.lowerBound) * q)
            }
            place += 1
          }
        }
      }
    }
    return gradients
  }

  private func add(row: Int, of space: BlockWorkspace, to gradient: UnsafeMutablePointer<Double>) {
    let slope = space.slopes[row]
    for j in 0..<space.denseColumns { gradient[j] += slope * space.values[j * space.capacity + row] }
    for factor in 0..<space.factorCount {
      let place = space.places[factor * space.capacity + row]
      if place >= 0 { gradient[space.denseColumns + Int(place)] += slope }
    }
  }
}
