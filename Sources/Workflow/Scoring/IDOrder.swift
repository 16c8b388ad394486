#if canImport(Glibc)
  import Glibc
#endif

/// Whether ids ascend from row to row in the order of their bytes, as those of most exports do: then no two are equal, and
/// they need not be compared with one another.
struct IDOrder: Sendable {
  private(set) var isAscending = true
  private var first: [UInt8]?
  private var last: [UInt8] = []
  /// The id before, while its memory is at hand.
  nonisolated(unsafe) private var before: UnsafeRawBufferPointer?

  /// Takes the next id; its memory must stay until `keepLast`.
  mutating func take(_ id: UnsafeRawBufferPointer) {
    guard isAscending else { return }
    if let before {
      isAscending = Self.isBefore(before, id)
    } else if first == nil {
      first = Array(id)
    } else {
      isAscending = last.withUnsafeBytes { Self.isBefore($0, id) }
    }
    before = id
  }

  /// Copies the last id, whose memory goes away.
  mutating func keepLast() {
    if let before { last = Array(before) }
    before = nil
  }

  /// Joins the ids of later rows.
  mutating func join(_ later: IDOrder) {
    guard let laterFirst = later.first else { return }
    guard first != nil else {
      self = later
      return
    }
    isAscending =
      isAscending && later.isAscending
      && last.withUnsafeBytes { last in laterFirst.withUnsafeBytes { Self.isBefore(last, $0) } }
    last = later.last
  }

  private static func isBefore(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Bool {
    let shared = min(a.count, b.count)
    guard shared > 0, let left = a.baseAddress, let right = b.baseAddress else { return a.count < b.count }
    let order = memcmp(left, right, shared)
    return order < 0 || (order == 0 && a.count < b.count)
  }
}
