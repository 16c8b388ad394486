import Foundation
import Testing

/// What the documents show is what the program prints. `UPDATE_DOCS=1` rewrites the shown output and then fails.
@Suite struct NotebookTests {
  static let documents = (try? Repository.notebooks()).map { $0 + ["README.md", "docs/commands.md"] } ?? []

  @Test(arguments: documents) func `every command shown prints what is shown`(path: String) throws {
    let shown = try Notebook(path)
    #expect(shown.commandCount > 0, "\(path) runs no command")
    let printed = try shown.executed(in: Scratch())
    guard let difference = shown.firstDifference(from: printed) else { return }
    // The page of commands is rewritten as a whole, by CommandsPageTests.
    if Repository.updates, path != "docs/commands.md" {
      try printed.text.write(to: Repository.root.appending(path: path), atomically: true, encoding: .utf8)
      Issue.record("\(path) was rewritten; read the difference, then run again without UPDATE_DOCS")
    } else {
      Issue.record("\(difference)\n  UPDATE_DOCS=1 swift test --filter NotebookTests rewrites what is shown")
    }
  }

  @Test func `the two walk-throughs are among the documents`() {
    #expect(Self.documents.starts(with: ["notebooks-md/01-first-model.md", "notebooks-md/02-whom-to-call.md"]))
  }

  @Test func `a line that differs is found, and so is an exit code that is not shown`() throws {
    let fence = "```"
    let shown = Notebook(
      path: "sample.md", text: "\(fence)console\n$ echo one; \\\n  echo two\none\n2\n$ exit 3\n\(fence)\nend")
    let printed = try shown.executed(in: Scratch())
    #expect(shown.firstDifference(from: printed) == "sample.md:5\n  shown:   2\n  printed: two")
    #expect(
      printed.text == "\(fence)console\n$ echo one; \\\n  echo two\none\ntwo\n$ exit 3\n[exit 3]\n\(fence)\nend")
    #expect(printed.firstDifference(from: try printed.executed(in: Scratch())) == nil)
  }

  @Test func `a here-document belongs to its command, and a fence ends one that does not end`() throws {
    let command = "$ cat > file <<'END'; cat file\n$ one\ntwo\nEND"
    let ended = try Notebook(path: "a.md", text: "```console\n\(command)\nold\n```").executed(in: Scratch())
    #expect(ended.text == "```console\n\(command)\n$ one\ntwo\n```")
    let open = try Notebook(path: "a.md", text: "```console\n$ cat <<'END'\nx\n```\nend").executed(in: Scratch())
    #expect(open.text == "```console\n$ cat <<'END'\nx\nx\n```\nend")
  }

  @Test func `standard error is shown where the block asks for it`() throws {
    let command = "$ echo talk >&2; echo answer"
    let quiet = try Notebook(path: "a.md", text: "```console\n\(command)\n```").executed(in: Scratch())
    let loud = try Notebook(path: "a.md", text: "```console stderr\n\(command)\n```").executed(in: Scratch())
    #expect(quiet.text == "```console\n\(command)\nanswer\n```")
    #expect(loud.text == "```console stderr\n\(command)\ntalk\nanswer\n```")
  }
}
