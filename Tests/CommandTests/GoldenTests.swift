import Foundation
import Testing

/// One case of `Tests/Golden/<command>/<case>/`: a script, what it prints, and why that is right.
struct GoldenCase: CustomTestStringConvertible, Sendable {
  var name: String
  var folder: URL { URL(filePath: Package.path("Tests/Golden/" + name)) }
  var testDescription: String { name }

  static let all: [GoldenCase] = {
    let root = Package.path("Tests/Golden")
    return (FileManager.default.subpaths(atPath: root) ?? []).filter { $0.hasSuffix("/cmd") }.sorted()
      .map { GoldenCase(name: String($0.dropLast(4))) }
  }()

  func text(_ file: String) throws -> String {
    try String(contentsOf: folder.appending(path: file), encoding: .utf8)
  }

  /// Runs the script in a fresh folder in which `datasets` and `badcsv` lie, so that every printed path is relative.
  func printed() throws -> String {
    let scratch = try Scratch()
    for (name, target) in [
      ("datasets", Package.path("datasets")), ("badcsv", Package.path("Tests/IngestTests/Fixtures/badcsv")),
    ] {
      try FileManager.default.createSymbolicLink(atPath: scratch.path(name), withDestinationPath: target)
    }
    return try scratch.shell(text("cmd")).text
  }
}

/// Goldens through the real program. `UPDATE_GOLDENS=1` rewrites them and then fails the run on purpose, so that nobody
/// takes a rewritten golden for a passed test: read the difference, then run again without it.
@Suite struct GoldenTests {
  private static let updates = ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1"

  @Test(arguments: GoldenCase.all)
  func `the program prints what it printed`(_ golden: GoldenCase) throws {
    let printed = try golden.printed()
    if Self.updates {
      try Data(printed.utf8).write(to: golden.folder.appending(path: "stdout"))
      Issue.record("\(golden.name) was rewritten; read the difference and run again without UPDATE_GOLDENS")
      return
    }
    let expected = try golden.text("stdout").split(separator: "\n", omittingEmptySubsequences: false)
    let lines = printed.split(separator: "\n", omittingEmptySubsequences: false)
    for (place, pair) in zip(lines, expected).enumerated() where pair.0 != pair.1 {
      Issue.record("line \(place + 1) is “\(pair.0)”, not “\(pair.1)”")
      break
    }
    #expect(lines.count == expected.count)
  }

  @Test(arguments: GoldenCase.all)
  func `every golden says in two lines why it is right`(_ golden: GoldenCase) throws {
    #expect(try golden.text("why.md").split(separator: "\n").count == 2)
    #expect(try !golden.text("stdout").contains("/churn-command-"))
  }

  @Test func `there are goldens`() { #expect(GoldenCase.all.count >= 4) }
}
