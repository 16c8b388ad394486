import Foundation

/// A fresh folder that looks like a clone to the commands of a notebook: the data, the committed models, the program.
final class Scratch {
  /// The folder.
  let folder: URL

  /// Makes the folder.
  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "churn-notebook-\(UUID().uuidString)")
    let files = FileManager.default
    try files.createDirectory(at: folder.appending(path: ".bin"), withIntermediateDirectories: true)
    try files.createSymbolicLink(
      at: folder.appending(path: "datasets"), withDestinationURL: Repository.root.appending(path: "datasets"))
    try files.createSymbolicLink(at: folder.appending(path: ".bin/churn"), withDestinationURL: Repository.binary)
    try files.copyItem(at: Repository.root.appending(path: "models"), to: folder.appending(path: "models"))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Runs a command with bash.
  ///
  /// - Parameter withErrors: standard error is part of the answer, in the order of writing.
  /// - Returns: the printed lines; a last line `[exit 65]` where the command failed.
  func run(_ command: String, withErrors: Bool = false) throws -> [String] {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["--noprofile", "--norc", "-c", command]
    process.currentDirectoryURL = folder
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    process.standardError = withErrors ? pipe : FileHandle.nullDevice
    try process.run()
    let bytes = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    var lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\n")
    if lines.last == "" { lines.removeLast() }
    if process.terminationStatus != 0 { lines.append("[exit \(process.terminationStatus)]") }
    return lines
  }

  private var environment: [String: String] {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return [
      "PATH": folder.appending(path: ".bin").path + ":" + path, "LC_ALL": "C.UTF-8", "TZ": "UTC", "COLUMNS": "100",
      "HOME": folder.path, "CHURN_BINARY": Repository.binary.path,
    ]
  }
}
