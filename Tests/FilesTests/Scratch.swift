import Foundation

/// A folder of a test's own, removed when the test is over.
final class Scratch: Sendable {
  let path: String

  init() {
    path = FileManager.default.temporaryDirectory.path + "/churn-test-" + UUID().uuidString
    try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// A path in it.
  func at(_ name: String) -> String { path + "/" + name }

  /// All names in it, hidden ones too.
  var names: [String] { try! FileManager.default.contentsOfDirectory(atPath: path).sorted() }

  func put(_ text: String, at name: String) { try! text.write(toFile: at(name), atomically: false, encoding: .utf8) }

  func text(at name: String) -> String? { try? String(contentsOfFile: at(name), encoding: .utf8) }

  func permissions(of name: String) -> Int {
    (try! FileManager.default.attributesOfItem(atPath: at(name))[.posixPermissions] as! NSNumber).intValue
  }
}
