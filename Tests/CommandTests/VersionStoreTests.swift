import Foundation
import Testing

/// The version store from outside.
@Suite struct VersionStoreTests {
  private static let data = Package.malformed("01_clean.csv")

  private func train(_ scratch: Scratch, _ model: String, _ options: [String] = []) throws -> Answer {
    try scratch.run(["train", Self.data, "--target", "churned", "--model=\(model)", "--quiet"] + options)
  }

  @Test func `versions count up, the last line names the new one, and nothing is overwritten`() throws {
    let scratch = try Scratch()
    #expect(try train(scratch, "acme").lines.last == "Stored as acme@1 in models/acme/1/model.json")
    let first = try scratch.read("models/acme/1/model.json")
    #expect(try train(scratch, "acme", ["--ridge", "1"]).lines.last == "Stored as acme@2 in models/acme/2/model.json")
    #expect(try scratch.read("models/acme/1/model.json") == first)
    let report = try train(scratch, "acme", ["--json"]).json()
    #expect(report["model.version"] == .number(3))
    #expect(report["model.path"] == .string("models/acme/3/model.json"))
    let sum = try scratch.shell("sha256sum models/acme/3/model.json").text.prefix(64)
    #expect(report["model.sha256"]?.string == String(sum))
    #expect(try scratch.churn("models", "list").text.contains("acme"))
    #expect(try scratch.churn("models", "show", "acme@1").status == 0)
    #expect(try scratch.churn("models", "verify", "acme").status == 0)
  }

  @Test func `eight trainers at once get eight numbers`() throws {
    let scratch = try Scratch()
    let answer = try scratch.shell(
      """
      for i in 1 2 3 4 5 6 7 8; do
        churn train '\(Self.data)' --target churned --model m --quiet | tail -1 &
      done; wait
      """)
    #expect(
      answer.lines.sorted() == (1...8).map { "Stored as m@\($0) in models/m/\($0)/model.json" }, "\(answer.errors)")
    #expect(try scratch.churn("models", "verify", "m").status == 0)
    #expect(try scratch.churn("models", "list", "--json").json() != .null)
  }

  @Test(arguments: [
    "../x", "/etc/x", "a/b", "..", ".", "", "-rf", "a#b", "x\ny", "😀", "%2e%2e", "file:///etc",
    String(repeating: "a", count: 65), ".hidden", "_x", "a b",
  ])
  func `a name that is none is refused with 64 before any work`(_ name: String) throws {
    let scratch = try Scratch()
    let answer = try train(scratch, name)
    #expect(answer.status == 64, "\(answer.errors)")
    #expect(answer.errors.contains("is not a name for a model"))
    #expect(scratch.files() == [])
  }

  @Test(arguments: ["a", "A.b-c_9", "9", "con", String(repeating: "a", count: 64)])
  func `names of letters, digits, dots, underscores and dashes are fine`(_ name: String) throws {
    let scratch = try Scratch()
    #expect(try train(scratch, name).status == 0)
    #expect(scratch.files().contains("models/\(name)/1/model.json"))
  }

  @Test(arguments: ["file/sub", "/proc/nowhere", "/dev/null"])
  func `a store that cannot be written is refused with 73`(_ store: String) throws {
    let scratch = try Scratch()
    try scratch.write("x", to: "file")
    let answer = try train(scratch, "m", ["--store", store])
    #expect(answer.status == 73, "\(answer.errors)")
    #expect(answer.errors.contains("error: ") && answer.output.isEmpty)
  }

  @Test func `a changed byte, a cut and a foreign file are refused by every command`() throws {
    let scratch = try Scratch()
    _ = try train(scratch, "m")
    let path = scratch.url.appending(path: "models/m/1/model.json")
    let sound = try Data(contentsOf: path)
    var changed = sound
    let digit = sound.lastIndex(of: UInt8(ascii: "7"))!
    changed[digit] = UInt8(ascii: "8")
    for data in [changed, sound.dropLast(1), sound.prefix(100), Data(), Data([0x80, 4, 0x95]), Data("{}".utf8)] {
      try FileManager.default.removeItem(at: path)
      try data.write(to: path)
      for command in [
        ["score", "m", Self.data], ["evaluate", "m", Self.data], ["compare", "m@1", "m@1", Self.data],
        ["models", "show", "m"],
      ] {
        let answer = try scratch.run(command)
        #expect([65, 77].contains(answer.status), "\(command) \(answer.status) \(answer.errors)")
        #expect(answer.output.isEmpty)
      }
      #expect(try scratch.churn("models", "verify", "m").status == 65)
    }
  }

  @Test func `a model is found by name, version, alias and path`() throws {
    let scratch = try Scratch()
    _ = try train(scratch, "m")
    _ = try train(scratch, "m", ["--ridge", "5"])
    func scores(_ model: String) throws -> [String] {
      try scratch.churn("score", model, Self.data, "--quiet").lines.map { String($0.split(separator: ",")[1]) }
    }
    #expect(try scores("m") == scores("m@2"))
    #expect(try scores("m@1") == scores("models/m/1/model.json"))
    #expect(try scores("m@1") != scores("m@2"))
    #expect(try scratch.churn("models", "promote", "m@1").status == 0)
    #expect(try scores("m") == scores("m@1"))
    #expect(try scores("m@champion") == scores("m@1"))
    #expect(try scratch.churn("score", "m@7", Self.data).status == 66)
    #expect(try scratch.churn("models", "remove", "m@1").status != 0, "the champion stays")
  }
}
