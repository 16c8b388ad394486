import CanonicalJSON
import Diagnostics
import Files
import Fitting
import Reporting
import Workflow

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

  /// Prints a summary: on standard output when the answer itself went into a file, else on standard error.
  func summarise(_ report: some Report, answerIsElsewhere: Bool) throws {
    if answerIsElsewhere {
      try answer(report)
    } else if !options.quiet {
      Self.talk(bytes: Array(PlainText().text(of: report.document).utf8))
    }
  }

  /// Prints what a training run says while it works.
  func observe(_ event: TrainingEvent) {
    switch event {
    case .notices(let notices): tell(notices)
    case .stage(let name, let seconds): detail("\(name): \(NumberStyle.fixed(seconds, 3)) s")
    case .iteration(let record):
      detail(
        "  step \(record.iteration): deviance \(NumberStyle.fixed(record.deviance, 6)), "
          + "gradient \(NumberStyle.significant(record.gradient, 3))")
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
      talk(bytes: Array(text.utf8))
      return
    }
    talk("error: " + problem.place + problem.message.escapedForDisplay)
    for remedy in problem.remedies { talk("  try: " + remedy.escapedForDisplay) }
  }

  private static func talk(_ line: String) { talk(bytes: Array((line + "\n").utf8)) }

  /// Talk that nobody can hear is not an error.
  private static func talk(bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { return }
      rest = rest.dropFirst(written)
    }
  }
}

extension Problem {
  /// `file:line: `, as far as it is known; nothing where the message names the file itself.
  fileprivate var place: String {
    guard let location else { return "" }
    if location.line == nil, message.contains(location.file) { return "" }
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
