/// For every row, the first row with the same hash.
struct FirstRows {
  private(set) var rows: [Int32]
  private let hashes: [UInt64]
  /// Leading bits that choose a group.
  private let bits: Int
  /// Where each group would start if all groups stood together.
  private let starts: [Int]

  /// Rows per group aimed at, and the most rows dealt out at a time.
  private static let groupRows = 16_384
  private static let dealtRows = 2_097_152

  init(_ hashes: [UInt64]) {
    self.hashes = hashes
    rows = [Int32](repeating: 0, count: hashes.count)
    let groups = max(1, hashes.count / Self.groupRows)
    bits = min(12, Int.bitWidth - 1 - groups.leadingZeroBitCount)
    var counts = [Int](repeating: 0, count: (1 << bits) + 1)
    for hash in hashes { counts[Self.group(hash, bits) + 1] += 1 }
    for group in 1..<counts.count { counts[group] += counts[group - 1] }
    starts = counts
    find()
  }

  @inline(__always)
  private static func group(_ hash: UInt64, _ bits: Int) -> Int {
    // A shift by 64 is 0 in Swift, as it should be for a single group.
    Int(truncatingIfNeeded: hash >> UInt64(64 - bits))
  }

  /// Takes as many neighbouring groups as may be dealt out together, again and again.
  private mutating func find() {
    var first = 0
    while first < starts.count - 1 {
      var end = first + 1
      while end < starts.count - 1 && starts[end + 1] - starts[first] <= Self.dealtRows { end += 1 }
      find(in: first..<end)
      first = end
    }
  }

  private mutating func find(in groups: Range<Int>) {
    let base = starts[groups.lowerBound]
    let size = starts[groups.upperBound] - base
    guard size > 0 else { return }
    var ends = groups.map { starts[$0] - base }
    var dealt = [(hash: UInt64, row: Int32)](repeating: (0, 0), count: size)
    for row in hashes.indices {
      let group = Self.group(hashes[row], bits) - groups.lowerBound
      guard group >= 0 && group < ends.count else { continue }
      dealt[ends[group]] = (hashes[row], Int32(row))
      ends[group] += 1
    }
    var table: [Int32] = []
    var start = 0
    for end in ends {
      match(dealt[start..<end], &table)
      start = end
    }
  }

  /// Finds equal hashes within one group by open addressing; a table's entry is a place in the group, plus one.
  private mutating func match(_ group: ArraySlice<(hash: UInt64, row: Int32)>, _ table: inout [Int32]) {
    guard !group.isEmpty else { return }
    let slots = 1 << (Int.bitWidth - (group.count * 2 - 1).leadingZeroBitCount)
    let mask = slots - 1
    table.removeAll(keepingCapacity: true)
    table.append(contentsOf: repeatElement(0, count: slots))
    for (place, entry) in group.enumerated() {
      var slot = Int(truncatingIfNeeded: entry.hash) & mask
      while true {
        let found = Int(table[slot])
        if found == 0 {
          table[slot] = Int32(place + 1)
          rows[Int(entry.row)] = entry.row
          break
        }
        let other = group[group.startIndex + found - 1]
        if other.hash == entry.hash {
          rows[Int(entry.row)] = other.row
          break
        }
        slot = (slot + 1) & mask
      }
    }
  }
}
