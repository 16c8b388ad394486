import Files
import Parallel

/// The SHA-256 sum of an input file, 64 digits.
enum FileSum: Sendable {
  /// Made while the file was read.
  case known(String)
  /// Made beside other work, from a reading of its own: one after another, its bytes take as long as several threads take
  /// to read them.
  case coming(Background<Result<String, FileError>>)

  /// Threads up to which the sum is best made by those that read.
  static let fewThreads = 2

  /// Begins to make the sum of a file.
  init(ofFile path: String) {
    self = .coming(Background { Result { () throws(FileError) in try FileDigest.sha256(ofFile: path) } })
  }

  /// The sum; waits for it.
  /// - Throws: whatever kept the file from being read.
  func digits() throws(FileError) -> String {
    switch self {
    case .known(let digits): digits
    case .coming(let sum): try sum.value.get()
    }
  }
}
