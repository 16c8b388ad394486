import Parallel
import Synchronization
import Tables

/// The hashes of a column dealt out by their leading bits into groups that stay in cache, a bounded number of them at a
/// time, on all cores. Equal hashes come into one group.
struct HashGroups {
  private let column: HashColumn
  /// Bits to shift a hash by, so that its leading bits number its group.
  private let shift: UInt64
  private let groups: Int
  /// Ranges of rows, each dealt out by one thread.
  private let spans: [Range<Int>]

  /// Hashes per group aimed at.
  private static let groupSize = 4_096
  /// Groups at most: more streams than that leave the second-level cache.
  private static let mostGroups = 2_048

  init(_ column: HashColumn) {
    self.column = column
    let wanted = max(2, min(Self.mostGroups, column.count / Self.groupSize))
    let bits = Int.bitWidth - 1 - wanted.leadingZeroBitCount
    groups = 1 << bits
    shift = UInt64(64 - bits)
    let (rows, parts) = (column.count, 16)
    spans = (0..<parts).map { (rows * $0 / parts)..<(rows * ($0 + 1) / parts) }
  }

  /// Calls `body` with the entries of every group, each group on some thread, in it the entries in the order of rows.
  ///
  /// - Parameters:
  ///   - bytes: of entries that are dealt out at a time, about.
  ///   - entry: what is dealt out for a hash and its row.
  ///   - body: returns whether to go on.
  /// - Returns: whether no `body` said to stop.
  /// - Complexity: O(rows), and a reading of all hashes for each portion.
  func allSatisfy<Entry>(
    portionsOf bytes: Int, _ entry: (UInt64, Int32) -> Entry, _ body: (UnsafeMutableBufferPointer<Entry>) -> Bool
  ) -> Bool {
    let counts = counts
    var sizes = [Int](repeating: 0, count: groups)
    for local in counts { for group in sizes.indices { sizes[group] += Int(local[group]) } }
    let most = bytes / MemoryLayout<Entry>.stride
    var first = 0
    while first < groups {
      var (end, size) = (first + 1, sizes[first])
      while end < groups && size + sizes[end] <= most {
        size += sizes[end]
        end += 1
      }
      var starts = [0]
      for group in first..<end { starts.append(starts[group - first] + sizes[group]) }
      let goesOn = withUnsafeTemporaryAllocation(of: Entry.self, capacity: max(1, size)) { dealt in
        deal(first..<end, starts, counts, to: dealt, entry)
        return Self.allSatisfy(dealt, starts, body)
      }
      guard goesOn else { return false }
      first = end
    }
    return true
  }

  /// Hashes of each span in each group.
  private var counts: [[Int32]] {
    concurrently(spans.count) { index in
      var counts = [Int32](repeating: 0, count: groups)
      counts.withUnsafeMutableBufferPointer { counts in
        column.forEach(in: spans[index]) { _, hash in counts[Int(truncatingIfNeeded: hash >> shift)] &+= 1 }
      }
      return counts
    }
  }

  private func deal<Entry>(
    _ range: Range<Int>, _ starts: [Int], _ counts: [[Int32]], to dealt: UnsafeMutableBufferPointer<Entry>,
    _ entry: (UInt64, Int32) -> Entry
  ) {
    var next = starts
    let places = counts.map { local in
      range.enumerated().map { place, group in
        defer { next[place] += Int(local[group]) }
        return next[place]
      }
    }
    _ = concurrently(spans.count) { index in
      var next = places[index]
      next.withUnsafeMutableBufferPointer { next in
        column.forEach(in: spans[index]) { row, hash in
          let group = Int(truncatingIfNeeded: hash >> shift) &- range.lowerBound
          guard UInt(bitPattern: group) < UInt(bitPattern: range.count) else { return }
          dealt.initializeElement(at: next[group], to: entry(hash, Int32(truncatingIfNeeded: row)))
          next[group] &+= 1
        }
      }
    }
  }

  private static func allSatisfy<Entry>(
    _ dealt: UnsafeMutableBufferPointer<Entry>, _ starts: [Int], _ body: (UnsafeMutableBufferPointer<Entry>) -> Bool
  ) -> Bool {
    let stopped = Atomic<Bool>(false)
    let batch = 16
    _ = concurrently((starts.count - 1 + batch - 1) / batch) { index in
      for group in (index * batch)..<min((index + 1) * batch, starts.count - 1)
      where !stopped.load(ordering: .relaxed) {
        let entries = UnsafeMutableBufferPointer(rebasing: dealt[starts[group]..<starts[group + 1]])
        if !body(entries) { stopped.store(true, ordering: .relaxed) }
      }
    }
    return !stopped.load(ordering: .relaxed)
  }

  /// Slots of an open-addressing table for so many entries: a power of two, at least twice as many.
  static func slots(_ count: Int) -> Int { 1 << (Int.bitWidth - (count * 2 | 1).leadingZeroBitCount) }
}
