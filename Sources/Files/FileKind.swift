#if canImport(Glibc)
  import Glibc

#endif

/// What stands at a path.
public enum FileKind: String, Sendable {
  /// Bytes on a disk.
  case regular = "a file"
  /// A folder.
  case folder = "a folder"
  /// A pointer to another path.
  case symbolicLink = "a symbolic link"
  /// A pipe with a name.
  case pipe = "a pipe"
  /// A terminal, `/dev/null` and their like.
  case characterDevice = "a device"
  /// A disk or a part of one.
  case blockDevice = "a disk device"
  /// A socket.
  case socket = "a socket"
  /// Something else.
  case other = "neither a file nor a folder"

  init(mode: mode_t) {
    switch mode & S_IFMT {
    case S_IFREG: self = .regular
    case S_IFDIR: self = .folder
    case S_IFLNK: self = .symbolicLink
    case S_IFIFO: self = .pipe
    case S_IFCHR: self = .characterDevice
    case S_IFBLK: self = .blockDevice
    case S_IFSOCK: self = .socket
    default: self = .other
    }
  }
}

/// Enough about a file to see that it changed while it was being read.
public struct FileIdentity: Sendable, Equatable {
  /// What it is.
  public let kind: FileKind
  /// Bytes.
  public let size: Int
  /// Time of the last change, in nanoseconds since 1970.
  public let modifiedNanoseconds: Int64
  /// Number within its device.
  public let inode: UInt64
  /// Device it lies on.
  public let device: UInt64
  /// The nine bits of rights.
  public let permissions: UInt32

  init(_ status: stat) {
    kind = FileKind(mode: status.st_mode)
    size = Int(status.st_size)
    modifiedNanoseconds = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    inode = UInt64(status.st_ino)
    device = UInt64(status.st_dev)
    permissions = UInt32(status.st_mode) & 0o777
  }

  /// What stands at a path.
  /// - Parameter followingLinks: whether a symbolic link stands for what it points to.
  /// - Throws: `.system(.inspect, …)`.
  public init(of path: String, followingLinks: Bool = true) throws(FileError) {
    try FileError.check(path: path, for: .inspect)
    var status = stat()
    guard (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 else {
      throw .system(.inspect, path: path, code: errno)
    }
    self.init(status)
  }

  /// What stands at a path, or `nil` where nothing does.
  /// - Throws: `.system(.inspect, …)` for any other reason than absence.
  public static func ifPresent(_ path: String, followingLinks: Bool = true) throws(FileError) -> FileIdentity? {
    do {
      return try FileIdentity(of: path, followingLinks: followingLinks)
    } catch {
      if case .system(_, _, ENOENT) = error { return nil }
      throw error
    }
  }
}
