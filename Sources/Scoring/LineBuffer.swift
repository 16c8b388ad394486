import Numerals

/// Lines on their way into an array: they are written into a scratch that stays in cache and added many at a time.
struct LineBuffer {
  private(set) var start: UnsafeMutableRawPointer
  private let limit: UnsafeMutableRawPointer
  /// Finished bytes.
  var out: [UInt8] = []
  /// Where the line goes on.
  var cursor: NumberCursor

  /// - Parameters:
  ///   - scratch: memory for some lines.
  ///   - room: bytes that a line takes at most.
  ///   - expecting: bytes in all, about.
  init(_ scratch: UnsafeMutableRawBufferPointer, room: Int, expecting: Int) {
    guard let base = scratch.baseAddress, scratch.count >= room else { preconditionFailure("no room for a line") }
    start = base
    limit = base + (scratch.count - room)
    cursor = NumberCursor(base)
    out.reserveCapacity(expecting)
  }

  /// Sees to it that a line has room.
  @inline(__always)
  mutating func begin() { if cursor.next > limit { flush() } }

  /// Adds what was written to the array.
  mutating func flush() {
    out.append(contentsOf: UnsafeRawBufferPointer(start: start, count: cursor.next - start))
    cursor.next = start
  }

  /// All lines.
  mutating func finished() -> [UInt8] {
    flush()
    return out
  }
}
