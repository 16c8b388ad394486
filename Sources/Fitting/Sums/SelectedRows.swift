import LinearAlgebra

/// Some rows of a design, ascending, as if the others were not there.
struct SelectedRows: BlockedRows {
  private let source: any BlockedRows
  private let selected: [Int]

  /// Selects rows.
  init(_ source: any BlockedRows, rows: [Int]) {
    self.source = source
    selected = rows
  }

  var rowCount: Int { selected.count }
  var denseColumnCount: Int { source.denseColumnCount }
  var factorLevelCounts: [Int] { source.factorLevelCounts }

  func fill(_ block: inout RowBlock, with rows: Range<Int>) {
    let factors = factorLevelCounts.count
    var piece = RowBlock(capacity: block.capacity, denseColumnCount: denseColumnCount, factorCount: factors)
    var next = rows.lowerBound
    while next < rows.upperBound {
      let first = selected[next]
      source.fill(&piece, with: first..<min(first + piece.capacity, source.rowCount))
      while next < rows.upperBound, selected[next] < first + piece.capacity {
        let (from, to) = (selected[next] - first, next - rows.lowerBound)
        for j in 0..<denseColumnCount {
          block.dense[j * block.capacity + to] = piece.dense[j * piece.capacity + from]
        }
        for k in 0..<factors { block.codes[k * block.capacity + to] = piece.codes[k * piece.capacity + from] }
        next += 1
      }
    }
    block.count = rows.count
  }
}
