import LinearAlgebra
import Tables

/// Every k-th block of a design, as if the others were not there.
struct SampledBlocks: BlockedRows {
  private let source: any BlockedRows
  /// Rows of a block.
  private let length: Int
  /// Numbers of the blocks.
  private let blocks: [Int]

  /// Takes whole blocks, so many rows about, evenly spread over the design.
  init(_ source: any BlockedRows, of length: Int, rows wanted: Int) {
    self.source = source
    self.length = length
    let step = max(1, source.rowCount / max(1, wanted))
    blocks = Array(stride(from: step / 2, to: source.rowCount / length, by: step))
  }

  var rowCount: Int { blocks.count * length }
  var denseColumnCount: Int { source.denseColumnCount }
  var factorLevelCounts: [Int] { source.factorLevelCounts }

  /// The rows of the design that stand here.
  var rows: [Int] { blocks.flatMap { ($0 * length)..<(($0 + 1) * length) } }

  func fill(_ block: inout RowBlock, with rows: Range<Int>) { source.fill(&block, with: range(rows)) }

  func write(_ rows: Range<Int>, to cells: BlockCells) { source.write(range(rows), to: cells) }

  /// The rows of the design that some rows of one block stand for.
  private func range(_ rows: Range<Int>) -> Range<Int> {
    precondition(rows.isEmpty || rows.lowerBound / length == (rows.upperBound - 1) / length, "rows of two blocks")
    let first = blocks[rows.lowerBound / length] * length + rows.lowerBound % length
    return first..<(first + rows.count)
  }
}
