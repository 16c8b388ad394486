import Crypto

#if canImport(Glibc)
  import Glibc
#endif

/// SHA-256 sums, in lower-case hexadecimal digits as `sha256sum` prints them.
public enum FileDigest {
  /// The sum of bytes in memory.
  /// - Complexity: O(length).
  public static func sha256(of bytes: [UInt8]) -> String {
    var running = RunningDigest()
    bytes.withUnsafeBytes { running.update($0) }
    return running.hexadecimal
  }

  /// The sum of a file, read in pieces of 1 MB.
  /// - Throws: `.system`, `.wrongKind` for a folder.
  public static func sha256(ofFile path: String) throws(FileError) -> String {
    let file = try Descriptor.open(path, O_RDONLY, for: .open)
    defer { file.close() }
    let kind = try file.identity(path: path).kind
    guard kind != .folder else { throw .wrongKind(.open, path: path, found: kind) }
    var running = RunningDigest()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
    defer { buffer.deallocate() }
    while true {
      let count = file.read(into: buffer)
      if count == 0 { return running.hexadecimal }
      guard count > 0 else { throw .system(.read, path: path, code: Int32(-count)) }
      running.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}

/// A SHA-256 sum of bytes that come piece by piece.
public struct RunningDigest: Sendable {
  private var hash = SHA256()

  /// The sum of nothing yet.
  public init() {}

  /// Takes in more bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }

  /// The sum of all bytes so far, 64 digits.
  public var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in hash.finalize() {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
