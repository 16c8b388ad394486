#if canImport(Glibc)
  import Glibc
#endif

/// A file that appears under its name whole and durable, or not at all.
///
/// Bytes go to a temporary name in the same folder (0600); `commit` brings them to the disk, gives them their name in
/// one step and makes the name durable. Without `commit`, on any error and on a signal (`ProcessSetup`), the temporary
/// file is removed and what stood there before stays. A replaced file keeps its permissions. A symbolic link is followed
/// to the file that it names; other hard links to a replaced file keep the old content. Pipes, devices and standard
/// output (`-`) are written through. What a killed process left in the folder is removed on the way.
///
/// Not for use from several threads at once.
public final class DurableOutput {
  /// The path as given.
  public let path: String
  private let target: OutputTarget
  private let policy: OverwritePolicy
  private let file: Descriptor
  private let temporary: String?
  private let place: Int?
  private var buffer: [UInt8] = []
  private var state = State.open

  private enum State {
    case open
    case synced
    case finished
    case failed(FileError)
  }

  /// Bytes handed to the system so far, and those of them that it was asked to bring to the disk.
  private var written = 0
  private var started = 0
  /// The way of what follows, once the file is large.
  private var blocks: DirectBlocks?
  private var triesBlocks = true

  private static let bufferSize = 1 << 18
  /// Bytes after which the system is asked to begin writing to the disk, so that little is left for the end.
  private static let portion = 16 << 20

  /// Creates the temporary file, so that a folder that cannot be written is found out now.
  /// - Throws: `.exists`, `.wrongKind`, `.system(.create, …)`.
  public init(to path: String, policy: OverwritePolicy = .refuse) throws(FileError) {
    self.path = path
    self.policy = policy
    target = try OutputTarget(path, policy: policy)
    switch target {
    case .stream(let open), .device(let open):
      file = open
      temporary = nil
      place = nil
    case .file(let final, _):
      let folder = Folder.parent(of: final)
      // What cannot be swept is no reason not to write.
      _ = try? TemporaryName.sweep(folder)
      let name = TemporaryName.make(in: folder)
      place = UnfinishedFiles.add(name)
      do {
        file = try Descriptor.open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600, for: .create)
      } catch {
        UnfinishedFiles.remove(at: place)
        guard case .system(let operation, _, let code) = error else { throw error }
        throw .system(operation, path: path, code: code)
      }
      // Tells a later run's sweep that somebody is at work here.
      flock(file.number, LOCK_EX | LOCK_NB)
      temporary = name
    }
  }

  deinit { discard() }

  /// Adds bytes.
  /// - Throws: `.system(.write, …)`; the file is then gone, and all further calls throw the same.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    try requireOpen()
    if buffer.count + bytes.count > Self.bufferSize { try flush() }
    if bytes.count >= Self.bufferSize {
      try hand(over: bytes)
    } else {
      buffer.append(contentsOf: bytes)
    }
  }

  /// Adds bytes.
  public func write(_ bytes: [UInt8]) throws(FileError) {
    let failure = bytes.withUnsafeBytes { bytes -> FileError? in
      do throws(FileError) {
        try write(bytes)
        return nil
      } catch { return error }
    }
    if let failure { throw failure }
  }

  /// Adds text.
  public func write(_ text: String) throws(FileError) { try write(Array(text.utf8)) }

  /// Hands all bytes to the system; to show a reader of a pipe what there is so far.
  /// - Throws: `.system(.write, …)`.
  public func flush() throws(FileError) {
    try requireOpen()
    guard !buffer.isEmpty else { return }
    defer { buffer.removeAll(keepingCapacity: true) }
    try buffer.withUnsafeBufferPointer { bytes throws(FileError) in try hand(over: UnsafeRawBufferPointer(bytes)) }
  }

  private func hand(over bytes: UnsafeRawBufferPointer) throws(FileError) {
    if let blocks { return try check(blocks.write(bytes), .write) }
    guard temporary != nil && written >= Self.portion && triesBlocks else { return try hand(cached: bytes) }
    // the file's size becomes one at which a block may begin
    let head = min(bytes.count, (DirectBlocks.alignment - written % DirectBlocks.alignment) % DirectBlocks.alignment)
    try hand(cached: UnsafeRawBufferPointer(rebasing: bytes[..<head]))
    let rest = UnsafeRawBufferPointer(rebasing: bytes[head...])
    guard !rest.isEmpty else { return }
    blocks = DirectBlocks(file, size: written)
    triesBlocks = false
    try hand(over: rest)
  }

  private func hand(cached bytes: UnsafeRawBufferPointer) throws(FileError) {
    try check(file.write(all: bytes), .write)
    written += bytes.count
    if temporary != nil && written - started >= Self.portion {
      file.startWriting(started..<written)
      started = written
    }
  }

  /// Does all that can fail for want of space, so that little can go wrong in a `commit` that follows.
  /// - Throws: `.system`.
  public func prepare() throws(FileError) {
    if case .synced = state { return }
    try flush()
    if let blocks { try check(blocks.finish(), .write) }
    if case .file(_, let permissions) = target {
      try check(fchmod(file.number, mode_t(permissions)) == 0 ? 0 : errno, .write)
      try check(file.sync(), .sync)
    }
    state = .synced
  }

  /// Finishes: after it the file is whole, durable and under its name.
  /// - Throws: `.exists`, `.system`.
  public func commit() throws(FileError) {
    try prepare()
    switch target {
    case .stream: state = .finished
    case .device:
      state = .finished
      let code = file.close()
      guard code == 0 else { throw .system(.close, path: path, code: code) }
    case .file(let final, _): try commit(to: final)
    }
  }

  /// Gives up; what stood there before stays.
  public func discard() {
    switch state {
    case .open, .synced: abandon()
    case .finished, .failed: break
    }
    state = .finished
  }

  private func commit(to final: String) throws(FileError) {
    guard let temporary else { return }
    let code = file.close()
    state = .finished
    do throws(FileError) {
      guard code == 0 else { throw FileError.system(.close, path: path, code: code) }
      switch policy {
      case .refuse: try Folder.moveWithoutReplacing(temporary, to: final)
      case .replace:
        guard rename(temporary, final) == 0 else { throw FileError.system(.rename, path: path, code: errno) }
      }
    } catch {
      unlink(temporary)
      UnfinishedFiles.remove(at: place)
      state = .failed(error)
      throw error
    }
    UnfinishedFiles.remove(at: place)
    try Folder.sync(Folder.parent(of: final))
  }

  private func requireOpen() throws(FileError) {
    switch state {
    case .open: return
    case .failed(let error): throw error
    case .synced, .finished: preconditionFailure("written to after the end")
    }
  }

  private func check(_ code: Int32, _ operation: FileOperation) throws(FileError) {
    guard code != 0 else { return }
    let error = FileError.system(operation, path: path, code: code)
    abandon()
    state = .failed(error)
    throw error
  }

  /// Closes what we opened and removes the temporary file.
  private func abandon() {
    if case .stream = target {} else { file.close() }
    if let temporary { unlink(temporary) }
    UnfinishedFiles.remove(at: place)
  }
}

extension DurableOutput {
  /// Writes a whole file at once; see `DurableOutput`.
  /// - Throws: `FileError`.
  public static func write(_ bytes: [UInt8], to path: String, policy: OverwritePolicy = .refuse) throws(FileError) {
    let output = try DurableOutput(to: path, policy: policy)
    try output.write(bytes)
    try output.commit()
  }
}
