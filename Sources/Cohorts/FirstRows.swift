import Dispatch

/// For every row, the first row with the same hash.
///
/// Rows are dealt out by the leading bits of their hashes into groups whose tables stay in cache, a few groups at a
/// time; within a group, equal hashes are found by open addressing.
struct FirstRows {
  /// The first row with the same hash, for every row.
  let rows: [Int32]

  init(_ hashes: [UInt64]) {
    rows = [Int32](unsafeUninitializedCapacity: hashes.count) { rows, count in
      hashes.withUnsafeBufferPointer { FirstRowSearch(hashes: $0, rows: rows).run() }
      count = hashes.count
    }
  }
}

/// The work of `FirstRows` over borrowed memory.
private struct FirstRowSearch {
  private let hashes: UnsafeBufferPointer<UInt64>
  private let rows: UnsafeMutableBufferPointer<Int32>
  /// Bits to shift a hash by, so that its leading bits number its group.
  private let shift: UInt64
  /// Where each group would start if all groups stood together.
  private let starts: [Int]

  private typealias Entry = (hash: UInt64, row: Int32)

  /// Rows per group aimed at: its table and entries take some 100 KB.
  private static let groupRows = 4_096
  /// The most rows dealt out at a time, 16 bytes each.
  private static let dealtRows = 2_097_152

  init(hashes: UnsafeBufferPointer<UInt64>, rows: UnsafeMutableBufferPointer<Int32>) {
    self.hashes = hashes
    self.rows = rows
    let groups = max(1, hashes.count / Self.groupRows)
    let bits = min(12, Int.bitWidth - 1 - groups.leadingZeroBitCount)
    shift = UInt64(64 - bits)
    var counts = [Int](repeating: 0, count: (1 << bits) + 1)
    // A shift by 64 gives 0 in Swift, as it should for a single group.
    for hash in hashes { counts[Int(truncatingIfNeeded: hash >> shift) + 1] += 1 }
    for group in 1..<counts.count { counts[group] += counts[group - 1] }
    starts = counts
  }

  /// Takes as many neighbouring groups as may be dealt out together, again and again, on two threads.
  func run() {
    var rounds: [Range<Int>] = []
    var first = 0
    while first < starts.count - 1 {
      var end = first + 1
      while end < starts.count - 1 && starts[end + 1] - starts[first] <= Self.dealtRows { end += 1 }
      rounds.append(first..<end)
      first = end
    }
    nonisolated(unsafe) let search = self
    let (workers, found) = (min(2, rounds.count), rounds)
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for round in stride(from: worker, to: found.count, by: workers) {
        let size = search.starts[found[round].upperBound] - search.starts[found[round].lowerBound]
        withUnsafeTemporaryAllocation(of: Entry.self, capacity: max(size, 1)) {
          search.find(in: found[round], dealt: $0)
        }
      }
    }
  }

  private func find(in groups: Range<Int>, dealt: UnsafeMutableBufferPointer<Entry>) {
    let base = starts[groups.lowerBound]
    var ends = groups.map { starts[$0] - base }
    ends.withUnsafeMutableBufferPointer { ends in
      let first = groups.lowerBound
      let count = UInt(groups.count)
      for row in 0..<hashes.count {
        let hash = hashes[row]
        let group = Int(truncatingIfNeeded: hash >> shift) &- first
        guard UInt(bitPattern: group) < count else { continue }
        dealt[ends[group]] = (hash, Int32(truncatingIfNeeded: row))
        ends[group] &+= 1
      }
    }
    let largest = zip(ends, [0] + ends).map { $0 - $1 }.max() ?? 0
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: Self.slots(largest)) { table in
      var start = 0
      for end in ends {
        match(UnsafeMutableBufferPointer(rebasing: dealt[start..<end]), table)
        start = end
      }
    }
  }

  /// A power of two of at least twice the entries.
  private static func slots(_ count: Int) -> Int { 1 << (Int.bitWidth - (count * 2 | 1).leadingZeroBitCount) }

  /// - Parameter table: places in the group plus one; as many are used as the group needs.
  private func match(_ group: UnsafeMutableBufferPointer<Entry>, _ table: UnsafeMutableBufferPointer<Int32>) {
    let mask = Self.slots(group.count) - 1
    table[0...mask].update(repeating: 0)
    for place in 0..<group.count {
      let entry = group[place]
      var slot = Int(truncatingIfNeeded: entry.hash) & mask
      var first = entry.row
      while table[slot] != 0 {
        let other = group[Int(table[slot]) &- 1]
        if other.hash == entry.hash {
          first = other.row
          break
        }
        slot = (slot &+ 1) & mask
      }
      if first == entry.row { table[slot] = Int32(truncatingIfNeeded: place &+ 1) }
      rows[Int(entry.row)] = first
    }
  }
}
