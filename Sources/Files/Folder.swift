#if canImport(Glibc)
  import Glibc
#endif

/// What is done to folders and to names in them.
public enum Folder {
  /// The names in a folder, in the order of their bytes, `.` and `..` left out.
  /// - Throws: `.system(.list, …)`.
  public static func names(in path: String) throws(FileError) -> [String] {
    try FileError.check(path: path, for: .list)
    guard let stream = opendir(path) else { throw .system(.list, path: path, code: errno) }
    defer { closedir(stream) }
    var names: [String] = []
    errno = 0
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
      errno = 0
    }
    guard errno == 0 else { throw .system(.list, path: path, code: errno) }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Creates a folder for the owner alone (0700) and makes its name durable.
  /// - Parameter withParents: whether missing parents are created too, and an existing folder is fine.
  /// - Throws: `.system(.createFolder, …)`.
  public static func create(_ path: String, withParents: Bool = false) throws(FileError) {
    try FileError.check(path: path, for: .createFolder)
    if mkdir(path, 0o700) == 0 { return try sync(parent(of: path)) }
    var code = errno
    if withParents, code == ENOENT, parent(of: path) != path {
      try create(parent(of: path), withParents: true)
      // Once more and not again: a system such as /proc says ENOENT although the parent is there.
      if mkdir(path, 0o700) == 0 { return try sync(parent(of: path)) }
      code = errno
    }
    if withParents, code == EEXIST, try FileIdentity(of: path).kind == .folder { return }
    throw .system(.createFolder, path: path, code: code)
  }

  /// Brings the names in a folder to the disk.
  /// - Throws: `.system(.sync, …)`, save where the file system cannot do it for folders.
  public static func sync(_ path: String) throws(FileError) {
    let folder = try Descriptor.open(path, O_RDONLY | O_DIRECTORY, for: .sync)
    defer { folder.close() }
    let code = folder.sync()
    guard code == 0 || code == EINVAL || code == ENOTSUP else { throw .system(.sync, path: path, code: code) }
  }

  /// Gives a finished file or folder its name, in one step, where nothing may stand.
  ///
  /// - Throws: `.exists`, `.system(.rename, …)`. The name is not yet durable: `sync` the folder after it.
  public static func moveWithoutReplacing(_ source: String, to target: String) throws(FileError) {
    try FileError.check(path: target, for: .rename)
    let code = RenameWithoutReplacing.call(source, target)
    if code == 0 { return }
    switch code {
    case EEXIST, ENOTEMPTY: throw .exists(path: target)
    case EINVAL, ENOSYS, ENOTSUP: try moveByOlderMeans(source, to: target)
    default: throw .system(.rename, path: target, code: code)
    }
  }

  /// For file systems without RENAME_NOREPLACE: a second hard link never replaces, and the name of a filled folder is
  /// only ever taken by `rename` when it is free or an empty folder.
  private static func moveByOlderMeans(_ source: String, to target: String) throws(FileError) {
    if try FileIdentity(of: source, followingLinks: false).kind == .folder {
      guard try FileIdentity.ifPresent(target, followingLinks: false) == nil else { throw .exists(path: target) }
      if rename(source, target) == 0 { return }
    } else if link(source, target) == 0 {
      unlink(source)
      return
    }
    let code = errno
    if code == EEXIST || code == ENOTEMPTY { throw .exists(path: target) }
    throw .system(.rename, path: target, code: code)
  }

  /// Removes a folder and the files in it; folders in it make it fail.
  /// - Throws: `.system(.remove, …)`.
  public static func removeWithFiles(_ path: String) throws(FileError) {
    for name in try names(in: path) {
      let file = path + "/" + name
      guard unlink(file) == 0 || errno == ENOENT else { throw .system(.remove, path: file, code: errno) }
    }
    guard rmdir(path) == 0 || errno == ENOENT else { throw .system(.remove, path: path, code: errno) }
  }

  /// The folder part of a path: `.` where there is none.
  public static func parent(of path: String) -> String {
    var bytes = Array(path.utf8)
    while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    bytes.removeSubrange(slash...)
    return bytes.isEmpty ? "/" : String(decoding: bytes, as: UTF8.self)
  }
}

/// The system's own call, which Swift's module of the C library does not show.
private enum RenameWithoutReplacing {
  private typealias Function =
    @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32

  private static let function = dlsym(nil, "renameat2").map { unsafeBitCast($0, to: Function.self) }
  /// `RENAME_NOREPLACE` of Linux.
  private static let noReplace: UInt32 = 1

  /// - Returns: 0, or the errno; ENOSYS where the system has no such call.
  static func call(_ source: String, _ target: String) -> Int32 {
    guard let function else { return ENOSYS }
    return function(AT_FDCWD, source, AT_FDCWD, target, noReplace) == 0 ? 0 : errno
  }
}
