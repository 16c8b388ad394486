import Tables

/// Whether all hashes of a column are different: the usual case, found without numbering anything.
struct DistinctHashes {
  /// Whether no hash occurs twice.
  let areAllDifferent: Bool

  /// - Complexity: O(rows); 8 bytes a row for up to 16 million rows at a time.
  init(_ column: HashColumn) {
    areAllDifferent = HashGroups(column).allSatisfy(portionsOf: 1 << 27, { hash, _ in hash }, Self.areDifferent)
  }

  private static func areDifferent(_ hashes: UnsafeMutableBufferPointer<UInt64>) -> Bool {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: HashGroups.slots(hashes.count)) { table in
      table.initialize(repeating: 0)
      let mask = table.count - 1
      // 0 is an empty slot, so hashes of 0 are counted
      var zeros = 0
      for hash in hashes {
        if hash == 0 {
          zeros += 1
          continue
        }
        var slot = Int(truncatingIfNeeded: hash) & mask
        while table[slot] != 0 {
          if table[slot] == hash { return false }
          slot = (slot &+ 1) & mask
        }
        table[slot] = hash
      }
      return zeros < 2
    }
  }
}
