#if canImport(Glibc)
  import Glibc
#endif

/// A lock that only one holder has at a time, among processes and threads alike.
///
/// The system frees it when its process ends in whatever way, so no lock is ever stale. The file stays; its content is
/// the number of the last holder's process.
public final class FileLock: Sendable {
  private let file: Descriptor

  /// Waits for the lock.
  /// - Parameters:
  ///   - path: the lock's own file, created if it is missing; never the file to be guarded.
  ///   - timeoutSeconds: how long to wait.
  /// - Throws: `.busy` with the holder, `.system(.lock, …)`.
  public init(_ path: String, timeoutSeconds: Double = 30) throws(FileError) {
    file = try Descriptor.open(path, O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o600, for: .lock)
    var waited = 0.0
    var pauseSeconds = 0.001
    while flock(file.number, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      if code == EINTR { continue }
      guard code == EWOULDBLOCK, waited < timeoutSeconds else {
        let holder = Self.holder(file)
        // the file is closed when this instance, which has all it holds by now, ends
        throw code == EWOULDBLOCK
          ? .busy(path: path, waitedSeconds: waited, holder: holder) : .system(.lock, path: path, code: code)
      }
      usleep(UInt32(pauseSeconds * 1e6))
      waited += pauseSeconds
      pauseSeconds = min(pauseSeconds * 1.5, 0.05)
    }
    let name = Array("\(getpid())\n".utf8)
    // For messages only, so a failure does not matter.
    if ftruncate(file.number, 0) == 0 { _ = pwrite(file.number, name, name.count, 0) }
  }

  deinit { file.close() }

  private static func holder(_ file: Descriptor) -> Int32? {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = pread(file.number, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    return Int32(String(decoding: bytes[..<count].prefix { $0 != 0x0A }, as: UTF8.self))
  }
}
