import Tables

/// What an inferred column is, judged by all of its cells.
enum TypeDecision: Equatable {
  /// The column as it was parsed is right.
  case settled
  /// It must be parsed again this way.
  case again(ColumnPlan)
  /// More levels than a category may have.
  case tooManyLevels

  /// Judges a column that was parsed by a guess.
  ///
  /// It is a number column when at least half of its cells with a value are literals, or literals and numbers in
  /// disguise; its other cells are then bad.
  static func of(_ column: ColumnAssembly, decimalComma: Bool) -> TypeDecision {
    switch column.plan {
    case .number(isGuess: true):
      guard column.textCount > 0 else { return .settled }
      let isMostlyNumbers = 2 * (column.presentCount - column.textCount) >= column.presentCount
      return .again(isMostlyNumbers ? .number(isGuess: false) : .category)
    case .category:
      if column.overflowed { return .tooManyLevels }
      return ofLevels(column, decimalComma)
    default: return .settled
    }
  }

  private static func ofLevels(_ column: ColumnAssembly, _ decimalComma: Bool) -> TypeDecision {
    guard column.presentCount > 0 else { return .again(.number(isGuess: false)) }
    var numberLike = 0
    var left = column.presentCount
    for (level, rows) in zip(column.levels, column.levelRows) {
      let text = level.string
      if NumberLiteral.value(of: text, decimalComma: decimalComma) != nil
        || Disguise.of(text, decimalComma: decimalComma) != nil
      {
        numberLike += rows
      }
      left -= rows
      if 2 * (numberLike + left) < column.presentCount { return .settled }
    }
    return 2 * numberLike >= column.presentCount ? .again(.number(isGuess: false)) : .settled
  }
}
