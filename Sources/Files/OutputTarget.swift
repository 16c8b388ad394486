#if canImport(Glibc)
  import Glibc
#endif

/// Where bytes go, found out before the first is written.
enum OutputTarget {
  /// A stream that is open already: `-`, `/dev/stdout`, `/dev/stderr`, `/dev/fd/N`.
  case stream(Descriptor)
  /// A pipe or a device that is written through.
  case device(Descriptor)
  /// A file, written under a temporary name in its own folder.
  case file(path: String, permissions: UInt32)

  init(_ path: String, policy: OverwritePolicy) throws(FileError) {
    try FileError.check(path: path, for: .create)
    if let number = Self.openStream(path) {
      self = .stream(Descriptor(number: number))
      return
    }
    guard let found = try Self.identity(of: path) else {
      self = .file(path: path, permissions: 0o600)
      return
    }
    switch found.kind {
    case .regular:
      guard policy == .replace else { throw .exists(path: path) }
      self = .file(path: try Self.resolved(path), permissions: found.permissions & 0o775)
    case .pipe, .characterDevice:
      self = .device(try Descriptor.open(path, O_WRONLY | O_NOCTTY, for: .create))
    default: throw .wrongKind(.create, path: path, found: found.kind)
    }
  }

  private static func openStream(_ path: String) -> Int32? {
    switch path {
    case "-", "/dev/stdout": 1
    case "/dev/stderr": 2
    case _ where path.hasPrefix("/dev/fd/"): Int32(path.dropFirst("/dev/fd/".count))
    default: nil
    }
  }

  private static func identity(of path: String) throws(FileError) -> FileIdentity? {
    do throws(FileError) {
      if let found = try FileIdentity.ifPresent(path) { return found }
      if try FileIdentity.ifPresent(path, followingLinks: false) == nil { return nil }
    } catch {
      // Looking is part of creating here, and the exit code must say so.
      if case .system(.inspect, let path, let code) = error { throw .system(.create, path: path, code: code) }
      throw error
    }
    throw .wrongKind(.create, path: path, found: .symbolicLink)
  }

  /// The file behind symbolic links: it is what gets replaced, in its own folder, and the link stays.
  private static func resolved(_ path: String) throws(FileError) -> String {
    guard let resolved = realpath(path, nil) else { throw .system(.create, path: path, code: errno) }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
