import Diagnostics
import Models
import Testing

@Suite struct NameTests {
  @Test(arguments: [
    "../x", "/etc/x", "a/b", "..", ".", "", "-rf", "x\0y", "a\nb", "😀", "%2e%2e", "file:///etc", "a#b", "a b", "é",
    "_x",
    ".hidden", "a\\b", String(repeating: "a", count: 65), String(repeating: "a", count: 300), "a@b", "x\u{301}", "ａ",
  ])
  func `what could leave the store or trouble a shell is no name`(text: String) {
    let error = #expect(throws: ModelError.self) { try ModelName(text) }
    #expect(error?.problem.kind == .usage && error?.problem.remedies.isEmpty == false)
    #expect(error?.problem.message.utf8.contains(0x0A) == false)
  }

  @Test(arguments: ["a", "acme", "con", "7", "A.b_c-D", String(repeating: "z", count: 64), "model.json", "x.."])
  func `plain names pass`(text: String) throws {
    #expect(try ModelName(text).text == text)
  }

  @Test func `a reference is a name, a version, an alias or a path`() throws {
    let acme = try ModelName("acme")
    #expect(try ModelReference("acme") == .name(acme))
    #expect(try ModelReference("acme@3") == .version(acme, 3))
    #expect(try ModelReference("acme@champion") == .alias(acme, .champion))
    #expect(try ModelReference("./acme") == .path("./acme"))
    #expect(try ModelReference("model.json") == .path("model.json"))
    #expect(try ModelReference("/x/y/model.json") == .path("/x/y/model.json"))
  }

  @Test(arguments: [
    "acme@", "acme@0", "acme@03", "acme@-1", "acme@99999999999999999999", "@3", "acme@a@b", "acme@é", "a b@1",
  ])
  func `a crooked reference is a mistake of usage`(text: String) {
    let error = #expect(throws: ModelError.self) { try ModelReference(text) }
    #expect(error?.problem.kind == .usage)
  }
}
