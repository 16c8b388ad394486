public import CKernels
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
    var cells: CellView
    /// Keeps the cells.
    var index: CellIndex
    var fill: Double
    var isIndicator: Bool
  }

  struct FactorSource: Sendable {
    var codes: CellView
    /// Keeps the codes.
    var index: CellIndex
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

  /// Columns after which memory that was asked for has come.
  private static let ahead = 4

  /// Writes encoded rows, scaled while they are widened.
  public func write(_ rows: Range<Int>, keeping kept: churn_kept?, to cells: BlockCells) {
    var finding = CellView.Finding()
    // by index and in place: a copy of a source would count references that all threads share
    dense.withUnsafeBufferPointer { dense in
      for column in dense.indices {
        if column + Self.ahead < dense.count { dense[column + Self.ahead].cells.fetch(finding) }
        guard let to = cells.column(column) else { continue }
        let scale = cells.scales[column]
        if dense[column].isIndicator {
          let plain = churn_scaling(factor: 1, shift: 0, fill: .nan)
          let count = dense[column].cells.write(rows, keeping: kept, plain, to: to, &finding)
          for i in 0..<count { to[i] = (to[i].isNaN ? 1 : 0) * scale.factor - scale.shift }
        } else {
          let scaling = churn_scaling(factor: scale.factor, shift: scale.shift, fill: dense[column].fill)
          dense[column].cells.write(rows, keeping: kept, scaling, to: to, &finding)
        }
      }
    }
    factors.withUnsafeBufferPointer { factors in
      for index in factors.indices {
        levels(of: factors, index, rows, keeping: kept, to: cells.codes + index * cells.stride, &finding)
      }
    }
    guard !writtenOut.isEmpty else { return }
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: rows.count) { codes in
      var column = dense.count
      for source in writtenOut.indices {
        let count = writtenOut.withUnsafeBufferPointer {
          levels(of: $0, source, rows, keeping: kept, to: codes.baseAddress!, &finding)
        }
        for level in 0..<writtenOut[source].levelCount {
          if let to = cells.column(column) {
            let scale = cells.scales[column]
            churn_indicate(
              count, codes.baseAddress!, Int32(level), -scale.shift, scale.factor - scale.shift, to)
          }
          column += 1
        }
      }
    }
  }

  /// Writes the level of each row, −1 where it has none.
  @discardableResult private func levels(
    of sources: UnsafeBufferPointer<FactorSource>, _ index: Int, _ rows: Range<Int>, keeping kept: churn_kept?,
    to codes: UnsafeMutablePointer<Int32>, _ finding: inout CellView.Finding
  ) -> Int {
    let count = sources[index].codes.copyCodes(rows, keeping: kept, to: codes, &finding)
    sources[index].levelOfCode.withUnsafeBufferPointer { map in
      churn_map_codes(count, codes, map.baseAddress!, map.count - 1)
    }
    return count
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
