import Foundation
import Testing

/// Errors say where, what and what to try, to people and to machines, and never speak of customers.
@Suite struct MessageTests {
  private static let bad = Package.malformed("25_decimal_comma_quoted.csv")

  /// Command line, exit code, code, line, column.
  static let failures: [(arguments: [String], status: Int32, code: String, line: Int?, column: String?)] = [
    (["train", bad, "--target", "churned"], 65, "csv.not-a-number", 2, "usage"),
    (["train", bad, "--target", "left"], 65, "columns.unknown", nil, "left"),
    (
      ["train", Package.malformed("41_single_class.csv"), "--target", "churned"], 65, "train.single-class", nil,
      "churned"
    ),
    (["train", "absent.csv", "--target", "y"], 66, "csv.cannot-open", nil, nil),
    (["score", "absent", bad], 66, "model.no-such-model", nil, nil),
    (["train", bad, "--target", "churned", "--model", "../x"], 64, "model.bad-name", nil, nil),
    (["train", bad], 64, "usage", nil, nil),
    (["train", bad, "--target", "churned", "--ridge=nan"], 64, "usage", nil, nil),
    (["train", bad, "--target", "churned", "--frobnicate"], 64, "usage", nil, nil),
  ]

  @Test(arguments: failures)
  func `with --json an error is one JSON object with code, message, file, line, column and hint`(
    _ failure: (arguments: [String], status: Int32, code: String, line: Int?, column: String?)
  ) throws {
    for words in [["--json"], ["--format", "json"], ["--format=json"]] {
      let answer = try Scratch().run(failure.arguments + words)
      #expect(answer.status == failure.status)
      #expect(answer.output.isEmpty)
      let error = try #require(try JSON(Data(answer.errors.utf8))["error"], "\(answer.errors)")
      #expect(error["code"]?.string == failure.code)
      #expect(error["exit_code"] == .number(Double(failure.status)))
      #expect(error["message"]?.string?.isEmpty == false)
      #expect(error["line"] == failure.line.map { .number(Double($0)) } ?? .null)
      #expect(error["column"] == failure.column.map { .string($0) } ?? .null)
      #expect(error["file"] != nil)
      if case .array? = error["hint"] {} else { Issue.record("hint is no list") }
    }
  }

  @Test func `the same error for people has the file, the line and a remedy`() throws {
    let answer = try Scratch().churn("train", Self.bad, "--target", "churned")
    let lines = answer.errors.split(separator: "\n").map(String.init)
    try #require(lines.count > 1)
    #expect(lines[0] == "error: \(Self.bad):2: column \"usage\": \"120,5\" is not a number (decimal comma?)")
    #expect(lines[1].hasPrefix("  try: --decimal ,"))
  }

  @Test func `all missing columns are listed, not the first only`() throws {
    let scratch = try Scratch()
    _ = try scratch.churn("train", Package.malformed("01_clean.csv"), "--target", "churned", "--model", "m")
    try scratch.write("account_id,logins,other\nA1,3,4\n", to: "few.csv")
    for command in [["score", "m", "few.csv"], ["evaluate", "m", "few.csv", "--target", "other"]] {
      let answer = try scratch.run(command)
      #expect(answer.status == 65)
      for column in ["usage", "tickets", "tenure_months", "plan"] { #expect(answer.errors.contains("\"\(column)\"")) }
      #expect(answer.errors.contains("account_id, logins, other"))
    }
  }

  @Test(arguments: [[:], ["TERM": "xterm-256color"], ["NO_COLOR": "1"], ["TERM": "dumb", "CLICOLOR_FORCE": "0"]])
  func `no escape code reaches a pipe or a file`(_ environment: [String: String]) throws {
    let scratch = try Scratch()
    let train = ["train", Package.malformed("01_clean.csv"), "--target", "churned", "--model", "m", "--verbose"]
    for arguments in [
      train, ["models", "list"], ["score", "m", Package.malformed("49_control_chars.csv"), "--quiet"],
    ] {
      let answer = try Churn(arguments: arguments, environment: environment, folder: scratch.url).run()
      #expect(answer.status == 0 && !answer.output.isEmpty)
      #expect(!answer.errors.contains("\u{1B}"))
      // The control characters of an id are data, byte for byte; nothing else may hold any.
      #expect(!answer.text.replacing("\u{1B}[2J005", with: "").contains("\u{1B}"))
    }
  }

  @Test func `--quiet leaves only errors on standard error`() throws {
    let scratch = try Scratch()
    let quiet = try scratch.churn("train", Package.dataset("telco/telco.csv"), "--target", "churn", "--quiet")
    #expect(quiet.status == 0 && quiet.errors.isEmpty && !quiet.output.isEmpty)
    let failed = try scratch.churn("train", "absent.csv", "--target", "churn", "--quiet")
    #expect(failed.errors.hasPrefix("error: absent.csv"))
  }

  @Test func `no account id is in the model, the record, the report or the talk`() throws {
    let scratch = try Scratch()
    let answer = try scratch.churn(
      "train", Package.malformed("01_clean.csv"), "--target", "churned", "--model", "m", "--verbose")
    #expect(answer.status == 0 && scratch.files().contains("models/m/1/model.json"))
    var all = answer.text + answer.errors
    for file in scratch.files() { all += String(decoding: try scratch.read(file), as: UTF8.self) }
    for row in 1...30 { #expect(!all.contains(String(format: "A%03d", row))) }
  }
}
