import CanonicalJSON
import Features
import Tables

extension Blueprint {
  init(_ cursor: JSONCursor) throws(JSONError) {
    var seen: Set<ExactText> = []
    var features: [Feature] = []
    for entry in try cursor.elements() {
      let name = try entry.member("name")
      guard seen.insert(ExactText(try name.string())).inserted else { throw name.invalid("stands for a second time") }
      features.append(Feature(name: try name.string(), encoding: try Encoding(entry)))
    }
    self.init(features: features)
  }
}

extension Blueprint.Encoding {
  fileprivate init(_ cursor: JSONCursor) throws(JSONError) {
    let encoding = try cursor.member("encoding")
    switch try encoding.string() {
    case "number": self = .number(try Blueprint.NumberEncoding(cursor))
    case "boolean": self = .boolean(try Blueprint.NumberEncoding(cursor))
    case "category": self = .category(try Blueprint.CategoryEncoding(cursor))
    case "ignored":
      try cursor.allow(only: "name", "encoding")
      self = .ignored
    case let other:
      throw .unknownWord(path: encoding.path, word: other, known: ["number", "boolean", "category", "ignored"])
    }
  }
}

extension Blueprint.NumberEncoding {
  fileprivate init(_ cursor: JSONCursor) throws(JSONError) {
    try cursor.allow(only: "name", "encoding", "mean", "missing_share")
    self.init(
      mean: try cursor.member("mean").number(), missingShare: try cursor.member("missing_share").unlessNull?.share())
  }
}

extension Blueprint.CategoryEncoding {
  fileprivate init(_ cursor: JSONCursor) throws(JSONError) {
    try cursor.allow(only: "name", "encoding", "reference", "levels")
    let reference = ExactText(try cursor.member("reference").string())
    var seen: Set<ExactText> = [reference]
    var roles: Set<Blueprint.Level.Role> = []
    var levels: [Blueprint.Level] = []
    for entry in try cursor.member("levels").elements() {
      let level = try Blueprint.Level(entry)
      guard seen.insert(level.name).inserted else {
        throw try entry.member("name").invalid("stands for a second time")
      }
      guard level.role == .own || roles.insert(level.role).inserted else {
        throw try entry.member("role").invalid("stands for a second time")
      }
      levels.append(level)
    }
    self.init(reference: reference, levels: levels)
  }
}

extension Blueprint.Level {
  fileprivate init(_ cursor: JSONCursor) throws(JSONError) {
    try cursor.allow(only: "name", "share", "role")
    let role = try cursor.member("role")
    guard let known = Role(rawValue: try role.string()) else {
      throw .unknownWord(path: role.path, word: try role.string(), known: ["own", "pooled", "missing"])
    }
    self.init(
      name: ExactText(try cursor.member("name").string()), share: try cursor.member("share").share(), role: known)
  }
}
