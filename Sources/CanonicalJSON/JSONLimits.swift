/// How much a reader is ready to take.
public struct JSONLimits: Sendable, Equatable {
  /// Lists and objects inside one another.
  public var depth: Int
  /// Bytes of the whole text.
  public var bytes: Int

  /// Creates limits.
  public init(depth: Int = 64, bytes: Int = 64 << 20) {
    self.depth = depth
    self.bytes = bytes
  }
}
