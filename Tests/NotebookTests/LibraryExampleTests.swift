import Foundation
import Testing

@Suite struct LibraryExampleTests {
  @Test func `the example in the README is the compiled one`() throws {
    let source = try Repository.text("Tests/NotebookTests/Snippets/LibraryExample.swift")
    let example = try #require(source.between("// example:begin\n", "// example:end"))
    let shown = try #require(try Repository.text("README.md").between("```swift\n", "```"))
    #expect(shown == example)
  }

  @Test func `the example trains, stores and evaluates`() throws {
    let scratch = try Scratch()
    let profit = try profitOfANewModel(
      data: Repository.root.appending(path: "datasets/telco").path,
      store: scratch.folder.appending(path: "example").path)
    #expect(try #require(profit) > 0)
    #expect(FileManager.default.fileExists(atPath: scratch.folder.appending(path: "example/telco/1/model.json").path))
  }
}

extension String {
  /// The text between the first occurrence of one text and the next of another.
  fileprivate func between(_ start: String, _ end: String) -> String? {
    guard let opening = range(of: start), let closing = range(of: end, range: opening.upperBound..<endIndex) else {
      return nil
    }
    return String(self[opening.upperBound..<closing.lowerBound])
  }
}
