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
      FileDigest.sha256(of: bytes) == "0d69a88e84bebae93ac1ad1244ab9b61ded412caefd72ca722d91b4b769a49d7",
      "the golden file itself was changed; it must never be")
    let model = try ModelFile.parsed(bytes, path: "model.json")
    #expect(model == SampleModel.model)
    #expect(try ModelFile.rendered(model) == bytes)
  }
}
