import CKernels
import LinearAlgebra

/// The gradients of the clusters of one group of blocks, and their products; one thread uses the same memory for group after
/// group.
final class ClusterGradients {
  /// Numbers of a gradient.
  private let width: Int
  private let plan: ClusterPlan
  /// Place of each cluster among those of the group, or −1.
  private var placeOfCluster: [Int32]
  /// The clusters of the group in the order in which they came.
  private var clusters: [Int32] = []
  /// Place of each row's cluster.
  private var places: [Int32]
  private let cells: UnsafeMutablePointer<Double>

  init(_ plan: ClusterPlan, clusterCount: Int, width: Int, capacity: Int) {
    (self.plan, self.width) = (plan, width)
    placeOfCluster = [Int32](repeating: -1, count: clusterCount)
    places = [Int32](repeating: -1, count: capacity)
    // the kernel adds zeros behind the last
    cells = .allocate(capacity: width * (plan.counts.max() ?? 0) + 7)
  }

  deinit { cells.deallocate() }

  /// Forgets the group before.
  func begin(_ group: Int) {
    for cluster in clusters { placeOfCluster[Int(cluster)] = -1 }
    clusters.removeAll(keepingCapacity: true)
    cells.update(repeating: 0, count: width * plan.counts[group] + 7)
  }

  /// Adds the gradients of a block that was evaluated.
  ///
  /// - Parameter all: the cluster of each row of the range that was read; those that do not count have none.
  func add(_ space: BlockWorkspace, _ all: ArraySlice<Int32>) {
    var row = 0
    places.withUnsafeMutableBufferPointer { places in
      placeOfCluster.withUnsafeMutableBufferPointer { placeOfCluster in
        for cluster in all where cluster >= 0 {
          var place = placeOfCluster[Int(cluster)]
          if place < 0 {
            place = Int32(truncatingIfNeeded: clusters.count)
            placeOfCluster[Int(cluster)] = place
            clusters.append(cluster)
          }
          places[row] = place
          row += 1
        }
      }
    }
    space.addGradients(byCluster: places, to: cells, width: width)
  }

  /// What the group's clusters come to.
  struct Sums {
    /// Σ over the clusters that lie in this group alone of the product of the gradient with itself.
    var products: Matrix
    /// Numbers of the clusters that lie in others as well.
    var shared: [Int32] = []
    /// Their gradients, one behind the other.
    var sharedGradients: [Double] = []
  }

  /// Ends the group.
  func sums() -> Sums {
    var sums = Sums(products: Matrix(rowCount: width, columnCount: width))
    for (place, cluster) in clusters.enumerated() where plan.shared[Int(cluster)] >= 0 {
      let gradient = UnsafeMutableBufferPointer(start: cells + place * width, count: width)
      sums.shared.append(plan.shared[Int(cluster)])
      sums.sharedGradients += gradient
      gradient.update(repeating: 0)
    }
    sums.products.addProducts(ofColumns: cells, count: clusters.count)
    return sums
  }
}

extension ClusterPlan {
  /// The products of all clusters' gradients, from those of the groups.
  func products(_ groups: [ClusterGradients.Sums], width: Int) -> Matrix {
    var gradients = Matrix(rowCount: width, columnCount: sharedCount)
    var sum = Matrix(rowCount: width, columnCount: width)
    for group in groups {
      sum = sum + group.products
      for (place, number) in group.shared.enumerated() {
        for j in 0..<width { gradients[j, Int(number)] += group.sharedGradients[place * width + j] }
      }
    }
    return sum + gradients.timesOwnTranspose()
  }
}

extension BlockWorkspace {
  /// Adds the slopes times (1, zᵢ) of each row to the gradient of its cluster.
  func addGradients(byCluster clusters: [Int32], to gradients: UnsafeMutablePointer<Double>, width: Int) {
    churn_add_by_level(count, values, capacity, denseColumns, slopes, nil, clusters, gradients, width)
    for factor in 0..<factorCount {
      let codes = places + factor * capacity
      for row in 0..<count where codes[row] >= 0 && clusters[row] >= 0 {
        gradients[Int(clusters[row]) * width + denseColumns + Int(codes[row])] += slopes[row]
      }
    }
  }
}
