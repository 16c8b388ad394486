import Files
import Parallel

/// The SHA-256 sum of a file, made beside other work.
struct BackgroundDigest: Sendable {
  private let result: Background<Result<String, FileError>>

  /// Begins to read the file.
  init(ofFile path: String) {
    result = Background { Result { () throws(FileError) in try FileDigest.sha256(ofFile: path) } }
  }

  /// The sum, 64 digits; waits for it.
  /// - Throws: whatever kept the file from being read.
  func sha256() throws(FileError) -> String { try result.value.get() }
}
