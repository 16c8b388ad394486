/// Least-significant-digit radix sort of 64-bit keys, alone or with the row each belongs to.
///
/// Eleven bits per pass; all histograms are counted in one sweep and a pass whose digit never varies is skipped, which
/// for probabilities is the exponent's upper part. Stable: equal keys keep their rows in ascending order.
///
/// Keys alone are sorted by the highest 33 of the bits that vary only; few are then out of place, and next to it.
enum RadixSort {
  private static let digitBits = 11
  private static let passes = 6
  private static let buckets = 1 << digitBits
  /// Below this length the standard sort is faster.
  private static let smallest = 2_048

  /// - Complexity: O(n).
  static func sort(_ keys: inout [UInt64]) {
    guard keys.count > smallest else { return keys.sort() }
    let varying = keys.reduce((all: ~0 as UInt64, any: 0 as UInt64)) { ($0.all & $1, $0.any | $1) }
    let width = 64 - (varying.all ^ varying.any).leadingZeroBitCount
    let highest = 3 * digitBits
    if width > highest {
      sort(&keys, by: (0..<3).map { UInt64(width - highest + $0 * digitBits) })
      if insert(&keys) { return }
    }
    sort(&keys, by: (0..<passes).map { UInt64($0 * digitBits) })
  }

  /// Sorts by the digits at some shifts, the lowest first.
  private static func sort(_ keys: inout [UInt64], by shifts: [UInt64]) {
    var other = [UInt64](repeating: 0, count: keys.count)
    var isInOther = false
    keys.withUnsafeMutableBufferPointer { first in
      other.withUnsafeMutableBufferPointer { second in
        var source = first
        var target = second
        for (shift, starts) in offsets(UnsafeBufferPointer(first), shifts) {
          scatter(UnsafeBufferPointer(source), to: target, shift: shift, starts: starts)
          swap(&source, &target)
          isInOther.toggle()
        }
      }
    }
    if isInOther { swap(&keys, &other) }
  }

  /// Sorts keys that are nearly in order.
  /// - Returns: `false`, the keys in some order, where they are not.
  private static func insert(_ keys: inout [UInt64]) -> Bool {
    keys.withUnsafeMutableBufferPointer { keys in
      var moves = keys.count
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
