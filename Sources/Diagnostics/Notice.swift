/// Something that does not stop the work but must not pass in silence: a column dropped, a level unseen, a row skipped.
public struct Notice: Sendable, Equatable {
  /// How much the reader should care.
  public enum Level: String, Sendable {
    /// Worth knowing; nothing to do.
    case note
    /// May change what the numbers mean.
    case warning
  }

  /// Note or warning.
  public var level: Level
  /// A stable name for machines, such as `features.constant`.
  public var code: String
  /// One sentence without a full stop.
  public var message: String
  /// What to try, when there is something.
  public var remedies: [String]

  /// Creates a notice.
  public init(_ level: Level, code: String, _ message: String, remedies: [String] = []) {
    self.level = level
    self.code = code
    self.message = message
    self.remedies = remedies
  }
}
