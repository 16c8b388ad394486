/// What a campaign may not exceed.
public struct Limits: Sendable, Equatable {
  /// The most accounts that can be contacted; `nil` for no limit.
  public var contacts: Int?
  /// The most money that may be expected to be spent; `nil` for no limit.
  public var money: Double?

  /// Creates limits.
  ///
  /// - Throws: `.outOfRange` for a negative or infinite limit.
  public init(contacts: Int? = nil, money: Double? = nil) throws(EvaluationError) {
    if let contacts, contacts < 0 {
      throw .outOfRange(what: "the number of contacts", range: "at least 0", row: nil)
    }
    if let money, !(money >= 0 && money.isFinite) {
      throw .outOfRange(what: "the budget", range: "a finite amount of at least 0", row: nil)
    }
    self.contacts = contacts
    self.money = money
  }

  /// No limit at all.
  public static let none = try! Limits()
}
