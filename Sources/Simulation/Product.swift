import Numerals

/// What a simulated firm sells.
enum Product: Int, Sendable {
  case basic
  case pro
  case team
  case legacy

  /// List price of a seat and month, in hundredths.
  var seatCents: Int {
    switch self {
    case .basic: 1_900
    case .pro: 2_900
    case .team: 3_900
    case .legacy: 900
    }
  }

  /// Seats from a uniform number: many small accounts, few large ones.
  @inline(__always)
  func seats(_ uniform: Double) -> Int {
    switch self {
    case .basic, .legacy: 1 + Int(3 * uniform * uniform)
    case .pro: 3 + Int(18 * uniform * uniform)
    case .team: 15 + Int(86 * uniform * uniform * uniform)
    }
  }

  /// Writes the level's name.
  @inline(__always)
  func writeName(to cursor: inout NumberCursor) {
    let name: StaticString =
      switch self {
      case .basic: "basic"
      case .pro: "pro"
      case .team: "team"
      case .legacy: "legacy"
      }
    cursor.write(bytes: UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
  }
}
