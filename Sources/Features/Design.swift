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

  /// Numbers, booleans and missing-indicators.
  public var denseColumnCount: Int { dense.count }
  /// Levels with a term, per category.
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
  }

  init(rowCount: Int, columnOfTerm: [Int], dense: [DenseSource], factors: [FactorSource], levelCounts: [Int]) {
    self.rowCount = rowCount
    self.columnOfTerm = columnOfTerm
    self.dense = dense
    self.factors = factors
    factorLevelCounts = levelCounts
  }

  /// Fills a block with encoded rows.
  public func fill(_ block: inout RowBlock, with rows: Range<Int>) {
    block.count = rows.count
    for (index, source) in dense.enumerated() {
      block.withDenseColumn(index) { cells in
        source.column.copy(rows, to: cells)
        if source.isIndicator {
          for i in 0..<rows.count { cells[i] = cells[i].isNaN ? 1 : 0 }
        } else if source.column.missingCount > 0 {
          for i in 0..<rows.count where cells[i].isNaN { cells[i] = source.fill }
        }
      }
    }
    for (index, source) in factors.enumerated() {
      block.withCodes(ofFactor: index) { codes in
        source.column.copy(rows, to: codes)
        source.levelOfCode.withUnsafeBufferPointer { map in
          let missing = map.count - 1
          for i in 0..<rows.count { codes[i] = map[codes[i] < 0 ? missing : Int(codes[i])] }
        }
      }
    }
  }
}

extension Blueprint {
  /// Encodes training rows for the fit.
  ///
  /// - Throws: `.missingColumns` with the full list; `.wrongType`.
  /// - Complexity: O(levels); rows are touched only when blocks are filled.
  public func design(of table: Table) throws(FeatureError) -> Design {
    let absent = features.filter { $0.encoding != .ignored && table[$0.name] == nil }.map(\.name)
    guard absent.isEmpty else { throw .missingColumns(absent, present: table.columns.map(\.name)) }
    var dense: [Design.DenseSource] = []
    var factors: [Design.FactorSource] = []
    var levelCounts: [Int] = []
    var termPlaces: [(isFactor: Bool, index: Int)] = []
    for feature in features {
      guard let column = table[feature.name] else { continue }
      switch (feature.encoding, column.cells) {
      case (.ignored, _): continue
      case (.number(let encoding), .numbers(let numbers)), (.boolean(let encoding), .numbers(let numbers)):
        termPlaces.append((false, dense.count))
        dense.append(.init(column: numbers, fill: encoding.mean, isIndicator: false))
        if encoding.missingShare != nil {
          termPlaces.append((false, dense.count))
          dense.append(.init(column: numbers, fill: 0, isIndicator: true))
        }
      case (.category(let encoding), .categories(let categories)):
        let first = levelCounts.reduce(0, +)
        termPlaces += encoding.levels.indices.map { (true, first + $0) }
        levelCounts.append(encoding.levels.count)
        factors.append(.init(column: categories, levelOfCode: encoding.levelOfCode(categories.levels)))
      default:
        throw .wrongType(column: feature.name, expected: feature.encoding.typeName, found: column.kind.rawValue)
      }
    }
    let columns = termPlaces.map { $0.isFactor ? dense.count + $0.index : $0.index }
    return Design(
      rowCount: table.rowCount, columnOfTerm: columns, dense: dense, factors: factors, levelCounts: levelCounts)
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
