import CanonicalJSON
import Diagnostics
import Files
import Reporting

#if canImport(Glibc)
  import Glibc
#endif

/// Standard output for the answer, standard error for the talk.
struct Console {
  let options: ReportOptionGroup

  /// Prints a report in the chosen format.
  func answer(_ report: some Report) throws {
    let text: String =
      switch options.chosen {
      case .text: PlainText().text(of: report.document)
      case .markdown: Markdown().text(of: report.document)
      case .json: try report.json.text(.report)
      }
    try Self.write(text)
  }

  /// Prints notices, most important first within their order.
  func tell(_ notices: [Notice]) {
    guard !options.quiet else { return }
    for notice in notices {
      Self.talk("\(notice.level.rawValue): \(notice.message.escapedForDisplay)")
      for remedy in notice.remedies { Self.talk("  try: \(remedy.escapedForDisplay)") }
    }
  }

  /// Prints a line of commentary, only when asked to say more.
  func detail(_ line: String) {
    if options.verbose { Self.talk(line.escapedForDisplay) }
  }

  /// Writes to standard output, wholly or with a problem.
  static func write(_ text: String) throws { try DurableOutput.write(Array(text.utf8), to: "-") }

  /// Prints a problem on standard error.
  static func complain(_ problem: Problem, asJSON: Bool) {
    if asJSON, let text = try? problem.json.text(.report) {
      fputs(text, stderr)
      return
    }
    talk("error: " + problem.place + problem.message.escapedForDisplay)
    for remedy in problem.remedies { talk("  try: " + remedy.escapedForDisplay) }
  }

  private static func talk(_ line: String) { fputs(line + "\n", stderr) }
}

extension Problem {
  /// `file:line: column "name": `, as far as it is known.
  fileprivate var place: String {
    guard let location else { return "" }
    let line = location.line.map { ":\($0)" } ?? ""
    return "\(location.file.escapedForDisplay)\(line): "
  }

  fileprivate var json: JSONValue {
    [
      "error": [
        "code": .string(code), "exit_code": .integer(Int64(kind.exitCode)), "message": .string(message),
        "file": .text(location?.file), "line": location?.line.map { .count($0) } ?? .null,
        "column": .text(location?.column), "hint": .array(remedies.map { .string($0) }),
      ]
    ]
  }
}
