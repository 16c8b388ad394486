import Foundation
import Testing

/// JSON as the tests read it, by an independent reader; members keep no order.
enum JSON: Decodable, Equatable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  init(_ data: Data) throws { self = try JSONDecoder().decode(JSON.self, from: data) }

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let flag = try? value.decode(Bool.self) {
      self = .bool(flag)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .string(text)
    } else if let items = try? value.decode([JSON].self) {
      self = .array(items)
    } else {
      self = .object(try value.decode([String: JSON].self))
    }
  }

  /// The value at `a.b.c`; `.null` only where it says null, `nil` where the path does not exist.
  subscript(path: String) -> JSON? {
    var value: JSON? = self
    for key in path.split(separator: ".") {
      guard case .object(let members)? = value else { return nil }
      value = members[String(key)]
    }
    return value
  }

  var number: Double? { if case .number(let number) = self { number } else { nil } }
  var string: String? { if case .string(let text) = self { text } else { nil } }
  var items: [JSON] { if case .array(let items) = self { items } else { [] } }
  var strings: [String] { items.compactMap(\.string) }
  var members: [String: JSON] { if case .object(let members) = self { members } else { [:] } }

  /// The value at a path that must exist.
  func member(_ path: String) throws -> JSON { try #require(self[path], "\(path)") }
  /// The number at a path that must hold one.
  func figure(_ path: String) throws -> Double { try #require(self[path]?.number, "\(path)") }
  /// The list at a path that must exist.
  func list(_ path: String) throws -> [JSON] { try member(path).items }
}
