import CKernels
import LinearAlgebra
import Tables

/// A block of rows in the memory of one thread: those of a range that count. Nothing is allocated per block.
class ReadBlock {
  /// Rows that fit.
  final let capacity: Int
  /// Rows read.
  final private(set) var count = 0
  /// Dense columns in use, the column of ones first.
  final let denseColumns: Int
  /// Factors.
  final let factorCount: Int
  /// Scaled values of the rows read, column-major, stride `capacity`; column 0 is 1.
  final let values: UnsafeMutablePointer<Double>
  /// Level, or place among the factor columns, of each row read, or −1; factor k starts at `k * capacity`.
  final let places: UnsafeMutablePointer<Int32>
  /// 0 or 1.
  final let labels: UnsafeMutablePointer<UInt8>
  /// Weights; 1 where rows have none.
  final let weights: UnsafeMutablePointer<Double>
  private let cells: BlockCells
  /// Of each factor; `nil` where each level's place is itself.
  private let levelPlaces: [[Int32]?]

  /// Makes room.
  ///
  /// - Parameters:
  ///   - dense: the dense columns to use, ascending.
  ///   - scales: what becomes of each of them.
  ///   - levelPlaces: for each factor and level, what `places` says; `nil` is the level itself.
  init(
    capacity: Int, rows: any BlockedRows, dense: [Int], scales: [BlockCells.Scale], levelPlaces: [[Int32]]?
  ) {
    let (all, factors) = (rows.denseColumnCount, rows.factorLevelCounts.count)
    self.capacity = capacity
    self.levelPlaces = (0..<factors).map { factor in
      levelPlaces.flatMap { all in all[factor].indices.allSatisfy { all[factor][$0] == $0 } ? nil : all[factor] }
    }
    denseColumns = dense.count + 1
    factorCount = factors
    values = Self.room(capacity * denseColumns, filledWith: 1)
    places = Self.room(capacity * factors, filledWith: -1)
    labels = Self.room(capacity, filledWith: 0)
    weights = Self.room(capacity, filledWith: 1)
    var scaleOfColumn = [BlockCells.Scale](repeating: .init(factor: 1, shift: 0), count: all)
    var placeOfColumn = [Int](repeating: -1, count: all)
    for (place, column) in dense.enumerated() {
      scaleOfColumn[column] = scales[place]
      placeOfColumn[column] = place
    }
    cells = BlockCells(
      dense: values + capacity, places: placeOfColumn, codes: places, stride: capacity, scales: scaleOfColumn)
  }

  deinit {
    for vector in [values, weights] { vector.deallocate() }
    places.deallocate()
    labels.deallocate()
  }

  /// Memory that begins with a line of the cache: a vector across two lines is read twice.
  static func room<Cell>(_ count: Int, filledWith cell: Cell) -> UnsafeMutablePointer<Cell> {
    let bytes = max(1, count) * MemoryLayout<Cell>.stride
    let room = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    return room.initializeMemory(as: Cell.self, repeating: cell, count: max(1, count))
  }

  /// Reads the rows of a range that count.
  ///
  /// - Returns: whether there are any.
  final func load(_ range: Range<Int>, of observations: Observations) -> Bool {
    load(range, keeping: observations.chosen, of: observations)
  }

  /// Reads the rows of a range that are in a set; `nil` is all.
  ///
  /// - Returns: whether there are any.
  final func load(_ range: Range<Int>, keeping chosen: RowSet?, of observations: Observations) -> Bool {
    count = chosen?.count(in: range) ?? range.count
    guard count > 0 else { return false }
    if let chosen, count < range.count {
      chosen.words.withUnsafeBufferPointer { words in
        read(range, keeping: churn_kept(words: words.baseAddress, first: range.lowerBound), observations)
      }
    } else {
      read(range, keeping: nil, observations)
    }
    return true
  }

  private func read(_ range: Range<Int>, keeping kept: churn_kept?, _ observations: Observations) {
    observations.rows.write(range, keeping: kept, to: cells)
    copy(observations.labels, range, keeping: kept, to: labels)
    if let all = observations.weights { copy(all, range, keeping: kept, to: weights) }
    for factor in 0..<factorCount {
      let codes = places + factor * capacity
      levelPlaces[factor]?.withUnsafeBufferPointer { levels in
        for i in 0..<count where codes[i] >= 0 { codes[i] = levels[Int(codes[i])] }
      }
    }
  }

  private func copy<Cell>(
    _ cells: [Cell], _ range: Range<Int>, keeping kept: churn_kept?, to target: UnsafeMutablePointer<Cell>
  ) {
    cells.withUnsafeBufferPointer { cells in
      let from = cells.baseAddress! + range.lowerBound
      if let kept {
        churn_keep(range.count, from, Int32(MemoryLayout<Cell>.stride), kept, target)
      } else {
        target.update(from: from, count: range.count)
      }
    }
  }
}
