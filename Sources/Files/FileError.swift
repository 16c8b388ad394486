public import Diagnostics

#if canImport(Glibc)
  import Glibc

#endif

/// Why a file could not be read, written or locked.
public enum FileError: Diagnosable, Equatable {
  /// The system said no; `code` is its errno.
  case system(FileOperation, path: String, code: Int32)
  /// A file is there already and must not be overwritten.
  case exists(path: String)
  /// The file is larger than the limit.
  case tooLarge(path: String, bytes: Int, limit: Int)
  /// Something else than a file stands there.
  case wrongKind(FileOperation, path: String, found: FileKind)
  /// Another process works there.
  case busy(path: String, waitedSeconds: Double, holder: Int32?)
  /// A path that no file can have.
  case badPath(FileOperation, path: String)
}

extension FileError {
  /// Refuses an empty path, and one that the system would cut at a zero byte.
  static func check(path: String, for operation: FileOperation) throws(FileError) {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw .badPath(operation, path: path) }
  }

  /// Whether the reader of a pipe has gone, which is no failure of ours.
  public var isBrokenPipe: Bool {
    if case .system(.write, _, EPIPE) = self { true } else { false }
  }

  /// The path it is about.
  public var path: String {
    switch self {
    case .system(_, let path, _), .exists(let path), .tooLarge(let path, _, _), .wrongKind(_, let path, _),
      .busy(let path, _, _), .badPath(_, let path):
      path
    }
  }

  /// Where, what, and what to try.
  public var problem: Problem {
    Problem(kind, code: code, at: Problem.Location(file: path), message, remedies: remedies)
  }

  private var kind: Problem.Kind {
    switch self {
    case .system(_, _, EMFILE), .system(_, _, ENFILE), .system(_, _, ENOMEM): .system
    case .system(_, _, EIO): .inputOutput
    case .system(let operation, _, _), .wrongKind(let operation, _, _), .badPath(let operation, _): operation.kind
    case .exists: .cannotCreate
    case .tooLarge: .badData
    case .busy: .busy
    }
  }

  private var code: String {
    switch self {
    case .system(let operation, _, _): "file.\(operation.rawValue)"
    case .exists: "file.exists"
    case .tooLarge: "file.too-large"
    case .wrongKind: "file.wrong-kind"
    case .busy: "file.busy"
    case .badPath: "file.bad-path"
    }
  }

  private var shownPath: String { path == "-" ? "standard output" : path.escapedForDisplay }

  private var message: String {
    switch self {
    case .system(let operation, _, let code): "cannot \(operation.verb) \(shownPath): \(Self.words(for: code))"
    case .exists: "\(shownPath) exists already"
    case .tooLarge(_, let bytes, let limit): "\(shownPath) has \(bytes) bytes, more than the \(limit) allowed"
    case .wrongKind(let operation, _, let found): "cannot \(operation.verb) \(shownPath): it is \(found.rawValue)"
    case .busy(_, let seconds, let holder):
      "\(shownPath) is in use" + (holder.map { " by process \($0)" } ?? "") + "; waited \(Int(seconds.rounded())) s"
    case .badPath(let operation, let path):
      "cannot \(operation.verb) \(path.isEmpty ? "a file without a name" : shownPath + ": no path holds a zero byte")"
    }
  }

  private var remedies: [String] {
    switch self {
    case .system(let operation, _, let code): Self.remedies(for: code, operation)
    case .exists: ["choose another name, or allow overwriting with --force"]
    case .tooLarge: ["check that this is the file you mean"]
    case .wrongKind(_, _, .symbolicLink): ["give the path it points to"]
    case .wrongKind: ["give the path of a file"]
    case .busy: ["try again when the other process is done"]
    case .badPath: ["give the path of a file"]
    }
  }

  private static func words(for code: Int32) -> String {
    switch code {
    case ENOENT: "no such file or folder"
    case EACCES, EPERM: "not permitted"
    case EISDIR: "it is a folder"
    case ENOTDIR: "a part of the path is not a folder"
    case EEXIST, ENOTEMPTY: "it exists already"
    case ENOSPC: "no space left on the disk"
    case EDQUOT: "the disk quota is used up"
    case EROFS: "the file system is read-only"
    case ENAMETOOLONG: "the name is too long"
    case ELOOP: "symbolic links that must not or cannot be followed"
    case EMFILE, ENFILE: "too many open files"
    case EPIPE: "the reader has gone"
    case EBADF: "it is closed"
    case EIO: "the disk reports an error"
    case EFBIG: "the file would be larger than allowed"
    default: String(cString: strerror(code))
    }
  }

  private static func remedies(for code: Int32, _ operation: FileOperation) -> [String] {
    switch code {
    case ENOENT where operation.kind == .noInput: ["check the spelling and the folder you are in"]
    case ENOENT: ["create the folder first, or choose another one"]
    case ENOTDIR, ELOOP: ["check each part of the path (namei -l)"]
    case EACCES, EPERM: ["check the rights of the file and of its folder (ls -ld)"]
    case EISDIR: ["give the path of a file"]
    case ENOSPC, EDQUOT: ["free space (df -h, df -i), or choose a folder on another disk"]
    case EROFS: ["choose a folder that can be written"]
    case ENAMETOOLONG: ["choose a shorter name"]
    case EMFILE, ENFILE: ["raise the limit of open files (ulimit -n)"]
    case EBADF: ["open standard output, or name a file"]
    case EIO: ["look at the health of the disk; nothing was left under the final name"]
    case EFBIG: ["raise the limit (ulimit -f), or choose another disk"]
    default: []
    }
  }
}

extension FileOperation {
  fileprivate var kind: Problem.Kind {
    switch self {
    case .open, .inspect, .list: .noInput
    case .create, .createFolder, .rename, .lock: .cannotCreate
    case .read, .write, .sync, .close, .remove: .inputOutput
    }
  }
}
