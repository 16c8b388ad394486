/// Radix sorts of 64-bit keys, alone or with the row each belongs to.
///
/// Keys with rows are sorted by eleven bits a pass, the lowest first; all histograms are counted in one sweep and a pass whose
/// digit never varies is skipped, which for probabilities is the exponent's upper part. Stable: equal keys keep their rows in
/// ascending order.
///
/// Keys alone are dealt out by the highest eleven of the bits that vary, and what then has one place is small enough for the
/// cache: sixteen bits more leave few out of place, and those next to it.
enum RadixSort {
  private static let digitBits = 11
  private static let passes = 6
  private static let buckets = 1 << digitBits
  /// Below this length the standard sort is faster.
  private static let smallest = 2_048

  /// - Complexity: O(n).
  static func sort(_ keys: inout [UInt64]) {
    guard keys.count > smallest else { return keys.sort() }
    keys = [UInt64](unsafeUninitializedCapacity: keys.count) { sorted, filled in
      keys.withUnsafeMutableBufferPointer { keys in
        deal(keys, to: UnsafeMutableBufferPointer(rebasing: sorted[..<keys.count]))
      }
      filled = keys.count
    }
  }

  /// Sorts keys into other memory of the same size; where they stood is then anything.
  private static func deal(_ keys: UnsafeMutableBufferPointer<UInt64>, to sorted: UnsafeMutableBufferPointer<UInt64>) {
    let varying = keys.reduce((all: ~0 as UInt64, any: 0 as UInt64)) { ($0.all & $1, $0.any | $1) }
    let width = 64 - (varying.all ^ varying.any).leadingZeroBitCount
    let shift = UInt64(max(0, width - digitBits))
    guard let starts = offsets(UnsafeBufferPointer(keys), [shift]).first?.starts else {
      _ = sorted.update(fromContentsOf: keys)  // they are all equal
      return
    }
    scatter(UnsafeBufferPointer(keys), to: sorted, shift: shift, starts: starts)
    for digit in starts.indices where shift > 0 {
      let range = starts[digit]..<(digit + 1 < buckets ? starts[digit + 1] : sorted.count)
      let bucket = UnsafeMutableBufferPointer(rebasing: sorted[range])
      let room = UnsafeMutableBufferPointer(rebasing: keys[range])
      if range.count > largestBucket {
        deal(bucket, to: room)
        _ = bucket.update(fromContentsOf: room)
      } else if range.count > smallestBucket {
        sort(bucket, below: shift, room)
      } else {
        _ = insert(bucket, movesAtMost: smallestBucket * smallestBucket)  // so few need fewer
      }
    }
  }

  /// Keys that stay in the second-level cache.
  private static let largestBucket = 1 << 16
  /// Keys from which on counting is faster than inserting.
  private static let smallestBucket = 48

  /// Sorts keys that are equal from some bit on: by the two bytes below it, and then by what is left.
  private static func sort(
    _ keys: UnsafeMutableBufferPointer<UInt64>, below shift: UInt64, _ room: UnsafeMutableBufferPointer<UInt64>
  ) {
    let (low, high) = (max(shift, 16) - 16, max(shift, 8) - 8)
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 512) { counts in
      counts.update(repeating: 0)
      for key in keys {
        counts[Int(truncatingIfNeeded: key >> low & 255)] += 1
        counts[256 + Int(truncatingIfNeeded: key >> high & 255)] += 1
      }
      for table in [0, 256] {
        var start: Int32 = 0
        for digit in table..<(table + 256) { (counts[digit], start) = (start, start + counts[digit]) }
      }
      for key in keys {
        let digit = Int(truncatingIfNeeded: key >> low & 255)
        room[Int(counts[digit])] = key
        counts[digit] += 1
      }
      for key in room {
        let digit = 256 + Int(truncatingIfNeeded: key >> high & 255)
        keys[Int(counts[digit])] = key
        counts[digit] += 1
      }
    }
    guard low > 0, !insert(keys, movesAtMost: keys.count) else { return }
    var whole = keys
    whole.sort()
  }

  /// Sorts keys that are nearly in order, or few.
  /// - Returns: `false`, the keys in some order, where that takes more moves than allowed.
  private static func insert(_ keys: UnsafeMutableBufferPointer<UInt64>, movesAtMost most: Int) -> Bool {
    var moves = most
    for place in keys.indices.dropFirst() where keys[place - 1] > keys[place] {
      let key = keys[place]
      var hole = place
      while hole > 0, keys[hole - 1] > key, moves > 0 {
        keys[hole] = keys[hole - 1]
        hole -= 1
        moves -= 1
      }
      keys[hole] = key
      if moves == 0 { return false }
    }
    return true
  }

  /// The rows in the order of their keys.
  ///
  /// - Complexity: O(n).
  static func order(of keys: [UInt64]) -> [Int32] {
    guard keys.count > smallest else {
      return (0..<Int32(keys.count)).sorted { (keys[Int($0)], $0) < (keys[Int($1)], $1) }
    }
    var pairs = keys.enumerated().map { KeyedRow(key: $1, row: Int32(truncatingIfNeeded: $0)) }
    var other = pairs
    var isInOther = false
    let plan = keys.withUnsafeBufferPointer { offsets($0, (0..<passes).map { UInt64($0 * digitBits) }) }
    pairs.withUnsafeMutableBufferPointer { first in
      other.withUnsafeMutableBufferPointer { second in
        var source = first
        var target = second
        for (shift, starts) in plan {
          scatter(UnsafeBufferPointer(source), to: target, shift: shift, starts: starts)
          swap(&source, &target)
          isInOther.toggle()
        }
      }
    }
    return (isInOther ? other : pairs).map(\.row)
  }

  /// For each pass that has something to do: its shift and where each digit's run starts.
  private static func offsets(_ keys: UnsafeBufferPointer<UInt64>, _ shifts: [UInt64]) -> [(
    shift: UInt64, starts: [Int]
  )] {
    var counts = [Int](repeating: 0, count: shifts.count * buckets)
    counts.withUnsafeMutableBufferPointer { counts in
      shifts.withUnsafeBufferPointer { shifts in
        for key in keys {
          for pass in shifts.indices {
            let digit = Int(truncatingIfNeeded: key >> shifts[pass]) & (buckets - 1)
            counts[pass * buckets + digit] += 1
          }
        }
      }
    }
    return shifts.enumerated().compactMap { pass, shift in
      let histogram = counts[(pass * buckets)..<((pass + 1) * buckets)]
      guard !histogram.contains(keys.count) else { return nil }
      var start = 0
      let starts = histogram.map { count in
        defer { start += count }
        return start
      }
      return (shift, starts)
    }
  }

  private static func scatter<Element: RadixKeyed>(
    _ source: UnsafeBufferPointer<Element>, to target: UnsafeMutableBufferPointer<Element>, shift: UInt64,
    starts: [Int]
  ) {
    var next = starts
    next.withUnsafeMutableBufferPointer { next in
      for element in source {
        let digit = Int(truncatingIfNeeded: element.radixKey >> shift) & (buckets - 1)
        target[next[digit]] = element
        next[digit] += 1
      }
    }
  }
}

private protocol RadixKeyed {
  var radixKey: UInt64 { get }
}

extension UInt64: RadixKeyed {
  fileprivate var radixKey: UInt64 { self }
}

private struct KeyedRow: RadixKeyed {
  var key: UInt64
  var row: Int32
  var radixKey: UInt64 { key }
}
