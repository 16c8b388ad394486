import CKernels
import Files

/// A CSV file or stream whose header has been read.
///
/// Open it, look at `header`, decide what each column shall be, and `read` it whole or pass over it chunk by chunk.
public struct CSVFile: Sendable {
  /// The file as the user named it.
  public let name: String
  /// Names, delimiter, and remarks on them.
  public let header: CSVHeader
  let options: CSVOptions
  private(set) var source: ByteSource
  /// Whether it is a pipe or standard input, whose bytes come once.
  public var isStream: Bool { !source.isSeekable }
  /// The first bytes of the source.
  let start: [UInt8]

  private static let startBytes = 1 << 18

  /// Opens a file and reads its header.
  /// - Parameter path: a file, a named pipe, or `-` for standard input.
  /// - Throws: when the file cannot be opened, is empty, is no CSV, or has no usable header.
  public init(path: String, options: CSVOptions = CSVOptions()) throws(IngestError) {
    source = try ByteSource(path: path)
    name = source.name
    self.options = options
    var bytes: [UInt8] = []
    var isWhole = false
    var wanted = Self.startBytes
    while true {
      isWhole = try Self.extend(&bytes, to: wanted, from: source)
      if isWhole || Self.holdsRecord(bytes) { break }
      guard wanted < options.recordLimit / 2 else {
        throw .recordTooLong(file: name, line: 1, limit: wanted)
      }
      wanted = min(4 * wanted, options.recordLimit / 2)
    }
    guard !bytes.isEmpty else { throw .empty(file: name) }
    start = bytes
    header = try HeaderReader.read(file: name, bytes: bytes, isWhole: isWhole, options: options)
  }

  /// The file in a form that can be passed over more than once: a stream is kept in a temporary file.
  /// - Throws: when the temporary file cannot be written.
  public func rereadable() throws(IngestError) -> CSVFile {
    guard !source.isSeekable else { return self }
    var file = self
    file.source = try source.spooled(after: start)
    return file
  }

  /// Reads on; `true` at the end of the source.
  private static func extend(
    _ bytes: inout [UInt8], to wanted: Int, from source: ByteSource
  ) throws(IngestError) -> Bool {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: wanted, alignment: 64)
    defer { room.deallocate() }
    while bytes.count < wanted {
      let part = UnsafeMutableRawBufferPointer(rebasing: room[..<(wanted - bytes.count)])
      let count = try source.read(into: part, at: bytes.count)
      if count == 0 { return true }
      bytes.append(contentsOf: part[..<count])
    }
    return false
  }

  /// Whether some line ends in the bytes and text comes before it.
  private static func holdsRecord(_ bytes: [UInt8]) -> Bool {
    var hasText = false
    for byte in bytes {
      if byte == 10 || byte == 13 {
        if hasText { return true }
      } else if byte != 32 && byte != 9 {
        hasText = true
      }
    }
    return false
  }

  /// A plan for one pass; wishes are by name in the order of the header.
  func passPlan(_ columns: [ColumnPlan]) -> PassPlan {
    PassPlan(
      delimiter: header.delimiter, columns: columns + (header.endsWithDelimiter ? [.nothing] : []),
      headerBytes: header.bytes, options: options)
  }

  /// Blocks from the first row on.
  func reader(_ source: ByteSource, digesting: Bool = false) -> BlockReader {
    var digest: RunningDigest?
    if digesting {
      digest = RunningDigest()
      start[..<header.byteCount].withUnsafeBytes { digest?.update($0) }
    }
    return BlockReader(
      source: source, rest: Array(start[header.byteCount...]), offset: start.count, digest: digest,
      delimiter: header.delimiter, options: options)
  }

  /// Workers enough for what is left to read; a file of one block is not worth a thread.
  func workerCount(_ source: ByteSource) -> Int {
    if let left = source.remaining(from: header.byteCount), left <= options.blockBytes { return 1 }
    return max(1, options.threads)
  }
}
