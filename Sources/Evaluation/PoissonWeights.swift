/// Poisson(1) weights for resampling: each account's number of appearances in a resample of about n accounts.
///
/// Sixteen random bits give one weight through a table whose counts are the probabilities times 65,536, rounded so that
/// mean and variance are exactly 1 (the third moment is 5.001 for 5).
/// - SeeAlso: Chamandy et al. (2012), "Estimating uncertainty for massive data streams", for Poisson resampling.
enum PoissonWeights {
  /// How many of the 65,536 entries hold the weight 0, 1, 2, ….
  static let counts = [24_107, 24_113, 12_055, 4_017, 1_004, 201, 33, 5, 1]

  static let table: [UInt8] = counts.enumerated().flatMap { weight, count in
    [UInt8](repeating: UInt8(weight), count: count)
  }

  /// Draws a weight for each of the accounts.
  static func fill(_ weights: UnsafeMutableBufferPointer<UInt8>, from stream: inout ResamplingStream) {
    table.withUnsafeBufferPointer { table in
      var index = 0
      while index + 4 <= weights.count {
        let bits = stream.next()
        weights[index] = table[Int(bits & 0xFFFF)]
        weights[index + 1] = table[Int(bits >> 16 & 0xFFFF)]
        weights[index + 2] = table[Int(bits >> 32 & 0xFFFF)]
        weights[index + 3] = table[Int(bits >> 48)]
        index += 4
      }
      while index < weights.count {
        weights[index] = table[Int(stream.next() >> 48)]
        index += 1
      }
    }
  }

  /// Σ w·value and Σ w·size with fresh weights.
  static func weightedSums(
    _ values: UnsafeBufferPointer<Double>, _ sizes: UnsafeBufferPointer<Double>, from stream: inout ResamplingStream
  ) -> (value: Double, size: Double) {
    table.withUnsafeBufferPointer { table in
      var (v0, v1, s0, s1) = (0.0, 0.0, 0.0, 0.0)
      var index = 0
      while index + 4 <= values.count {
        let bits = stream.next()
        let w0 = Double(table[Int(bits & 0xFFFF)])
        let w1 = Double(table[Int(bits >> 16 & 0xFFFF)])
        let w2 = Double(table[Int(bits >> 32 & 0xFFFF)])
        let w3 = Double(table[Int(bits >> 48)])
        v0 += w0 * values[index] + w2 * values[index + 2]
        v1 += w1 * values[index + 1] + w3 * values[index + 3]
        s0 += w0 * sizes[index] + w2 * sizes[index + 2]
        s1 += w1 * sizes[index + 1] + w3 * sizes[index + 3]
        index += 4
      }
      while index < values.count {
        let w = Double(table[Int(stream.next() >> 48)])
        v0 += w * values[index]
        s0 += w * sizes[index]
        index += 1
      }
      return (v0 + v1, s0 + s1)
    }
  }
}
