import CanonicalJSON
import Diagnostics
import Testing

@Suite struct CursorTests {
  enum Colour: String, CaseIterable { case red, green }

  let root = JSONCursor([
    "features": [["coef": 1.5], ["coef": "1.5"], ["coef": nil], ["coef": true]], "rows": 12, "big": 9007199254740993,
    "word": "gren",
  ])

  @Test(arguments: [(1, "text"), (2, "null"), (3, "true or false")])
  func `a value of another kind is named by its path`(index: Int, found: String) throws {
    let feature = try root.member("features").elements()[index]
    #expect(throws: JSONError.wrongKind(path: "features[\(index)].coef", needed: "a number", found: found)) {
      try feature.member("coef").number()
    }
  }

  @Test func `what is there is read`() throws {
    #expect(try root.member("features").elements(count: 4)[0].member("coef").number() == 1.5)
    #expect(try root.member("rows").integer(in: 0...20) == 12)
    #expect(try root.member("rows").number() == 12)
    #expect(try root.memberIfPresent("none")?.path == nil)
    #expect(try root.member("features").elements()[2].member("coef").unlessNull?.path == nil)
  }

  @Test func `missing, unknown and miscounted are told apart`() throws {
    #expect(throws: JSONError.missingKey(path: "", key: "row", present: ["features", "rows", "big", "word"])) {
      try root.member("row")
    }
    #expect(throws: JSONError.unknownKey(path: "", key: "big", known: ["features", "rows", "word"])) {
      try root.allow(only: "features", "rows", "word")
    }
    #expect(throws: JSONError.wrongCount(path: "features", needed: 3, found: 4)) {
      try root.member("features").elements(count: 3)
    }
    #expect(throws: JSONError.outOfRange(path: "rows", value: 12, lowest: 0, highest: 10)) {
      try root.member("rows").integer(in: 0...10)
    }
  }

  @Test func `a whole number that no double holds is not a number`() throws {
    #expect(throws: JSONError.self) { try root.member("big").number() }
  }

  @Test func `a mistyped word brings the nearest`() throws {
    let error = #expect(throws: JSONError.self) { try root.member("word").word(of: Colour.self) }
    #expect(error?.problem.remedies.first == "perhaps \"green\" is meant")
  }

  @Test func `a list of numbers names the one that is none`() throws {
    let list = JSONCursor(["a": [1.0, 2, "3"]])
    #expect(throws: JSONError.wrongKind(path: "a[2]", needed: "a number", found: "text")) {
      try list.member("a").numbers()
    }
  }

  @Test func `a long object finds, replaces and removes by exact name`() {
    var object = JSONObject()
    for index in 0..<1000 { object["k\(index)"] = .count(index) }
    #expect(object["k777"] == 777)
    object["k777"] = "new"
    object["k3"] = nil
    #expect(object.count == 999 && object["k777"] == "new" && object["k3"] == nil && object["k999"] == 999)
    let added = object.append("k999", 1)
    #expect(!added)
    let backwards = JSONObject(object.members.reversed().map { ($0.key, $0.value) })
    #expect(object == backwards)
  }
}
