/// The way from the whole value to a part of it, kept while reading or writing and put into words when needed.
struct JSONPath {
  private enum Step {
    case key(String)
    case index(Int)
  }

  private var steps: [Step] = []

  /// Steps taken.
  var depth: Int { steps.count }

  mutating func push(key: String) { steps.append(.key(key)) }
  mutating func push(index: Int) { steps.append(.index(index)) }
  mutating func pop() { steps.removeLast() }

  /// Such as `features[3].coef`.
  var text: String {
    steps.reduce(into: "") { text, step in
      switch step {
      case .key(let key): text = Self.joined(text, key: key)
      case .index(let index): text += "[\(index)]"
      }
    }
  }

  /// A path with one key more.
  static func joined(_ path: String, key: String) -> String { path.isEmpty ? key : path + "." + key }
}
