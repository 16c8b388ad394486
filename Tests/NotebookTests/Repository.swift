import Foundation

/// The clone that the tests run in.
enum Repository {
  /// Its root folder.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The program under test: `CHURN_BINARY`, or the one built beside the tests.
  static var binary: URL {
    if let path = ProcessInfo.processInfo.environment["CHURN_BINARY"] { return URL(filePath: path) }
    return Bundle.module.bundleURL.deletingLastPathComponent().appending(path: "churn")
  }

  /// Whether shown output is to be rewritten; the run then fails on purpose.
  static var updates: Bool { ProcessInfo.processInfo.environment["UPDATE_DOCS"] == "1" }

  /// The text of a file.
  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The executed notebooks, in order of name.
  static func notebooks() throws -> [String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "notebooks-md").path)
    return names.filter { $0.hasSuffix(".md") }.sorted().map { "notebooks-md/\($0)" }
  }
}
