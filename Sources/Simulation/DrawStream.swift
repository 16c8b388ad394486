import Tables

/// Random numbers that belong to an address (seed, account, month): the same whoever asks, in whatever order and on
/// however many threads.
///
/// The address is hashed to the start of a splitmix64 sequence.
///
/// - SeeAlso: Steele, Lea, Flood (2014), doi:10.1145/2714064.2660195.
struct DrawStream {
  private var state: UInt64

  /// The stream of an address.
  /// - Parameter month: any whole number; months before the first are negative.
  @inline(__always)
  init(seed: UInt64, account: UInt64, month: Int) {
    let outer = StableHash.mixed(StableHash.mixed(seed) &+ account)
    state = StableHash.mixed(outer &+ UInt64(bitPattern: Int64(month)))
  }

  /// 64 random bits.
  @inline(__always)
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return StableHash.mixed(state)
  }

  /// Uniform in [0, 1), 53 bits.
  @inline(__always)
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Nearly normal with mean 0 and variance 1, within ±3.47: four uniform 16-bit numbers added up.
  ///
  /// Whole-number arithmetic, so that the bytes of a simulated file do not depend on a machine's library.
  @inline(__always)
  mutating func normal() -> Double {
    let bits = next()
    let sum = (bits & 0xFFFF) &+ (bits >> 16 & 0xFFFF) &+ (bits >> 32 & 0xFFFF) &+ (bits >> 48)
    // Mean 4·65535/2; variance 4·(65536² − 1)/12.
    return (Double(sum) - 131_070) * 2.642_899_792_130_301_4e-5
  }
}

/// Two uniform numbers of 32 bits from one draw.
@inline(__always)
func uniformPair(_ bits: UInt64) -> (Double, Double) {
  (Double(bits >> 32) * 0x1p-32, Double(bits & 0xFFFF_FFFF) * 0x1p-32)
}
