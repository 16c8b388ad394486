import Files
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// The SHA-256 sum of a file, made beside other work by a thread that gives way to it.
final class BackgroundDigest: Sendable {
  private let path: String
  private let result = Mutex<Result<String, FileError>?>(nil)
  private let thread: Mutex<pthread_t?>

  /// Begins to read the file.
  init(ofFile path: String) {
    self.path = path
    thread = Mutex(nil)
    var started = pthread_t()
    let held = Unmanaged.passRetained(self)
    let status = pthread_create(&started, nil, run, held.toOpaque())
    if status == 0 {
      thread.withLock { $0 = started }
    } else {
      held.release()
    }
  }

  /// The sum, 64 digits; waits for it.
  /// - Throws: whatever kept the file from being read.
  func sha256() throws(FileError) -> String {
    thread.withLock { thread in
      if let started = thread { pthread_join(started, nil) }
      thread = nil
    }
    if let found = result.withLock({ $0 }) { return try found.get() }
    // there was no thread to be had
    return try FileDigest.sha256(ofFile: path)
  }

  fileprivate func work() {
    // who = 0 is the calling thread on Linux; a system that refuses only loses the politeness
    setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 10)
    let found = Result { () throws(FileError) in try FileDigest.sha256(ofFile: path) }
    result.withLock { $0 = found }
  }

  deinit { thread.withLock { if let started = $0 { pthread_detach(started) } } }
}

private func run(_ digest: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let digest { Unmanaged<BackgroundDigest>.fromOpaque(digest).takeRetainedValue().work() }
  return nil
}
