/// A 64-bit hash that is the same on every machine, in every run and in every version: who is held out depends on it.
///
/// FNV-1a over the bytes, finished with the mixer of splitmix64.
///
/// - SeeAlso: Fowler, Noll, Vo, draft-eastlake-fnv; Steele, Lea, Flood (2014), doi:10.1145/2714064.2660195.
public enum StableHash {
  /// The hash of a run of bytes.
  /// - Complexity: O(length).
  @inlinable public static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 { of(UnsafeRawBufferPointer(bytes)) }

  /// The hash of a run of bytes.
  /// - Complexity: O(length).
  @inlinable public static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    var state: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return mixed(state)
  }

  /// The hash of a text's UTF-8 bytes.
  public static func of(_ text: String) -> UInt64 {
    var copy = text
    return copy.withUTF8 { of($0) }
  }

  /// Scatters the bits of a number; one-to-one.
  @inlinable public static func mixed(_ number: UInt64) -> UInt64 {
    var z = number &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
