#if canImport(Glibc)
  import Glibc
#endif

/// A folder that appears under its name with all its files, durable, or not at all.
///
/// The files are written into a folder of a temporary name beside it; `commit` gives it its name in one step, and never
/// one that is taken. Without `commit`, on any error and on a signal, nothing stays.
public final class NewFolder {
  /// The folder in which it will appear.
  public let parent: String
  private let temporary: String
  private let lock: Descriptor
  private var places: [Int?]
  private var finished = false

  /// Creates the temporary folder (0700).
  /// - Throws: `.system(.createFolder, …)`.
  public init(in parent: String) throws(FileError) {
    self.parent = parent
    temporary = TemporaryName.make(in: parent)
    places = [UnfinishedFiles.add(temporary)]
    guard mkdir(temporary, 0o700) == 0 else {
      let code = errno
      places.forEach(UnfinishedFiles.remove)
      throw .system(.createFolder, path: parent, code: code)
    }
    do {
      lock = try Descriptor.open(temporary, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, for: .createFolder)
    } catch {
      rmdir(temporary)
      places.forEach(UnfinishedFiles.remove)
      throw error
    }
    flock(lock.number, LOCK_EX | LOCK_NB)
  }

  deinit { discard() }

  /// Writes a file into it (0600) and brings it to the disk.
  /// - Throws: `.system`, naming the place where the file would have appeared.
  public func write(_ bytes: [UInt8], to name: String) throws(FileError) {
    precondition(!finished, "written to after the end")
    let path = temporary + "/" + name
    let shown = parent + "/…/" + name
    places.append(UnfinishedFiles.add(path))
    let file = try Descriptor.open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600, for: .create)
    let written = bytes.withUnsafeBytes { file.write(all: $0) }
    let synced = written == 0 ? file.sync() : 0
    let closed = file.close()
    if written != 0 { throw .system(.write, path: shown, code: written) }
    if synced != 0 { throw .system(.sync, path: shown, code: synced) }
    if closed != 0 { throw .system(.close, path: shown, code: closed) }
  }

  /// Brings the names in it to the disk, so that little can go wrong in `commit`.
  /// - Throws: `.system(.sync, …)`.
  public func prepare() throws(FileError) {
    let code = lock.sync()
    guard code == 0 || code == EINVAL || code == ENOTSUP else { throw .system(.sync, path: parent, code: code) }
  }

  /// Gives it its name; after it the folder is whole and durable.
  /// - Throws: `.exists` where the name is taken, and another may then be tried; `.system`.
  public func commit(as name: String) throws(FileError) {
    precondition(!finished, "committed twice")
    try Folder.moveWithoutReplacing(temporary, to: parent + "/" + name)
    finished = true
    lock.close()
    places.forEach(UnfinishedFiles.remove)
    try Folder.sync(parent)
  }

  /// Gives up.
  public func discard() {
    guard !finished else { return }
    finished = true
    try? Folder.removeWithFiles(temporary)
    lock.close()
    places.forEach(UnfinishedFiles.remove)
  }
}

extension Folder {
  /// Removes a folder and the files in it so that it is never seen half: it first loses its name in one step.
  /// - Throws: `.system(.remove, …)`, `.system(.rename, …)`.
  public static func retire(_ path: String) throws(FileError) {
    let name = TemporaryName.make(in: parent(of: path))
    try moveWithoutReplacing(path, to: name)
    try sync(parent(of: path))
    try removeWithFiles(name)
  }
}
