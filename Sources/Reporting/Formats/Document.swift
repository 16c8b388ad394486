/// A report before it has a format: headings, sentences, facts and tables of text.
///
/// Numbers are already written (see `NumberStyle`), so that every format shows the same digits.
public struct Document: Sendable, Equatable {
  /// The parts, top to bottom.
  public var blocks: [Block]

  /// Creates a document.
  public init(_ blocks: [Block] = []) { self.blocks = blocks }

  /// A part of a document.
  public enum Block: Sendable, Equatable {
    /// A heading; level 1 is the report's title.
    case heading(String, level: Int)
    /// A sentence or two.
    case paragraph(String)
    /// Names and values, one pair a line.
    case facts([Fact])
    /// A table.
    case table(Grid)
    /// Text drawn with characters, kept as it is.
    case drawing([String])
  }

  /// A name and its value.
  public struct Fact: Sendable, Equatable {
    /// What it is.
    public var name: String
    /// Its value, written.
    public var value: String

    /// Creates a fact.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A table of text.
  public struct Grid: Sendable, Equatable {
    /// Column titles.
    public var titles: [String]
    /// Rows of cells, as long as `titles`.
    public var rows: [[String]]
    /// Columns whose cells stand at the left; numbers stand at the right.
    public var leftColumns: Set<Int>

    /// Creates a table.
    public init(titles: [String], rows: [[String]], leftColumns: Set<Int> = [0]) {
      self.titles = titles
      self.rows = rows
      self.leftColumns = leftColumns
    }
  }
}
