/// Least-significant-digit radix sort of 64-bit keys, alone or with the row each belongs to.
///
/// Eleven bits per pass; all histograms are counted in one sweep and a pass whose digit never varies is skipped, which
/// for probabilities is the exponent's upper part. Stable: equal keys keep their rows in ascending order.
enum RadixSort {
  private static let digitBits = 11
  private static let passes = 6
  private static let buckets = 1 << digitBits
  /// Below this length the standard sort is faster.
  private static let smallest = 2_048

  /// - Complexity: O(n).
  static func sort(_ keys: inout [UInt64]) {
    guard keys.count > smallest else { return keys.sort() }
    var other = [UInt64](repeating: 0, count: keys.count)
    var isInOther = false
    keys.withUnsafeMutableBufferPointer { first in
      other.withUnsafeMutableBufferPointer { second in
        var source = first
        var target = second
        for (shift, starts) in offsets(UnsafeBufferPointer(first)) {
          scatter(UnsafeBufferPointer(source), to: target, shift: shift, starts: starts)
          swap(&source, &target)
          isInOther.toggle()
        }
      }
    }
    if isInOther { swap(&keys, &other) }
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
    let plan = keys.withUnsafeBufferPointer(offsets)
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
  private static func offsets(_ keys: UnsafeBufferPointer<UInt64>) -> [(shift: UInt64, starts: [Int])] {
    var counts = [Int](repeating: 0, count: passes * buckets)
    counts.withUnsafeMutableBufferPointer { counts in
      for key in keys {
        for pass in 0..<passes {
          let digit = Int(truncatingIfNeeded: key >> UInt64(pass * digitBits)) & (buckets - 1)
          counts[pass * buckets + digit] += 1
        }
      }
    }
    return (0..<passes).compactMap { pass in
      let histogram = counts[(pass * buckets)..<((pass + 1) * buckets)]
      guard !histogram.contains(keys.count) else { return nil }
      var start = 0
      let starts = histogram.map { count in
        defer { start += count }
        return start
      }
      return (UInt64(pass * digitBits), starts)
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
