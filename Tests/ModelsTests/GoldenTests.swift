import Files
import Foundation
import Models
import Testing

/// Files of every format ever written. They are never edited: what was once saved is read for ever.
@Suite struct GoldenTests {
  @Test func `the golden model of format 1 is read as it was meant and written as it was`() throws {
    let url = try #require(
      Bundle.module.url(forResource: "model", withExtension: "json", subdirectory: "Fixtures/format-1"))
    let bytes = try FileContents.read(url.path, limit: ModelFile.largestSize)
    #expect(
      FileDigest.sha256(of: bytes) == "cbbd4a0f87a36337fb891f19ee583cbf17d15badfa2ea88c7f15e687760b4098",
      "the golden file itself was changed; it must never be")
    let model = try ModelFile.parsed(bytes, path: "model.json")
    #expect(model == SampleModel.model)
    #expect(try ModelFile.rendered(model) == bytes)
  }
}
