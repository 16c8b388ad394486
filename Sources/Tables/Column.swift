/// A named column: what kind of thing it holds, and its cells.
public struct Column: Sendable {
  /// The name as the header gives it, blanks around it removed.
  public let name: String
  /// What the whole column turned out to be.
  public let kind: Kind
  /// The cells.
  public let cells: Cells

  /// Creates a column.
  public init(name: String, kind: Kind, cells: Cells) {
    self.name = name
    self.kind = kind
    self.cells = cells
  }

  /// What a column holds.
  public enum Kind: String, Sendable {
    /// Decimal literals.
    case number
    /// Two-valued text (true/false, yes/no), held as 1 and 0.
    case boolean
    /// Levels.
    case category
    /// Levels that are all dates or periods.
    case date
    /// Text kept byte for byte.
    case text
    /// Hashes of texts.
    case hash
    /// No cell has a value.
    case empty
  }

  /// How the cells are held.
  public enum Cells: Sendable {
    /// Numbers and booleans.
    case numbers(NumberColumn)
    /// Categories and dates.
    case categories(CategoryColumn)
    /// Texts.
    case texts(TextColumn)
    /// Hashes.
    case hashes(HashColumn)
    /// No values; the number of rows.
    case empty(Int)
  }

  /// Rows in the column.
  public var count: Int {
    switch cells {
    case .numbers(let column): column.count
    case .categories(let column): column.count
    case .texts(let column): column.count
    case .hashes(let column): column.count
    case .empty(let count): count
    }
  }

  /// Cells without a value.
  public var missingCount: Int {
    switch cells {
    case .numbers(let column): column.missingCount
    case .categories(let column): column.missingCount
    case .texts, .hashes: 0
    case .empty(let count): count
    }
  }
}
