import Dispatch
import Files
import Synchronization

/// The SHA-256 sum of a file, made beside other work.
final class BackgroundDigest: Sendable {
  private let work = DispatchGroup()
  private let result = Mutex<Result<String, FileError>?>(nil)

  /// Begins to read the file.
  init(ofFile path: String) {
    DispatchQueue.global().async(group: work) { [self] in
      let found = Result { () throws(FileError) in try FileDigest.sha256(ofFile: path) }
      result.withLock { $0 = found }
    }
  }

  /// The sum, 64 digits; waits for it.
  /// - Throws: whatever kept the file from being read.
  func sha256() throws(FileError) -> String {
    work.wait()
    guard let found = result.withLock({ $0 }) else { preconditionFailure("the work is done") }
    return try found.get()
  }
}
