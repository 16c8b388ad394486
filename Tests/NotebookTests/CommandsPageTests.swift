import Diagnostics
import Foundation
import Testing

@Suite struct CommandsPageTests {
  @Test func `the page of commands is what its script makes of the program's help`() throws {
    let script = Repository.root.appending(path: "scripts/make-commands-page").path
    let made = try Scratch().run("'\(script)'").joined(separator: "\n") + "\n"
    let page = try Repository.text("docs/commands.md")
    guard made != page else { return }
    if Repository.updates {
      try made.write(to: Repository.root.appending(path: "docs/commands.md"), atomically: true, encoding: .utf8)
      Issue.record("docs/commands.md was rewritten; read the difference, then run again without UPDATE_DOCS")
    } else {
      Issue.record("docs/commands.md differs from what scripts/make-commands-page prints")
    }
  }

  @Test func `every exit code has its line`() throws {
    let page = try Repository.text("docs/commands.md")
    for kind in Problem.Kind.allCases {
      #expect(page.contains("\n| \(kind.exitCode) | "), "exit code \(kind.exitCode) (\(kind)) is missing")
    }
  }
}
