/// A number that all accounts share or that each has its own of.
public enum PerAccount: Sendable, Equatable {
  /// The same for all.
  case same(Double)
  /// One value per account; length n.
  case each([Double])

  /// The value of an account.
  @inline(__always)
  public subscript(_ account: Int) -> Double {
    switch self {
    case .same(let value): value
    case .each(let values): values[account]
    }
  }

  /// Every value times a factor: an incentive that is a share of the value, say.
  public func times(_ factor: Double) -> PerAccount {
    switch self {
    case .same(let value): .same(value * factor)
    case .each(let values): .each(values.map { $0 * factor })
    }
  }

  /// Whether all accounts share it.
  public var isShared: Bool {
    if case .same = self { true } else { false }
  }

  func checked(_ what: String, count: Int, in range: AllowedRange) throws(EvaluationError) {
    switch self {
    case .same(let value):
      guard range.contains(value) else { throw .outOfRange(what: what, range: range.rawValue, row: nil) }
    case .each(let values):
      guard values.count == count else { throw .lengthMismatch(what: what, expected: count, found: values.count) }
      if let row = values.firstIndex(where: { !$0.isFinite }) { throw .notFinite(what: what, row: row) }
      if let row = values.firstIndex(where: { !range.contains($0) }) {
        throw .outOfRange(what: what, range: range.rawValue, row: row)
      }
    }
  }

  /// The numbers that make sense.
  enum AllowedRange: String {
    case amount = "a finite amount of at least 0"
    case probability = "between 0 and 1"
    case finite = "a finite number"

    func contains(_ value: Double) -> Bool {
      switch self {
      case .amount: value >= 0 && value.isFinite
      case .probability: value >= 0 && value <= 1
      case .finite: value.isFinite
      }
    }
  }

  /// Applies a function account by account, once where every argument is shared.
  static func combining(_ arguments: [PerAccount], count: Int, _ body: ([Double]) -> Double) -> PerAccount {
    if arguments.allSatisfy(\.isShared) { return .same(body(arguments.map { $0[0] })) }
    var values = [Double](repeating: 0, count: arguments.count)
    return .each(
      (0..<count).map { account in
        for index in arguments.indices { values[index] = arguments[index][account] }
        return body(values)
      })
  }
}
