import Diagnostics
import Files

#if canImport(Glibc)
  import Glibc
#endif

/// An open file or stream, read at explicit offsets by one thread at a time.
///
/// The file is read into buffers and never mapped: a mapped file that shrinks kills the process, and its pages count
/// against the memory limit.
final class ByteSource: @unchecked Sendable {  // immutable but for the stream's position, which only readers touch
  let name: String
  private let descriptor: Int32
  let isSeekable: Bool
  private let size: Int
  private let stamp: [Int]

  init(path: String) throws(IngestError) {
    name = path == "-" ? "standard input" : path
    if path.contains("://"), let scheme = path.split(separator: ":").first, scheme.allSatisfy(\.isLetter) {
      throw .isAddress(file: name)
    }
    guard !path.utf8.contains(0) else { throw .cannotOpen(file: name, reason: "the name holds a zero byte") }
    descriptor = path == "-" ? dup(0) : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .cannotOpen(file: name, reason: lastErrorText()) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .cannotOpen(file: name, reason: lastErrorText()) }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      close(descriptor)
      throw .isFolder(file: name)
    }
    isSeekable = status.st_mode & S_IFMT == S_IFREG
    size = Int(status.st_size)
    stamp = Self.stamp(status)
    if isSeekable { posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL) }
  }

  private init(name: String, descriptor: Int32) {
    self.name = name
    self.descriptor = descriptor
    var status = stat()
    fstat(descriptor, &status)
    isSeekable = true
    size = Int(status.st_size)
    stamp = Self.stamp(status)
  }

  deinit { close(descriptor) }

  private static func stamp(_ status: stat) -> [Int] {
    [Int(status.st_size), Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec)]
  }

  /// Reads up to the buffer's size; 0 at the end. A stream ignores the offset.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(IngestError) -> Int {
    while true {
      let count =
        isSeekable
        ? pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
        : Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      if errno != EINTR { throw .readFailed(file: name, reason: lastErrorText()) }
    }
  }

  /// Bytes from the offset on, when the size is known.
  func remaining(from offset: Int) -> Int? { isSeekable ? max(0, size - offset) : nil }

  /// Refuses a file that was written to since it was opened, or whose end came early or late.
  func checkUnchanged(bytesRead: Int) throws(IngestError) {
    guard isSeekable else { return }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .readFailed(file: name, reason: lastErrorText()) }
    if Self.stamp(status) != stamp || bytesRead != size { throw .changedWhileReading(file: name) }
  }

  /// A copy of a stream's rest in a file without a name, the given bytes first.
  func spooled(after prefix: [UInt8]) throws(IngestError) -> ByteSource {
    let copy: Int32
    do throws(FileError) { copy = try TemporaryFolder.namelessFile() } catch {
      throw .cannotSpool(file: name, reason: error.problem.message)
    }
    do throws(IngestError) {
      let room = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1 << 18, prefix.count), alignment: 64)
      defer { room.deallocate() }
      room.copyBytes(from: prefix)
      try append(UnsafeRawBufferPointer(rebasing: room[..<prefix.count]), to: copy)
      while true {
        let count = try read(into: room, at: 0)
        if count == 0 { break }
        try append(UnsafeRawBufferPointer(rebasing: room[..<count]), to: copy)
      }
    } catch {
      close(copy)
      throw error
    }
    return ByteSource(name: name, descriptor: copy)
  }

  private func append(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) throws(IngestError) {
    var done = 0
    while done < bytes.count {
      let count = write(descriptor, bytes.baseAddress! + done, bytes.count - done)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .cannotSpool(file: name, reason: lastErrorText()) }
      done += count
    }
  }
}

private func lastErrorText() -> String { String(cString: strerror(errno)) }
