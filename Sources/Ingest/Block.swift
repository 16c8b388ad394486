import CKernels

/// Room for a run of whole records, with the margins that the kernels need on both sides; reused from block to block.
final class Block: @unchecked Sendable {  // one thread's at a time, but for the sum, which reads what no one writes
  private static let margin = Int(CSV_PADDING)
  private var memory: UnsafeMutableRawBufferPointer
  /// Bytes in use.
  private(set) var count = 0
  /// How many of those in use stand in the file; a newline may have been added behind the last.
  var countOfFile = 0
  /// Threads that have to give it back: the one that parses it and the one that adds it to the sum.
  var uses = 1
  /// Place among the blocks of the file.
  var number = 0
  /// Whether the file ends here.
  var isLast = false
  /// Whether the record that starts here is longer than allowed.
  var isOverlong = false

  init(capacity: Int) { memory = Self.room(capacity) }

  deinit { memory.deallocate() }

  private static func room(_ capacity: Int) -> UnsafeMutableRawBufferPointer {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity + 2 * margin, alignment: 64)
    room[..<margin].initializeMemory(as: UInt8.self, repeating: 0)
    return room
  }

  var capacity: Int { memory.count - 2 * Self.margin }

  /// The bytes in use.
  var bytes: UnsafeMutableBufferPointer<UInt8> {
    UnsafeMutableBufferPointer(rebasing: memory.bindMemory(to: UInt8.self)[Self.margin..<(Self.margin + count)])
  }

  /// The bytes in use that stand in the file.
  var bytesOfFile: UnsafeMutableBufferPointer<UInt8> { UnsafeMutableBufferPointer(rebasing: bytes[..<countOfFile]) }

  /// Empties the block.
  func clear() {
    (count, countOfFile, uses) = (0, 0, 1)
    isLast = false
    isOverlong = false
  }

  /// Room behind the bytes in use, at least so large.
  func room(for wanted: Int) -> UnsafeMutableRawBufferPointer {
    if capacity - count < wanted {
      let grown = Self.room(max(2 * capacity, count + wanted))
      grown.baseAddress!.advanced(by: Self.margin)
        .copyMemory(from: memory.baseAddress!.advanced(by: Self.margin), byteCount: count)
      memory.deallocate()
      memory = grown
    }
    return UnsafeMutableRawBufferPointer(rebasing: memory[(Self.margin + count)..<(Self.margin + count + wanted)])
  }

  /// Takes bytes written to `room(for:)` into use.
  func use(_ added: Int) { count += added }

  /// Appends bytes.
  func append(_ bytes: some Collection<UInt8>) {
    room(for: bytes.count).copyBytes(from: bytes)
    count += bytes.count
  }

  /// Gives up the bytes from `end` on and zeroes the margin behind the rest.
  func truncate(to end: Int) {
    count = end
    _ = room(for: 0)
    memory[(Self.margin + count)..<(Self.margin + count + Self.margin)].initializeMemory(as: UInt8.self, repeating: 0)
  }
}
