import CKernels

#if canImport(Glibc)
  import Glibc
#endif

/// Why the system did not do something.
struct SystemFailure: Error {
  /// The errno.
  let code: Int32
}

/// An open file by its number, and the calls on it; each takes up again what a signal interrupted.
struct Descriptor {
  let number: Int32

  /// Opens a path; never inherited by child processes.
  static func open(
    _ path: String, _ flags: Int32, mode: mode_t = 0, for operation: FileOperation
  ) throws(FileError) -> Descriptor {
    try FileError.check(path: path, for: operation)
    while true {
      // The variadic C call takes the mode even where it is not needed.
      let number = Glibc.open(path, flags | O_CLOEXEC, mode)
      if number >= 0 { return Descriptor(number: number) }
      if errno != EINTR { throw .system(operation, path: path, code: errno) }
    }
  }

  /// What it is.
  func identity(path: String) throws(FileError) -> FileIdentity {
    var status = stat()
    guard fstat(number, &status) == 0 else { throw .system(.inspect, path: path, code: errno) }
    return FileIdentity(status)
  }

  /// Writes all bytes.
  /// - Returns: 0, or the errno.
  func write(all bytes: UnsafeRawBufferPointer) -> Int32 {
    var rest = bytes[...]
    while !rest.isEmpty {
      switch write(some: UnsafeRawBufferPointer(rebasing: rest)) {
      case .success(let written): rest = rest.dropFirst(written)
      case .failure(let failure): return failure.code
      }
    }
    return 0
  }

  /// Writes as many bytes as the system takes at once; waits where it takes none.
  func write(some bytes: UnsafeRawBufferPointer) -> Result<Int, SystemFailure> {
    while true {
      let written = Glibc.write(number, bytes.baseAddress, min(bytes.count, 1 << 30))
      if written >= 0 { return .success(written) }
      switch errno {
      case EINTR: continue
      case EAGAIN: waitUntilWritable()
      default: return .failure(SystemFailure(code: errno))
      }
    }
  }

  /// Sets whether bytes go from the caller's memory to the disk at once (`O_DIRECT`).
  /// - Returns: whether the file system can.
  func setDirect(_ isDirect: Bool) -> Bool { churn_set_direct_output(number, isDirect) }

  /// Reads up to as many bytes as fit.
  /// - Returns: the count, 0 at the end; or the negated errno.
  func read(into target: UnsafeMutableRawBufferPointer) -> Int {
    while true {
      let count = Glibc.read(number, target.baseAddress, target.count)
      if count >= 0 { return count }
      if errno != EINTR { return -Int(errno) }
    }
  }

  /// Asks the system to begin bringing bytes to the disk, and does not wait. (It says that they will not be wanted from
  /// memory; pages on their way to the disk stay there all the same, those that have arrived may go.)
  func startWriting(_ bytes: Range<Int>) {
    posix_fadvise(number, off_t(bytes.lowerBound), off_t(bytes.count), POSIX_FADV_DONTNEED)
  }

  /// Brings everything to the disk. Tried once only: after a failure the system may have dropped the bytes, and a
  /// second call would report a success that is none.
  /// - Returns: 0, or the errno.
  func sync() -> Int32 { fsync(number) == 0 ? 0 : errno }

  /// Closes; on Linux the number is free even when this fails, so it is never tried twice.
  /// - Returns: 0, or the errno.
  @discardableResult func close() -> Int32 {
    let code = Glibc.close(number) == 0 || errno == EINTR ? 0 : errno
    assert(code != EBADF, "closed twice: by then the number may be another file's")
    return code
  }

  private func waitUntilWritable() {
    var poll = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
    _ = Glibc.poll(&poll, 1, -1)
  }
}
