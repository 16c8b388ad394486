/// Scores as unsigned integers that sort from the highest score to the lowest, so that a radix sort can order them.
///
/// The sign bit of a non-negative double is flipped and all bits of a negative one, which makes the order of the
/// integers the order of the numbers; the complement turns it round. Minus zero and zero get one key.
enum ScoreKeys {
  static func key(of score: Double) -> UInt64 {
    let bits = (score + 0.0).bitPattern
    return ~(bits ^ (bits >> 63 == 1 ? .max : 1 << 63))
  }

  static func score(of key: UInt64) -> Double {
    let flipped = ~key
    return Double(bitPattern: flipped ^ (flipped >> 63 == 1 ? 1 << 63 : .max))
  }

  /// The keys of the accounts with one label, in order: highest score first.
  static func sorted(_ scores: [Double], labels: [UInt8], keeping label: UInt8, count: Int) -> [UInt64] {
    var keys = [UInt64](unsafeUninitializedCapacity: count) { buffer, filled in
      for row in scores.indices where labels[row] == label {
        buffer[filled] = key(of: scores[row])
        filled += 1
      }
    }
    RadixSort.sort(&keys)
    return keys
  }
}
