import Foundation
import Testing

/// The real program with its arguments, in a working folder.
struct Churn {
  var arguments: [String]
  /// What standard input gives; `nil` is an empty one.
  var input: Data?
  /// Added to the environment of the tests.
  var environment: [String: String] = [:]
  var folder: URL
  /// Seconds after which the program counts as hung and is killed.
  var timeout = 120.0

  /// The program: `CHURN_BINARY`, or the product beside the test bundle.
  static let program: String =
    ProcessInfo.processInfo.environment["CHURN_BINARY"].map { URL(filePath: $0).path }
    ?? Bundle.module.bundleURL.deletingLastPathComponent().appending(path: "churn").path

  /// Runs it to its end.
  func run() throws -> Answer { try Self.start(Self.program, arguments, self) }

  /// Runs a shell script in which `churn` is the program.
  func runScript(_ script: String) throws -> Answer {
    try Self.start("/bin/bash", ["-c", "churn() { \"$CHURN\" \"$@\"; }; \(script)"], self)
  }

  private static func start(_ file: String, _ arguments: [String], _ churn: Churn) throws -> Answer {
    let talk = try Scratch()
    let (input, output, errors) = (talk.path("in"), talk.path("out"), talk.path("err"))
    try (churn.input ?? Data()).write(to: URL(filePath: input))
    var environment = ProcessInfo.processInfo.environment
    environment["CHURN"] = program
    environment.merge(churn.environment) { $1 }
    var child = try Child(
      file, arguments, environment: environment, folder: churn.folder.path, input: input, output: output,
      errors: errors)
    let status = try child.status(within: churn.timeout)
    return Answer(
      status: status, output: try Data(contentsOf: URL(filePath: output)),
      errors: String(decoding: try Data(contentsOf: URL(filePath: errors)), as: UTF8.self))
  }
}

/// What a run of the program left: exit code (128 + n for signal n), standard output, standard error.
struct Answer {
  var status: Int32
  var output: Data
  var errors: String

  var text: String { String(decoding: output, as: UTF8.self) }
  var lines: [String] { text.split(separator: "\n").map(String.init) }

  /// Standard output as JSON.
  func json() throws -> JSON { try JSON(output) }

  /// One line of standard output, counted from 0.
  func line(_ place: Int) throws -> String {
    try #require(lines.count > place, "\(errors)")
    return lines[place]
  }

  /// The column `p_churn` of a score file, its second.
  func probabilities() throws -> [Double] {
    try lines.dropFirst().map { line in
      let cells = line.split(separator: ",")
      return try #require(cells.count > 1 ? Double(cells[1]) : nil)
    }
  }
}
