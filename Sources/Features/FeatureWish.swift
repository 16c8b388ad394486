/// What the user asks of the features, before any row is seen.
public struct FeatureWish: Sendable, Equatable {
  /// Only these columns, when given.
  public var include: [String]?
  /// Not these columns.
  public var exclude: [String]
  /// Columns with another role (target, id, snapshot, weights): never features.
  public var reserved: [String]
  /// Reference level by column; the most frequent where none is given.
  public var references: [String: String]
  /// Levels held by fewer accounts than this are pooled; `nil` means 10, from 100 accounts on.
  public var minimumLevelCount: Int?

  /// Creates a wish; by default every column that is not reserved.
  public init(
    include: [String]? = nil, exclude: [String] = [], reserved: [String] = [],
    references: [String: String] = [:], minimumLevelCount: Int? = nil
  ) {
    self.include = include
    self.exclude = exclude
    self.reserved = reserved
    self.references = references
    self.minimumLevelCount = minimumLevelCount
  }

  /// The smallest count that keeps a level apart, for a table of so many accounts.
  ///
  /// Below 100 accounts nothing is pooled unless asked for: on a table that a person can read whole, pooling hides
  /// nothing from anybody and would leave no categories (docs/decisions/0003).
  public func levelThreshold(accounts: Int) -> Int { minimumLevelCount ?? (accounts < 100 ? 1 : 10) }

  /// Whether a column may become a feature.
  public func admits(_ column: String) -> Bool {
    !reserved.contains(column) && !exclude.contains(column) && (include?.contains(column) ?? true)
  }
}
