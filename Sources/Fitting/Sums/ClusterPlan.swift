import LinearAlgebra
import Parallel

/// Blocks dealt out to groups so that most clusters have all their rows in one group: blocks of near clusters follow one
/// another, as those of the same accounts in cohort after cohort.
struct ClusterPlan: Sendable {
  /// The blocks of each group.
  let groups: [ArraySlice<Range<Int>>]
  /// Clusters in each group.
  let counts: [Int]
  /// Of each cluster its number among those that lie in several groups, or −1.
  let shared: [Int32]
  /// Clusters that lie in several groups.
  let sharedCount: Int

  /// Room for the gradients of a group's clusters, in numbers: 8 MB for each thread.
  private static let mostCells = 1 << 20

  /// - Parameter width: numbers of a gradient.
  /// - Returns: `nil` where clusters lie in more than two groups on average, or a group has too many of them.
  /// - Complexity: O(n); a byte and 4 for each cluster and thread.
  init?(_ observations: Observations, _ plan: BlockPlan, width: Int) {
    guard let clusters = observations.clusters, plan.groupCount < Int(UInt8.max) else { return nil }
    let blocks = observations.blocksByCluster(plan)
    let bounds = (0...plan.groupCount).map { blocks.count * $0 / plan.groupCount }
    groups = (0..<plan.groupCount).map { blocks[bounds[$0]..<bounds[$0 + 1]] }
    // a group's clusters are counted without regard to other groups, so the halves need not know of one another
    let half = plan.groupCount / 2
    let parts = concurrently(2, threads: plan.threads) { [groups] part in
      Seen(clusters, observations.clusterCount, groups, part == 0 ? 0..<half : half..<groups.count)
    }
    counts = parts[0].counts + parts[1].counts
    guard counts.reduce(0, +) <= 2 * observations.clusterCount, counts.allSatisfy({ $0 * width <= Self.mostCells })
    else { return nil }
    var number: Int32 = 0
    shared = (0..<observations.clusterCount).map { cluster in
      let isInBoth = parts.allSatisfy { $0.groups[cluster] != Seen.none }
      guard isInBoth || parts.contains(where: { $0.isShared[cluster] != 0 }) else { return -1 }
      number += 1
      return number - 1
    }
    sharedCount = Int(number)
  }

  /// Where clusters were seen in some of the groups.
  private struct Seen {
    static let none = UInt8.max
    /// Clusters of each group.
    var counts: [Int] = []
    /// The group that had a cluster last.
    var groups: [UInt8]
    /// 1 where another group had it before.
    var isShared: [UInt8]

    init(_ clusters: [Int32], _ count: Int, _ all: [ArraySlice<Range<Int>>], _ range: Range<Int>) {
      groups = [UInt8](repeating: Self.none, count: count)
      isShared = [UInt8](repeating: 0, count: count)
      clusters.withUnsafeBufferPointer { clusters in
        groups.withUnsafeMutableBufferPointer { groups in
          isShared.withUnsafeMutableBufferPointer { isShared in
            for number in range {
              let group = UInt8(number)
              var met = 0
              for block in all[number] {
                for cluster in clusters[block] where cluster >= 0 {
                  let before = groups[Int(cluster)]
                  guard before != group else { continue }
                  met += 1
                  if before != Self.none { isShared[Int(cluster)] = 1 }
                  groups[Int(cluster)] = group
                }
              }
              counts.append(met)
            }
          }
        }
      }
    }
  }
}

extension Observations {
  /// The blocks in the order of the earliest cluster among some of their rows. Where cohorts come in one order, blocks of the
  /// same clusters then follow one another, and what they are added to stays in the cache.
  func blocksByCluster(_ plan: BlockPlan) -> [Range<Int>] {
    let blocks = (0..<plan.groupCount).flatMap { plan.blocks(ofGroup: $0) }
    guard let clusters else { return blocks }
    let keys = blocks.map { rows -> Int32 in
      // an account that is new has a late number wherever it stands
      stride(from: rows.lowerBound, to: rows.upperBound, by: max(1, rows.count / 16)).lazy.map { clusters[$0] }
        .filter { $0 >= 0 }.min() ?? -1
    }
    return blocks.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }.map { blocks[$0] }
  }
}
