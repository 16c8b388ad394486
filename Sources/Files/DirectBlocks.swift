#if canImport(Glibc)
  import Glibc
#endif

/// The rest of a large file on its way to the disk without a stay in the system's memory.
///
/// Bytes are gathered in one aligned block, which the disk takes from where it stands (`O_DIRECT`): nothing is copied by
/// the system, no memory is taken for its cache, and the sync at the end has nothing left to do. Where a file system does
/// not know this, or no longer wants to, blocks are written as usual.
///
/// Not for use from several threads at once.
final class DirectBlocks {
  private let file: Descriptor
  private let block: UnsafeMutableRawBufferPointer
  private var count = 0
  private var isDirect = true

  /// What disks take at a time; addresses, places in the file and lengths are multiples of it.
  static let alignment = 4_096
  private static let blockSize = 4 << 20

  /// Goes on at the end of a file.
  /// - Parameter size: bytes the file has, a multiple of `alignment`.
  /// - Returns: `nil` where the file system writes through memory only.
  init?(_ file: Descriptor, size: Int) {
    guard size % Self.alignment == 0, file.setDirect(true) else { return nil }
    self.file = file
    block = .allocate(byteCount: Self.blockSize, alignment: Self.alignment)
  }

  deinit { block.deallocate() }

  /// Adds bytes.
  /// - Returns: 0, or the errno.
  func write(_ bytes: UnsafeRawBufferPointer) -> Int32 {
    var rest = bytes
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest.prefix(block.count - count))
      UnsafeMutableRawBufferPointer(rebasing: block[count...]).copyMemory(from: part)
      count += part.count
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(part.count))
      guard count == block.count else { break }
      let code = writeBlock()
      guard code == 0 else { return code }
    }
    return 0
  }

  /// Writes what is left; after it the file takes bytes as every file does.
  /// - Returns: 0, or the errno.
  func finish() -> Int32 {
    writeThroughMemory()
    return writeBlock()
  }

  private func writeBlock() -> Int32 {
    var rest = UnsafeRawBufferPointer(rebasing: block[..<count])
    count = 0
    while isDirect && !rest.isEmpty {
      switch file.write(some: rest) {
      case .success(let written):
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
        if written % Self.alignment != 0 { writeThroughMemory() }
      case .failure(let failure):
        guard failure.code == EINVAL else { return failure.code }
        writeThroughMemory()
      }
    }
    return file.write(all: rest)
  }

  private func writeThroughMemory() {
    guard isDirect else { return }
    isDirect = false
    // What is not taken back shows as an error of the next write.
    _ = file.setDirect(false)
  }
}
