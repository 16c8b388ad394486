import Dispatch
import Synchronization
import Tables

/// Whether all hashes of a column are different: the usual case, found without numbering anything.
///
/// Hashes are dealt out by their leading bits into groups whose tables stay in cache, a bounded number of them at a
/// time, on all cores; within a group, equal hashes are found by open addressing.
struct DistinctHashes {
  private let pieces: [HashPiece]
  private let count: Int
  /// Bits to shift a hash by, so that its leading bits number its group.
  private let shift: UInt64
  private let groups: Int

  /// Hashes per group aimed at: with its table, some 100 KB.
  private static let groupSize = 4_096
  /// Groups at most: more streams than that leave the second-level cache.
  private static let mostGroups = 2_048
  /// The most hashes dealt out at a time, 8 bytes each.
  private static let mostDealt = 1 << 24

  init(_ column: HashColumn) {
    pieces = column.segments.pieces
    count = column.count
    let wanted = max(2, min(Self.mostGroups, count / Self.groupSize))
    let bits = Int.bitWidth - 1 - wanted.leadingZeroBitCount
    groups = 1 << bits
    shift = UInt64(64 - bits)
  }

  /// Whether no hash occurs twice.
  /// - Complexity: O(rows).
  var areAllDifferent: Bool {
    let spans = spans
    let counts = concurrently(spans) { span in
      var counts = [Int32](repeating: 0, count: groups)
      counts.withUnsafeMutableBufferPointer { counts in
        forEachHash(span) { counts[Int(truncatingIfNeeded: $0 >> shift)] &+= 1 }
      }
      return counts
    }
    var sizes = [Int](repeating: 0, count: groups)
    for local in counts { for group in sizes.indices { sizes[group] += Int(local[group]) } }
    var first = 0
    while first < groups {
      var (end, size) = (first + 1, sizes[first])
      while end < groups && size + sizes[end] <= Self.mostDealt {
        size += sizes[end]
        end += 1
      }
      guard areDifferent(in: first..<end, spans, counts, sizes, size) else { return false }
      first = end
    }
    return true
  }

  /// Ranges of pieces, dealt out by one thread each.
  private var spans: [Range<Int>] {
    let parts = max(1, min(16, pieces.count))
    return (0..<parts).map { (pieces.count * $0 / parts)..<(pieces.count * ($0 + 1) / parts) }
  }

  private func forEachHash(_ span: Range<Int>, _ body: (UInt64) -> Void) {
    for piece in pieces[span] { piece.hashes.withUnsafeBufferPointer { for hash in $0 { body(hash) } } }
  }

  private func areDifferent(
    in range: Range<Int>, _ spans: [Range<Int>], _ counts: [[Int32]], _ sizes: [Int], _ size: Int
  ) -> Bool {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: max(1, size)) { dealt in
      nonisolated(unsafe) let dealt = dealt
      var starts = [Int](repeating: 0, count: range.count + 1)
      for (place, group) in range.enumerated() { starts[place + 1] = starts[place] + sizes[group] }
      var next = starts
      let places = counts.map { local in
        range.enumerated().map { place, group in
          defer { next[place] += Int(local[group]) }
          return next[place]
        }
      }
      _ = concurrently(Array(spans.indices)) { index in
        var next = places[index]
        next.withUnsafeMutableBufferPointer { next in
          forEachHash(spans[index]) { hash in
            let group = Int(truncatingIfNeeded: hash >> shift) &- range.lowerBound
            guard UInt(bitPattern: group) < UInt(bitPattern: range.count) else { return }
            dealt[next[group]] = hash
            next[group] &+= 1
          }
        }
      }
      return areDifferent(dealt, starts)
    }
  }

  private func areDifferent(_ dealt: UnsafeMutableBufferPointer<UInt64>, _ starts: [Int]) -> Bool {
    nonisolated(unsafe) let dealt = dealt
    let hasTwins = Atomic<Bool>(false)
    let batch = 16
    DispatchQueue.concurrentPerform(iterations: (starts.count - 1 + batch - 1) / batch) { index in
      let groups = (index * batch)..<min((index + 1) * batch, starts.count - 1)
      let largest = groups.map { starts[$0 + 1] - starts[$0] }.max() ?? 0
      withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Self.slots(largest)) { table in
        for group in groups where !hasTwins.load(ordering: .relaxed) {
          let hashes = UnsafeMutableBufferPointer(rebasing: dealt[starts[group]..<starts[group + 1]])
          if !Self.areDifferent(hashes, table) { hasTwins.store(true, ordering: .relaxed) }
        }
      }
    }
    return !hasTwins.load(ordering: .relaxed)
  }

  /// A power of two of at least twice the entries.
  private static func slots(_ count: Int) -> Int { 1 << (Int.bitWidth - (count * 2 | 1).leadingZeroBitCount) }

  /// - Parameter table: room for hashes; 0 is an empty slot, so a hash of 0 is counted apart.
  private static func areDifferent(
    _ hashes: UnsafeMutableBufferPointer<UInt64>, _ table: UnsafeMutableBufferPointer<UInt64>
  ) -> Bool {
    let mask = slots(hashes.count) - 1
    table[0...mask].update(repeating: 0)
    var zeros = 0
    for hash in hashes {
      if hash == 0 {
        zeros += 1
        continue
      }
      var slot = Int(truncatingIfNeeded: hash) & mask
      while table[slot] != 0 {
        if table[slot] == hash { return false }
        slot = (slot + 1) & mask
      }
      table[slot] = hash
    }
    return zeros < 2
  }
}

/// One result for each part, in order, made on all cores.
func concurrently<Part, Result>(_ parts: [Part], _ body: (Part) -> Result) -> [Result] {
  [Result](unsafeUninitializedCapacity: parts.count) { results, filled in
    nonisolated(unsafe) let (slots, body, parts) = (results, body, parts)
    DispatchQueue.concurrentPerform(iterations: parts.count) { index in
      slots.initializeElement(at: index, to: body(parts[index]))
    }
    filled = parts.count
  }
}
