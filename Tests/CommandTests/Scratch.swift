import Foundation

/// A fresh folder, removed with the value; the program runs in it.
final class Scratch: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "churn-command-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }

  /// Runs `churn` here.
  func churn(_ arguments: String..., input: Data? = nil) throws -> Answer {
    try Churn(arguments: arguments, input: input, folder: url).run()
  }

  /// Runs `churn` here.
  func run(_ arguments: [String]) throws -> Answer { try Churn(arguments: arguments, folder: url).run() }

  /// Runs a shell script here; `churn` is the program.
  func shell(_ script: String, environment: [String: String] = [:]) throws -> Answer {
    try Churn(arguments: [], environment: environment, folder: url).runScript(script)
  }

  /// Writes a file here.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: url.appending(path: name))
    return name
  }

  /// A file of this folder.
  func read(_ name: String) throws -> Data { try Data(contentsOf: url.appending(path: name)) }

  /// Names of all files below this folder, sorted.
  func files() -> [String] {
    (FileManager.default.subpaths(atPath: url.path) ?? []).filter {
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: path($0), isDirectory: &isFolder) && !isFolder.boolValue
    }.sorted()
  }
}

/// Files of the package that tests read where they lie.
enum Package {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func path(_ file: String) -> String { root.appending(path: file).path }
  static func dataset(_ file: String) -> String { path("datasets/" + file) }
  static func fit(_ file: String) -> String { path("Tests/FittingTests/Fixtures/" + file) }
  static func scores(_ file: String) -> String { path("Tests/EvaluationTests/Fixtures/" + file) }
  static func malformed(_ file: String) -> String { path("Tests/IngestTests/Fixtures/badcsv/" + file) }
}
