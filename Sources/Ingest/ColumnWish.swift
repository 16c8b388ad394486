/// What the reader shall make of a column.
public enum ColumnWish: Sendable, Equatable {
  /// Whatever the whole column turns out to be.
  case infer
  /// Numbers; any other text is a bad cell.
  case number
  /// 1 and 0 from true/false, yes/no, t/f, y/n or 1/0; any other text is a bad cell.
  case boolean
  /// Levels, even if they look like numbers; blanks around a cell are removed.
  case category
  /// Text byte for byte, and its `StableHash`.
  case text
  /// `StableHash` of the bytes.
  case hash
  /// Nothing; the cells are not looked at and the table does not have the column.
  case skip
}
