/// A customer's value that does not print itself: string interpolation and dumps show `‹hidden›`.
public struct Sensitive<Value: Sendable>: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private let value: Value

  /// Wraps a value.
  public init(_ value: Value) { self.value = value }

  /// The value itself, for those who say that they mean it.
  public func revealed() -> Value { value }

  /// `‹hidden›`.
  public var description: String { "‹hidden›" }
  /// `‹hidden›`.
  public var debugDescription: String { description }
  /// Has no children, so that `dump` shows nothing.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
