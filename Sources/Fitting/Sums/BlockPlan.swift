import Dispatch
import Synchronization

/// How rows are cut into blocks and blocks into groups: by the shape of the data alone, never by the threads.
struct BlockPlan: Sendable {
  /// n.
  let rowCount: Int
  /// Rows of a block, the last one excepted.
  let blockRows: Int
  /// Groups whose sums are kept apart and added in order.
  let groupCount: Int
  /// Threads that share out the groups.
  let threads: Int

  /// A plan for rows with so many dense columns, the intercept counted, and sums of so many numbers.
  init(rowCount: Int, denseColumns: Int, cells: Int, threads: Int) {
    self.rowCount = rowCount
    // two copies of a block (values, and values times the root of the weight) stay in the second-level cache
    // and the distance between its columns is no multiple of a page, which would crowd them into one set of the cache
    blockRows = min(1_000, max(136, (1 << 16) / max(1, denseColumns) / 64 * 64 + 8))
    let blocks = (rowCount + blockRows - 1) / blockRows
    // the groups' curvatures together stay below some 16 MB
    groupCount = max(1, min(blocks, min(64, max(4, (1 << 20) / max(1, cells)))))
    self.threads = threads
  }

  /// The blocks of a group, as ranges of rows.
  func blocks(ofGroup group: Int) -> [Range<Int>] {
    let blocks = (rowCount + blockRows - 1) / blockRows
    let range = (blocks * group / groupCount)..<(blocks * (group + 1) / groupCount)
    return range.map { ($0 * blockRows)..<min(($0 + 1) * blockRows, rowCount) }
  }

  /// Makes one result for each group, on all threads, in the order of the groups.
  func forEachGroup<Workspace, Result>(
    workspace: @Sendable () -> Workspace, _ body: @Sendable (Int, Workspace) -> Result
  ) -> [Result] {
    let next = Atomic<Int>(0)
    let results = ResultSlots<Result>(count: groupCount)
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, groupCount))) { _ in
      let space = workspace()
      while true {
        let group = next.add(1, ordering: .relaxed).oldValue
        guard group < groupCount else { return }
        results.set(group, body(group, space))
      }
    }
    return results.all
  }
}

/// One slot for each group; each is written once, by the thread that has the group.
private final class ResultSlots<Result>: @unchecked Sendable {
  private let slots: UnsafeMutablePointer<Result?>
  private let count: Int

  init(count: Int) {
    self.count = count
    slots = .allocate(capacity: count)
    slots.initialize(repeating: nil, count: count)
  }

  deinit {
    slots.deinitialize(count: count)
    slots.deallocate()
  }

  func set(_ index: Int, _ result: Result) { slots[index] = result }

  var all: [Result] { (0..<count).map { slots[$0]! } }
}
