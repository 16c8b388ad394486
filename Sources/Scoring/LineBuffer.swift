import Numerals

/// Lines on their way into an array: they are written where they stay as long as there is room, and joined to those before
/// them where there is not.
struct LineBuffer {
  private let start: UnsafeMutableRawPointer
  private let limit: UnsafeMutableRawPointer
  /// Finished bytes that no longer stand in the buffer.
  var out: [UInt8] = []
  /// Where the line goes on.
  var cursor: NumberCursor

  private init(_ memory: UnsafeMutableBufferPointer<UInt8>, room: Int) {
    guard let base = memory.baseAddress, memory.count >= room else { preconditionFailure("no room for a line") }
    start = UnsafeMutableRawPointer(base)
    limit = start + (memory.count - room)
    cursor = NumberCursor(start)
  }

  /// The lines that `write` writes.
  ///
  /// - Parameters:
  ///   - expected: bytes in all, or a little more; where there are many more they are copied once.
  ///   - room: bytes that a line takes at most, but for what is added to `out` itself.
  static func lines(expecting expected: Int, room: Int, _ write: (inout LineBuffer) -> Void) -> [UInt8] {
    var overflow: [UInt8] = []
    let direct = [UInt8](unsafeUninitializedCapacity: expected + room) { memory, count in
      var lines = LineBuffer(memory, room: room)
      write(&lines)
      if lines.out.isEmpty {
        count = lines.cursor.next - lines.start
      } else {
        lines.flush()
        overflow = lines.out
      }
    }
    return overflow.isEmpty ? direct : overflow
  }

  /// Sees to it that a line has room.
  @inline(__always)
  mutating func begin() { if cursor.next > limit { flush() } }

  /// Adds what was written to the array.
  mutating func flush() {
    out.append(contentsOf: UnsafeRawBufferPointer(start: start, count: cursor.next - start))
    cursor.next = start
  }
}
