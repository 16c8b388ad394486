/// How a value is laid out as text.
public struct JSONStyle: Sendable, Equatable {
  /// In which order members stand.
  public enum Order: Sendable {
    /// By the bytes of their names.
    case sorted
    /// As they were put in.
    case inserted
  }

  /// How lines are broken.
  public enum Layout: Sendable {
    /// Two blanks for each level, a new line at the end; a list of plain values stands on one line.
    case indented
    /// No blanks and no new lines.
    case compact
  }

  /// The order of members.
  public var order: Order
  /// The breaking of lines.
  public var layout: Layout

  /// Creates a style.
  public init(_ order: Order, _ layout: Layout) {
    self.order = order
    self.layout = layout
  }

  /// The one form of a stored file: sorted, indented.
  public static let canonical = JSONStyle(.sorted, .indented)
  /// For people and programs that read a report: order of the glossary, indented.
  public static let report = JSONStyle(.inserted, .indented)
  /// One record of a file of JSON lines, without the new line.
  public static let line = JSONStyle(.inserted, .compact)
  /// The shortest of all forms that are the same for the same content.
  public static let sortedLine = JSONStyle(.sorted, .compact)
}
