import Foundation

/// A Markdown file whose ```` ```console ```` blocks are run: `$ command` lines, each followed by what it prints.
struct Notebook {
  /// Path below the package's root.
  let path: String
  private var lines: [String]

  /// Reads a file of the repository.
  init(_ path: String) throws {
    self.path = path
    lines = try String(contentsOf: Repository.root.appending(path: path), encoding: .utf8).components(separatedBy: "\n")
  }

  /// A notebook that is not in a file.
  init(path: String, text: String) {
    self.path = path
    lines = text.components(separatedBy: "\n")
  }

  /// The whole text.
  var text: String { lines.joined(separator: "\n") }

  /// The same notebook with what its commands print now.
  func executed(in scratch: Scratch) throws -> Notebook {
    var copy = self
    copy.lines = []
    var rest = lines[...]
    while let line = rest.popFirst() {
      copy.lines.append(line)
      guard line == "```console" || line == "```console stderr" else { continue }
      while let shown = rest.first, shown != "```" {
        rest.removeFirst()
        guard shown.hasPrefix("$ ") else { continue }
        var command = [shown]
        while Self.goesOn(command), let next = rest.first, next != "```" { command.append(rest.removeFirst()) }
        let script = command.joined(separator: "\n").dropFirst(2)
        copy.lines += command + (try scratch.run(String(script), withErrors: line.hasSuffix("stderr")))
      }
    }
    return copy
  }

  /// Whether a command is not complete yet: its last line ends in `\`, or its here-document (`<<'END'`) has not ended.
  private static func goesOn(_ command: [String]) -> Bool {
    if command.last?.hasSuffix("\\") == true { return true }
    guard let opening = command.joined(separator: "\n").firstMatch(of: /<<'(\w+)'/) else { return false }
    return command.last != String(opening.output.1)
  }

  /// The first line in which two notebooks differ, for a message.
  func firstDifference(from other: Notebook) -> String? {
    for index in 0..<max(lines.count, other.lines.count) {
      let mine = index < lines.count ? lines[index] : "(end of file)"
      let theirs = index < other.lines.count ? other.lines[index] : "(end of file)"
      if mine != theirs { return "\(path):\(index + 1)\n  shown:   \(mine)\n  printed: \(theirs)" }
    }
    return nil
  }

  /// How many commands it runs.
  var commandCount: Int {
    var count = 0
    var isInside = false
    for line in lines {
      if line.hasPrefix("```") { isInside = !isInside && line.hasPrefix("```console") }
      if isInside, line.hasPrefix("$ ") { count += 1 }
    }
    return count
  }
}
