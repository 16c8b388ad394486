import Files
import Ingest

#if canImport(Glibc)
  import Glibc
#endif

/// Decides where the columns of the training files are kept: in memory, or in a temporary file where the files are large.
struct TableMemory {
  /// Bytes of all inputs whose size is known.
  private var bytes: Int
  private var spill: SpillFile?
  private let most: Int

  /// - Parameter most: bytes of input up to which everything is kept in memory.
  init(inputs: [String], most: Int) {
    self.most = most
    bytes = inputs.reduce(0) { sum, path in
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return sum }
      return sum + Int(status.st_size)
    }
  }

  /// Opens the next file; its cells will go where there is room.
  mutating func file(_ path: String, _ options: CSVOptions) throws -> CSVFile {
    var options = options
    options.spill = try place()
    var file = try CSVFile(path: path, options: options)
    if file.byteCount == nil {
      file = try file.rereadable()
      bytes += file.byteCount ?? 0
      file.options.spill = try place()
    }
    return file
  }

  /// The temporary file, where one is needed.
  ///
  /// A cell takes two bytes of input or more, its delimiter counted, and eight of the file at most; columns whose types were
  /// guessed wrong are written again.
  private mutating func place() throws -> SpillFile? {
    if spill == nil && bytes > most { spill = try SpillFile(capacity: min(max(64 * bytes, 1 << 38), 1 << 43)) }
    return spill
  }
}
