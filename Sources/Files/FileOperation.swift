/// What was tried on a file when the system said no.
public enum FileOperation: String, Sendable, CaseIterable {
  /// Opening to read.
  case open
  /// Asking for kind, size or rights.
  case inspect
  /// Listing a folder.
  case list
  /// Reading bytes.
  case read
  /// Creating a file.
  case create
  /// Creating a folder.
  case createFolder
  /// Giving a finished file its name.
  case rename
  /// Writing bytes.
  case write
  /// Bringing bytes to the disk.
  case sync
  /// Closing.
  case close
  /// Removing.
  case remove
  /// Locking.
  case lock

  /// In words: "cannot … PATH".
  var verb: String {
    switch self {
    case .open: "open"
    case .inspect: "look at"
    case .list: "list the folder"
    case .read: "read"
    case .create: "create"
    case .createFolder: "create the folder"
    case .rename: "put the finished file at"
    case .write: "write"
    case .sync: "bring to the disk"
    case .close: "finish writing"
    case .remove: "remove"
    case .lock: "lock"
    }
  }
}
