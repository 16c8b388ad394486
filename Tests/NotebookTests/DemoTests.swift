import Foundation
import Testing

@Suite struct DemoTests {
  @Test func `the demo runs from any folder, to its end, and leaves nothing there`() throws {
    let scratch = try Scratch()
    let lines = try scratch.run("mkdir elsewhere; cd elsewhere; '\(Repository.root.path)/scripts/demo'; ls -A")
    #expect(lines.contains { $0.hasPrefix("Done in ") }, "\(lines.suffix(5))")
    #expect(lines.last == "Next: notebooks-md/01-first-model.md")
  }
}
