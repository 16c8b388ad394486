#if canImport(Glibc)
  import Glibc
#endif

/// Random numbers of one resample: a stream of its own for every seed and resample, so that results do not depend on
/// which thread draws which resample.
///
/// SplitMix64: a counter in steps of the golden ratio, mixed by two multiplications.
/// - SeeAlso: Steele, Lea, Flood (2014), doi:10.1145/2660193.2660195.
struct ResamplingStream {
  private var state: UInt64

  init(seed: UInt64, resample: Int) {
    state = ResamplingStream.mixed(seed &+ 0x632B_E59B_D9B4_E019 &* (UInt64(resample) &+ 1))
  }

  @inline(__always)
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return ResamplingStream.mixed(state)
  }

  /// Uniform in (0, 1).
  mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }

  @inline(__always)
  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension ResamplingStream {
  /// A Poisson(mean) count: sums of table draws for small whole means, else Hörmann's transformed rejection.
  ///
  /// - SeeAlso: Hörmann (1993), "The transformed rejection method for generating Poisson random variables", PTRS,
  ///   doi:10.1016/0167-6687(93)90997-4.
  mutating func poisson(_ mean: Int) -> Double {
    guard mean > 24 else {
      var sum = 0
      for _ in 0..<mean { sum += Int(PoissonWeights.table[Int(next() >> 48)]) }
      return Double(sum)
    }
    let mean = Double(mean)
    let spread = 2.53 * mean.squareRoot() + 0.931
    let a = 0.02483 * spread - 0.059
    let inverse = 1.1239 + 1.1328 / (spread - 3.4)
    while true {
      let u = uniform() - 0.5
      let v = uniform()
      let edge = 0.5 - abs(u)
      let k = ((2 * a / edge + spread) * u + mean + 0.43).rounded(.down)
      if edge >= 0.07, v <= 0.9277 - 3.6224 / (spread - 2) { return k }
      if k < 0 || (edge < 0.013 && v > edge) { continue }
      if log(v * inverse / (a / (edge * edge) + spread)) <= k * log(mean) - mean - lgamma(k + 1) { return k }
    }
  }
}
