#if canImport(Glibc)
  import Glibc
#endif

/// Whole files that are small enough to be held.
public enum FileContents {
  /// Reads a regular file.
  ///
  /// The size is asked of the open file before a byte is read, and a file that grows meanwhile is refused as well.
  ///
  /// - Parameters:
  ///   - limit: bytes that the file may have.
  ///   - followingLinks: whether the last part of the path may be a symbolic link.
  /// - Throws: `.tooLarge`, `.wrongKind`, `.system`.
  public static func read(_ path: String, limit: Int, followingLinks: Bool = true) throws(FileError) -> [UInt8] {
    // Without waiting, so that a pipe without a writer is refused and not waited for.
    let flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | (followingLinks ? 0 : O_NOFOLLOW)
    let file: Descriptor
    do {
      file = try Descriptor.open(path, flags, for: .open)
    } catch {
      if case .system(_, _, ELOOP) = error, !followingLinks {
        throw .wrongKind(.open, path: path, found: .symbolicLink)
      }
      throw error
    }
    defer { file.close() }
    let identity = try file.identity(path: path)
    guard identity.kind == .regular else { throw .wrongKind(.open, path: path, found: identity.kind) }
    guard identity.size <= limit else { throw .tooLarge(path: path, bytes: identity.size, limit: limit) }
    return try readAll(of: file, expecting: identity.size, path: path, limit: limit)
  }

  private static func readAll(
    of file: Descriptor, expecting size: Int, path: String, limit: Int
  ) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var room = size + 1
    while true {
      var failure: Int32 = 0
      var count = 0
      let part = [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
        let result = file.read(into: UnsafeMutableRawBufferPointer(buffer))
        failure = result < 0 ? Int32(-result) : 0
        count = max(0, result)
        filled = count
      }
      guard failure == 0 else { throw .system(.read, path: path, code: failure) }
      if count == 0 { return bytes }
      if bytes.isEmpty { bytes = part } else { bytes.append(contentsOf: part) }
      guard bytes.count <= limit else { throw .tooLarge(path: path, bytes: bytes.count, limit: limit) }
      room = max(size + 1 - bytes.count, 4096)
    }
  }
}
