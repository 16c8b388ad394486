#if canImport(Glibc)
  import Glibc
#endif

/// Whether ids ascend from row to row, as those of most exports do: then no two are equal, and they need not be compared
/// with one another. They may ascend in the order of their bytes (A1, A10, A2), or shorter ones first (9, 10, 11).
public struct IDOrder: Sendable {
  private var ascends = Orders(byBytes: true, byLength: true)
  private var first: [UInt8]?
  private var last: [UInt8] = []
  /// The id before, while its memory is at hand.
  nonisolated(unsafe) private var before: UnsafeRawBufferPointer?

  private struct Orders {
    var byBytes: Bool
    var byLength: Bool
  }

  /// Of no ids.
  public init() {}

  /// Of ids that were looked at elsewhere.
  public init(first: [UInt8], last: [UInt8], byBytes: Bool, byLength: Bool) {
    (self.first, self.last) = (first, last)
    ascends = Orders(byBytes: byBytes, byLength: byLength)
  }

  /// Whether each id stands behind all before it, in one of the orders.
  public var isAscending: Bool { ascends.byBytes || ascends.byLength }

  /// Takes the next id; its memory must stay until `keepLast`.
  public mutating func take(_ id: UnsafeRawBufferPointer) {
    guard isAscending else { return }
    if let before {
      compare(before, id)
    } else if first == nil {
      first = Array(id)
    } else {
      let last = last
      last.withUnsafeBytes { compare($0, id) }
    }
    before = id
  }

  /// Copies the last id, whose memory goes away.
  public mutating func keepLast() {
    if let before { last = Array(before) }
    before = nil
  }

  /// Joins the ids of later rows.
  public mutating func join(_ later: IDOrder) {
    guard let laterFirst = later.first else { return }
    guard first != nil else {
      self = later
      return
    }
    let last = last
    last.withUnsafeBytes { last in laterFirst.withUnsafeBytes { compare(last, $0) } }
    ascends.byBytes = ascends.byBytes && later.ascends.byBytes
    ascends.byLength = ascends.byLength && later.ascends.byLength
    self.last = later.last
  }

  private mutating func compare(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) {
    let shared = min(a.count, b.count)
    var order: Int32 = 0
    if shared > 0, let left = a.baseAddress, let right = b.baseAddress { order = memcmp(left, right, shared) }
    let isBehind = order < 0 || (order == 0 && a.count < b.count)
    ascends.byBytes = ascends.byBytes && isBehind
    ascends.byLength = ascends.byLength && (a.count < b.count || (a.count == b.count && isBehind))
  }
}
