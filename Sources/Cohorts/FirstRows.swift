import Tables

/// For every row, the first row with the same hash.
struct FirstRows {
  /// The first row with the same hash, for every row.
  let rows: [Int32]

  private typealias Entry = (hash: UInt64, row: Int32)

  /// - Complexity: O(rows); 16 bytes a row for up to 4 million rows at a time, besides the result's 4.
  init(_ column: HashColumn) {
    rows = [Int32](unsafeUninitializedCapacity: column.count) { rows, count in
      nonisolated(unsafe) let rows = rows
      _ = HashGroups(column).allSatisfy(portionsOf: 1 << 26, { (hash: $0, row: $1) }) { group in
        Self.match(group, rows)
        return true
      }
      count = column.count
    }
  }

  /// Entries of a group stand in the order of their rows, so the first of equal ones is met first.
  private static func match(_ group: UnsafeMutableBufferPointer<Entry>, _ rows: UnsafeMutableBufferPointer<Int32>) {
    // places in the group plus one; 0 is free
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: HashGroups.slots(group.count)) { table in
      table.initialize(repeating: 0)
      let mask = table.count - 1
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
        rows.initializeElement(at: Int(entry.row), to: first)
      }
    }
  }
}
