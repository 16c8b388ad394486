public import Tables

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
  /// Reference level by column where it has a term or place of its own, in place of the most frequent.
  var preferredReferences: [String: ExactText] = [:]
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

extension FeatureWish {
  /// The wish for a part of some rows whose fit shall say the same of levels as that of all of them: the most frequent level
  /// of all rows is preferred as reference. Which level that is changes no probability, where there is no ridge.
  ///
  /// - Parameter rows: all rows; `nil` is the whole table.
  public func preferringReferences(of table: Table, rows: RowSet?) -> FeatureWish {
    var wish = self
    for column in table.columns where admits(column.name) && references[column.name] == nil {
      guard case .categories(let categories) = column.cells else { continue }
      let counts = categories.counts(of: rows).levels
      wish.preferredReferences[column.name] = categories.levels.indices.filter { counts[$0] > 0 }
        .min { (counts[$1], categories.levels[$0]) < (counts[$0], categories.levels[$1]) }
        .map { categories.levels[$0] }
    }
    return wish
  }
}
