/// Named values in the order in which they were put in; names are unique by their bytes.
public struct JSONObject: Sendable {
  /// A name and its value.
  public struct Member: Sendable {
    /// The name.
    public let key: String
    /// The value.
    public fileprivate(set) var value: JSONValue
  }

  /// The members in order.
  public private(set) var members: [Member] = []
  /// Where each name stands; kept only for objects that are too long to be searched from the front.
  private var places: [ExactKey: Int]?

  /// Members up to which a search from the front is the quickest.
  private static var longestUnindexed: Int { 16 }

  /// No members.
  public init() {}

  /// The given members.
  /// - Precondition: the keys differ.
  public init(_ members: [(String, JSONValue)]) {
    for (key, value) in members {
      precondition(append(key, value), "the key \(key) twice")
    }
  }

  /// Members in all.
  public var count: Int { members.count }
  /// Whether there is none.
  public var isEmpty: Bool { members.isEmpty }
  /// The names in order.
  public var keys: [String] { members.map(\.key) }

  /// The value of a name. Setting a new name adds it at the end; setting `nil` removes it.
  public subscript(key: String) -> JSONValue? {
    get { place(of: key).map { members[$0].value } }
    set {
      switch (place(of: key), newValue) {
      case (let place?, let value?): members[place].value = value
      case (nil, let value?): append(key, value)
      case (let place?, nil):
        members.remove(at: place)
        places = nil
        indexIfLong()
      case (nil, nil): break
      }
    }
  }

  /// Adds a member unless there is one of that name.
  /// - Returns: whether it was added.
  /// - Complexity: O(1) amortised.
  @discardableResult public mutating func append(_ key: String, _ value: JSONValue) -> Bool {
    guard place(of: key) == nil else { return false }
    members.append(Member(key: key, value: value))
    if places != nil { places?[ExactKey(key)] = members.count - 1 } else { indexIfLong() }
    return true
  }

  /// The members in the order of the bytes of their names.
  public var sortedMembers: [Member] {
    members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }

  private func place(of key: String) -> Int? {
    if let places { return places[ExactKey(key)] }
    return members.firstIndex { $0.key.utf8.elementsEqual(key.utf8) }
  }

  private mutating func indexIfLong() {
    guard members.count > Self.longestUnindexed else { return }
    var index: [ExactKey: Int] = [:]
    index.reserveCapacity(members.count)
    for (place, member) in members.enumerated() { index[ExactKey(member.key)] = place }
    places = index
  }
}

extension JSONObject: Equatable {
  /// Same names, same values, in any order.
  public static func == (a: JSONObject, b: JSONObject) -> Bool {
    a.count == b.count && a.members.allSatisfy { member in b[member.key].map { $0 == member.value } ?? false }
  }
}

/// A key that is equal only to the same bytes.
private struct ExactKey: Hashable {
  let string: String

  init(_ string: String) { self.string = string }

  static func == (a: Self, b: Self) -> Bool { a.string.utf8.elementsEqual(b.string.utf8) }

  func hash(into hasher: inout Hasher) {
    var copy = string
    copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
