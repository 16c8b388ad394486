/// Two tables that cannot be stacked: the columns whose kinds differ.
public struct StackingConflict: Error, Equatable, Sendable {
  /// The column.
  public var column: String
  /// Its kind in the tables before.
  public var before: Column.Kind
  /// Its kind in the table that was to follow.
  public var after: Column.Kind
}

extension Table {
  /// The rows of this table followed by those of another with the same columns, matched by name.
  ///
  /// A column that is all missing in one of the tables takes the kind it has in the other.
  ///
  /// - Precondition: both have the same column names.
  /// - Throws: `StackingConflict` for the first column whose kinds differ.
  /// - Complexity: O(rows of the other table) where levels have to be renumbered, else O(pieces).
  public func stacked(with other: Table) throws(StackingConflict) -> Table {
    var stackedColumns: [Column] = []
    for column in columns {
      guard let next = other[column.name] else { preconditionFailure("a column is missing") }
      stackedColumns.append(try column.stacked(with: next))
    }
    return Table(columns: stackedColumns, rowCount: rowCount + other.rowCount)
  }
}

extension Column {
  fileprivate func stacked(with next: Column) throws(StackingConflict) -> Column {
    switch (cells, next.cells) {
    case (.empty(let a), .empty(let b)): return Column(name: name, kind: .empty, cells: .empty(a + b))
    case (.empty(let count), _):
      return try Column(name: name, kind: next.kind, cells: next.cells.missing(count)).stacked(with: next)
    case (_, .empty(let count)):
      return try stacked(with: Column(name: name, kind: kind, cells: cells.missing(count)))
    case (.numbers(var a), .numbers(let b)) where kind == next.kind:
      b.segments.pieces.forEach { a.segments.append($0) }
      a.missingCount += b.missingCount
      return Column(name: name, kind: kind, cells: .numbers(a))
    case (.categories(let a), .categories(let b)) where kind == next.kind:
      return Column(name: name, kind: kind, cells: .categories(a.stacked(with: b)))
    case (.texts(var a), .texts(let b)):
      b.segments.pieces.forEach { a.segments.append($0) }
      return Column(name: name, kind: kind, cells: .texts(a))
    case (.hashes(var a), .hashes(let b)):
      b.segments.pieces.forEach { a.segments.append($0) }
      return Column(name: name, kind: kind, cells: .hashes(a))
    default: throw StackingConflict(column: name, before: kind, after: next.kind)
    }
  }
}

extension Column.Cells {
  /// So many missing cells of the same sort.
  fileprivate func missing(_ count: Int) -> Column.Cells {
    switch self {
    case .numbers: .numbers(NumberColumn([Double](repeating: .nan, count: count)))
    case .categories: .categories(CategoryColumn([String?](repeating: nil, count: count)))
    case .texts: .texts(TextColumn([String](repeating: "", count: count)))
    case .hashes: .hashes(HashColumn(segments: Segments([HashPiece([UInt64](repeating: 0, count: count))])))
    case .empty: .empty(count)
    }
  }
}

extension CategoryColumn {
  fileprivate func stacked(with next: CategoryColumn) -> CategoryColumn {
    var all = levels
    var places = Dictionary(uniqueKeysWithValues: levels.enumerated().map { ($1, Int32($0)) })
    let renumbering = next.levels.map { level -> Int32 in
      if let place = places[level] { return place }
      let place = Int32(all.count)
      places[level] = place
      all.append(level)
      return place
    }
    var joined = segments
    let isSame = renumbering.indices.allSatisfy { renumbering[$0] == Int32($0) }
    for piece in next.segments.pieces {
      joined.append(isSame ? piece : piece.renumbered(by: renumbering))
    }
    return CategoryColumn(segments: joined, levels: all, missingCount: missingCount + next.missingCount)
  }
}
