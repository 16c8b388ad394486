import CKernels
public import LinearAlgebra
public import Tables

/// A table seen through a blueprint: the rows of the design matrix, widened block by block, in input order, without NaN.
public struct Design: BlockedRows {
  /// n.
  public let rowCount: Int
  /// Design column of each term, in the order of `Blueprint.terms`.
  public let columnOfTerm: [Int]
  private let dense: [DenseSource]
  private let factors: [FactorSource]
  private let writtenOut: [FactorSource]

  /// Numbers, booleans, missing-indicators, and the levels of written-out categories.
  public let denseColumnCount: Int
  /// Levels with a term, per category that is not written out.
  public let factorLevelCounts: [Int]

  struct DenseSource: Sendable {
    var column: NumberColumn
    var fill: Double
    var isIndicator: Bool
  }

  struct FactorSource: Sendable {
    var column: CategoryColumn
    /// Level index by code; the last element is for missing cells.
    var levelOfCode: [Int32]
    /// Levels with a term.
    var levelCount: Int
  }

  init(rowCount: Int, columnOfTerm: [Int], sources: DesignSources) {
    self.rowCount = rowCount
    self.columnOfTerm = columnOfTerm
    dense = sources.dense
    factors = sources.factors
    writtenOut = sources.writtenOut
    denseColumnCount = sources.denseColumnCount
    factorLevelCounts = sources.factors.map(\.levelCount)
  }

  /// Writes encoded rows, scaled while they are widened.
  public func write(_ rows: Range<Int>, to cells: BlockCells) {
    // by index and in place: a copy of a column would count references that all threads share
    dense.withUnsafeBufferPointer { dense in
      for column in dense.indices {
        let (to, scale) = (cells.dense + column * cells.stride, cells.scales[column])
        if dense[column].isIndicator {
          dense[column].column.copy(rows, to: UnsafeMutableBufferPointer(start: to, count: rows.count))
          for i in 0..<rows.count { to[i] = (to[i].isNaN ? 1 : 0) * scale.factor - scale.shift }
        } else {
          dense[column].column.write(
            rows, to: to, factor: scale.factor, shift: scale.shift, missing: dense[column].fill)
        }
      }
    }
    var column = dense.count
    for (index, source) in factors.enumerated() {
      levels(
        of: source, rows, to: UnsafeMutableBufferPointer(start: cells.codes + index * cells.stride, count: rows.count))
    }
    guard !writtenOut.isEmpty else { return }
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: rows.count) { codes in
      for source in writtenOut {
        levels(of: source, rows, to: codes)
        for level in 0..<source.levelCount {
          let scale = cells.scales[column]
          churn_indicate(
            rows.count, codes.baseAddress!, Int32(level), -scale.shift, scale.factor - scale.shift,
            cells.dense + column * cells.stride)
          column += 1
        }
      }
    }
  }

  /// Writes the level of each row, −1 where it has none.
  private func levels(
    of source: FactorSource, _ rows: Range<Int>, to codes: UnsafeMutableBufferPointer<Int32>
  ) {
    source.column.copy(rows, to: codes)
    source.levelOfCode.withUnsafeBufferPointer { map in
      let missing = map.count - 1
      for i in 0..<rows.count { codes[i] = map[codes[i] < 0 ? missing : Int(codes[i])] }
    }
  }
}

extension Blueprint {
  /// Encodes the rows of a table for the fit.
  ///
  /// From 200,000 rows on, a category of a few levels is written out as columns of zeros and ones: adding vectors is
  /// faster than scattering rows.
  ///
  /// - Throws: `.missingColumns` with the full list; `.wrongType`.
  /// - Complexity: O(levels); rows are touched only when blocks are filled.
  public func design(of table: Table) throws(FeatureError) -> Design {
    let absent = features.filter { $0.encoding != .ignored && table[$0.name] == nil }.map(\.name)
    guard absent.isEmpty else { throw .missingColumns(absent, present: table.columns.map(\.name)) }
    var sources = DesignSources(fewLevels: table.rowCount >= 200_000 ? 8 : 0)
    for feature in features {
      guard let column = table[feature.name] else { continue }
      switch (feature.encoding, column.cells) {
      case (.ignored, _): continue
      case (.number(let encoding), .numbers(let numbers)), (.boolean(let encoding), .numbers(let numbers)):
        sources.add(numbers, encoding)
      case (.category(let encoding), .categories(let categories)):
        sources.add(categories, encoding)
      default:
        throw .wrongType(column: feature.name, expected: feature.encoding.typeName, found: column.kind.rawValue)
      }
    }
    return Design(rowCount: table.rowCount, columnOfTerm: sources.columnOfTerm, sources: sources)
  }
}

extension Blueprint {
  /// Whether two blueprints make the same cells of any table, which is sure where neither has filled, pooled or missing
  /// cells: then only means and shares differ, which are no part of a design.
  public func makesSameDesign(as other: Blueprint) -> Bool {
    features.count == other.features.count
      && zip(features, other.features).allSatisfy { ours, theirs in
        guard ExactText(ours.name) == ExactText(theirs.name) else { return false }
        switch (ours.encoding, theirs.encoding) {
        case (.number(let a), .number(let b)), (.boolean(let a), .boolean(let b)):
          return a.missingShare == nil && b.missingShare == nil
        case (.category(let a), .category(let b)):
          return a.reference == b.reference && a.levels.map(\.name) == b.levels.map(\.name)
            && (a.levels + b.levels).allSatisfy { $0.role == .own }
        case (.ignored, .ignored): return true
        default: return false
        }
      }
  }
}

extension Blueprint.CategoryEncoding {
  /// For each of a table's codes the index of its level here, −1 for the reference and for a level without any place;
  /// the last element stands for missing cells.
  public func levelOfCode(_ tableLevels: [ExactText]) -> [Int32] {
    let own = Dictionary(
      uniqueKeysWithValues: levels.enumerated().filter { $1.role == .own }.map { ($1.name, Int32($0)) })
    let pooled = levels.firstIndex { $0.role == .pooled }.map(Int32.init) ?? -1
    let missing = levels.firstIndex { $0.role == .missing }.map(Int32.init) ?? -1
    return tableLevels.map { $0 == reference ? -1 : own[$0] ?? pooled } + [missing]
  }
}

extension Blueprint.Encoding {
  /// The type's name in messages.
  public var typeName: String {
    switch self {
    case .number: "a number"
    case .boolean: "a boolean"
    case .category: "a category"
    case .ignored: "empty"
    }
  }
}
