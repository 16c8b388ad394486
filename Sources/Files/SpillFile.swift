import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// Bytes of a run that shall not stay in memory: a file without a name in the temporary folder, gone with the process.
///
/// What was appended is read through a mapping. Pages that were read count as memory until they are let go of, which
/// happens for all of them whenever there are 64 MB; the system keeps them as cache while it has room.
public final class SpillFile: Sendable {
  private let file: Descriptor
  private let folder: String
  nonisolated(unsafe) private let start: UnsafeRawPointer  // a read-only mapping
  /// Bytes at most; they take no room on the disk before they are written.
  let capacity: Int
  private let end = Atomic<Int>(0)
  /// One bit for each window that was read from since pages were let go of.
  nonisolated(unsafe) private let marks: UnsafeMutablePointer<Atomic<UInt64>>
  private let windowsRead = Atomic<Int>(0)
  /// Windows that are read from before pages are let go of.
  private static let mostWindows = 1_024
  /// Reading one page makes the system map those around it, so many bytes.
  private static let windowBytes = 64 << 10
  /// Where runs begin: at multiples of this.
  private static let alignment = 64

  /// Creates an empty file in TMPDIR, or in /tmp.
  /// - Throws: `.system` when the folder does not take it.
  public convenience init() throws(FileError) { try self.init(upTo: 1 << 40) }

  /// Creates a file for so many bytes, or for fewer where the process may not write or map as many (`ulimit -f`,
  /// `ulimit -v`).
  init(upTo wanted: Int) throws(FileError) {
    folder = TemporaryFolder.path
    file = Descriptor(number: try TemporaryFolder.namelessFile())
    var size = wanted
    var mapped = Self.mapping(of: file, bytes: size)
    while mapped == nil && size > 1 << 20 {
      size /= 2
      mapped = Self.mapping(of: file, bytes: size)
    }
    let windows = calloc(size / Self.windowBytes / 64 + 1, MemoryLayout<Atomic<UInt64>>.stride)
    guard let mapped, let windows else {
      let code = errno
      free(windows)
      if let mapped { munmap(mapped, size) }
      file.close()
      throw .system(.create, path: folder, code: code)
    }
    (capacity, start) = (size, UnsafeRawPointer(mapped))
    marks = windows.assumingMemoryBound(to: Atomic<UInt64>.self)
  }

  /// The file with that size, mapped to be read; `nil` where the system does not allow it.
  private static func mapping(of file: Descriptor, bytes: Int) -> UnsafeMutableRawPointer? {
    guard ftruncate(file.number, off_t(bytes)) == 0 else { return nil }
    let mapped = mmap(nil, bytes, PROT_READ, MAP_SHARED | MAP_NORESERVE, file.number, 0)
    return mapped == MAP_FAILED ? nil : mapped
  }

  deinit {
    free(marks)
    munmap(UnsafeMutableRawPointer(mutating: start), capacity)
    file.close()
  }

  /// Writes bytes behind all others.
  ///
  /// - Returns: where they stand, a multiple of 64.
  /// - Throws: `.system(.write, …)`, as when the disk is full.
  public func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) -> Int {
    let room = (bytes.count + Self.alignment - 1) / Self.alignment * Self.alignment
    let offset = end.add(room, ordering: .relaxed).oldValue
    guard offset + room <= capacity else { throw .system(.write, path: folder, code: EFBIG) }
    var done = 0
    while done < bytes.count {
      let count = pwrite(file.number, bytes.baseAddress! + done, bytes.count - done, off_t(offset + done))
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw .system(.write, path: folder, code: count == 0 ? ENOSPC : errno) }
      done += count
    }
    return offset
  }

  /// Bytes that were appended, as they lie in the mapping; any number of threads may read.
  public func bytes(at offset: Int, count: Int) -> UnsafeRawBufferPointer {
    precondition(offset >= 0 && offset + count <= end.load(ordering: .relaxed), "bytes that were not appended")
    if count > 0 {
      for window in (offset / Self.windowBytes)...((offset + count - 1) / Self.windowBytes) { mark(window) }
    }
    return UnsafeRawBufferPointer(start: start + offset, count: count)
  }

  private func mark(_ window: Int) {
    let (place, bit) = (marks + window >> 6, UInt64(1) << UInt64(window & 63))
    guard place.pointee.load(ordering: .relaxed) & bit == 0,
      place.pointee.bitwiseOr(bit, ordering: .relaxed).oldValue & bit == 0
    else { return }
    if windowsRead.add(1, ordering: .relaxed).newValue >= Self.mostWindows { release() }
  }

  /// Lets go of all pages. Whoever reads one at this moment gets it again.
  private func release() {
    windowsRead.store(0, ordering: .relaxed)
    let used = end.load(ordering: .relaxed)
    for place in 0...(used / Self.windowBytes / 64) { marks[place].store(0, ordering: .relaxed) }
    madvise(UnsafeMutableRawPointer(mutating: start), used, MADV_DONTNEED)
  }
}
