import Tables

/// The columns of a design while they are put together, and which of them each term became.
struct DesignSources {
  /// Categories of up to so many levels are written out.
  let fewLevels: Int
  private(set) var dense: [Design.DenseSource] = []
  private(set) var writtenOut: [Design.FactorSource] = []
  private(set) var factors: [Design.FactorSource] = []
  private var places: [Place] = []

  private enum Place {
    case dense(Int)
    case writtenOut(Int)
    case factor(Int)
  }

  init(fewLevels: Int) { self.fewLevels = fewLevels }

  /// Adds a number, and its missing-indicator where it has one.
  mutating func add(_ numbers: NumberColumn, _ encoding: Blueprint.NumberEncoding) {
    places.append(.dense(dense.count))
    let index = CellIndex(numbers, besides: anyIndex)
    dense.append(.init(cells: index.view, index: index, fill: encoding.mean, isIndicator: false))
    guard encoding.missingShare != nil else { return }
    places.append(.dense(dense.count))
    dense.append(.init(cells: index.view, index: index, fill: 0, isIndicator: true))
  }

  /// Adds a category.
  mutating func add(_ categories: CategoryColumn, _ encoding: Blueprint.CategoryEncoding) {
    let index = CellIndex(categories, besides: anyIndex)
    let source = Design.FactorSource(
      codes: index.view, index: index, levelOfCode: encoding.levelOfCode(categories.levels),
      levelCount: encoding.levels.count)
    if encoding.levels.count <= fewLevels {
      let first = Self.levelCount(writtenOut)
      writtenOut.append(source)
      places += encoding.levels.indices.map { .writtenOut(first + $0) }
    } else {
      let first = Self.levelCount(factors)
      factors.append(source)
      places += encoding.levels.indices.map { .factor(first + $0) }
    }
  }

  private var anyIndex: CellIndex? { dense.first?.index ?? writtenOut.first?.index ?? factors.first?.index }

  private static func levelCount(_ sources: [Design.FactorSource]) -> Int {
    sources.reduce(0) { $0 + $1.levelCount }
  }

  /// Dense columns in all.
  var denseColumnCount: Int { dense.count + Self.levelCount(writtenOut) }

  /// The design's column of each term.
  var columnOfTerm: [Int] {
    places.map { place in
      switch place {
      case .dense(let index): index
      case .writtenOut(let index): dense.count + index
      case .factor(let index): denseColumnCount + index
      }
    }
  }
}
