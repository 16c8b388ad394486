import CKernels
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

  /// The rows of the design that stand here, block after block.
  private var ranges: [Range<Int>] { blocks.map { ($0 * length)..<(($0 + 1) * length) } }

  /// What stands at these rows.
  func gathered<Cell>(from cells: [Cell]) -> [Cell] {
    var result: [Cell] = []
    result.reserveCapacity(rowCount)
    for rows in ranges { result += cells[rows] }
    return result
  }

  /// A flag for each of these rows.
  func gathered(_ flag: (Int) -> UInt8) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: rowCount) { flags, filled in
      for rows in ranges {
        for row in rows {
          flags[filled] = flag(row)
          filled += 1
        }
      }
    }
  }

  func write(_ rows: Range<Int>, keeping kept: churn_kept?, to cells: BlockCells) {
    var (row, written) = (rows.lowerBound, 0)
    while row < rows.upperBound {
      let block = row / length
      let end = min((block + 1) * length, rows.upperBound)
      let first = blocks[block] * length + row % length
      let here = kept?.moved(by: row - rows.lowerBound)
      source.write(first..<(first + end - row), keeping: here, to: cells.moved(by: written))
      written += here?.count(of: end - row) ?? end - row
      row = end
    }
  }
}
