#if canImport(Glibc)
  import Glibc
#endif

/// The names of unfinished files and folders: `.churn-<process>-<random>.tmp`, beside what they will become.
///
/// Whoever works on one holds a lock on it, so that a later run can tell what a dead process has left behind.
public enum TemporaryName {
  private static let prefix = ".churn-"
  private static let suffix = ".tmp"

  /// A new name in a folder.
  static func make(in folder: String) -> String {
    let random = String(UInt64.random(in: .min ... .max), radix: 16)
    return (folder == "/" ? "" : folder) + "/\(prefix)\(getpid())-\(random)\(suffix)"
  }

  /// The process that made a name, if it is of ours.
  static func process(of name: String) -> pid_t? {
    guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
    let parts = name.dropFirst(prefix.count).dropLast(suffix.count).split(
      separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty, parts[1].allSatisfy(\.isHexDigit) else { return nil }
    return pid_t(parts[0]).flatMap { $0 > 0 ? $0 : nil }
  }

  /// Removes what dead processes left in a folder.
  ///
  /// Removed is only what carries such a name, whose process is gone, and on which nobody holds a lock (in another
  /// container the process may live on under another number).
  ///
  /// - Returns: the names removed, in the order of their bytes.
  /// - Throws: `.system(.list, …)`; what cannot be removed is left.
  @discardableResult public static func sweep(_ folder: String) throws(FileError) -> [String] {
    var removed: [String] = []
    for name in try Folder.names(in: folder) {
      guard let process = process(of: name), kill(process, 0) != 0, errno == ESRCH else { continue }
      let path = folder + "/" + name
      guard let file = try? Descriptor.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, for: .open) else { continue }
      defer { file.close() }
      guard flock(file.number, LOCK_EX | LOCK_NB) == 0, let kind = try? file.identity(path: path).kind else { continue }
      if kind == .folder {
        if (try? Folder.removeWithFiles(path)) != nil { removed.append(name) }
      } else if unlink(path) == 0 {
        removed.append(name)
      }
    }
    return removed
  }
}
