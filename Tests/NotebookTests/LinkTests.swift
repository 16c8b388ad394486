import Foundation
import Testing

@Suite struct LinkTests {
  @Test func `every link inside the repository leads to a file that is there`() throws {
    var documents = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]
    for folder in ["docs", "notebooks-md", "models", "datasets"] {
      let root = Repository.root.appending(path: folder).path
      let names = try FileManager.default.subpathsOfDirectory(atPath: root).filter { $0.hasSuffix(".md") }
      documents += names.sorted().map { "\(folder)/\($0)" }
    }
    var count = 0
    for document in documents {
      let base = Repository.root.appending(path: document).deletingLastPathComponent()
      for match in try Repository.text(document).matches(of: /\]\(([^)#\s]+)(#[^)]*)?\)/) {
        let target = String(match.output.1)
        guard !target.contains("://") else { continue }
        count += 1
        #expect(
          FileManager.default.fileExists(atPath: base.appending(path: target).path), "\(document) links to \(target)")
      }
    }
    #expect(count > 20)
  }
}
