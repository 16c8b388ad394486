#if canImport(Glibc)
  import Glibc
#endif

/// The folder for files that are gone when the process is.
public enum TemporaryFolder {
  /// TMPDIR, or /tmp.
  public static var path: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }

  /// A new file there that has no name.
  /// - Returns: its descriptor, which child processes do not inherit.
  /// - Throws: `.system(.create, …)`.
  public static func namelessFile() throws(FileError) -> Int32 {
    let folder = path
    var template = Array((folder + "/churn-XXXXXX").utf8CString)
    let number = mkstemp(&template)
    guard number >= 0 else { throw .system(.create, path: folder, code: errno) }
    unlink(template)
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    return number
  }
}
