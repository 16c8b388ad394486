import CKernels
import LinearAlgebra
import Tables

/// A block of rows in the memory of one thread: read whole, of which the rows that count are then taken. Nothing is
/// allocated per block.
class ReadBlock {
  /// Rows that fit.
  final let capacity: Int
  /// Rows taken.
  final private(set) var count = 0
  /// Dense columns in use, the column of ones first.
  final let denseColumns: Int
  /// Factors.
  final let factorCount: Int
  /// Scaled values of the rows taken, column-major, stride `capacity`; column 0 is 1.
  final private(set) var values: UnsafeMutablePointer<Double>
  /// Level, or place among the factor columns, of each row taken, or −1; factor k starts at `k * capacity`.
  final let places: UnsafeMutablePointer<Int32>
  /// 0 or 1.
  final let labels: UnsafeMutablePointer<UInt8>
  /// Weights; 1 where rows have none.
  final let weights: UnsafeMutablePointer<Double>
  /// All dense columns of the rows that were read, and room for those in use where they are others.
  private let (read, kept): (UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>)
  private let codes: UnsafeMutablePointer<Int32>
  private let cells: BlockCells
  /// Dense columns in use.
  private let dense: [Int]
  private let levelPlaces: [[Int32]]?

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
    self.dense = dense
    self.levelPlaces = levelPlaces
    denseColumns = dense.count + 1
    factorCount = factors
    read = Self.room(capacity * (all + 1), filledWith: 1)
    kept = Self.room(capacity * denseColumns, filledWith: 1)
    values = read
    codes = Self.room(capacity * factors, filledWith: -1)
    places = Self.room(capacity * factors, filledWith: -1)
    labels = Self.room(capacity, filledWith: 0)
    weights = Self.room(capacity, filledWith: 1)
    var scaleOfColumn = [BlockCells.Scale](repeating: .init(factor: 1, shift: 0), count: all)
    for (column, scale) in zip(dense, scales) { scaleOfColumn[column] = scale }
    cells = BlockCells(dense: read + capacity, codes: codes, stride: capacity, scales: scaleOfColumn)
  }

  deinit {
    for vector in [read, kept, weights] { vector.deallocate() }
    for vector in [codes, places] { vector.deallocate() }
    labels.deallocate()
  }

  static func room<Cell>(_ count: Int, filledWith cell: Cell) -> UnsafeMutablePointer<Cell> {
    let room = UnsafeMutablePointer<Cell>.allocate(capacity: max(1, count))
    room.initialize(repeating: cell, count: max(1, count))
    return room
  }

  /// Reads a range and takes its rows that count.
  ///
  /// - Returns: whether there are any.
  final func load(_ range: Range<Int>, of observations: Observations) -> Bool {
    if let chosen = observations.chosen, chosen.count(in: range) == 0 { return false }
    fill(range, of: observations)
    take(observations.chosen, of: range, observations)
    return true
  }

  /// Reads the rows of a range; `take` then chooses some of them.
  final func fill(_ range: Range<Int>, of observations: Observations) { observations.rows.write(range, to: cells) }

  /// Takes rows of the range that was read last; `nil` is all.
  final func take(_ chosen: RowSet?, of range: Range<Int>, _ observations: Observations) {
    precondition(range.lowerBound % 8 == 0, "a block begins at a byte of the set")
    count = range.count
    copy(observations.labels, range, to: labels)
    if let all = observations.weights { copy(all, range, to: weights) }
    for factor in 0..<factorCount { copyPlaces(ofFactor: factor) }
    values = read
    guard let chosen, chosen.count(in: range) < range.count else {
      if denseColumns <= cells.scales.count { keepColumns(nil) }
      return
    }
    chosen.words.withUnsafeBytes { words in
      let bits = words.baseAddress!.assumingMemoryBound(to: UInt8.self) + range.lowerBound / 8
      keepColumns(bits)
      for factor in 0..<factorCount { churn_compress_codes(count, bits, places + factor * capacity) }
      if observations.weights != nil { churn_copy_chosen(count, bits, weights, weights) }
      count = churn_compress_bytes(count, bits, labels)
    }
  }

  /// Copies the columns in use, of all rows or of some.
  private func keepColumns(_ bits: UnsafePointer<UInt8>?) {
    for (place, column) in dense.enumerated() {
      churn_copy_chosen(count, bits, read + (column + 1) * capacity, kept + (place + 1) * capacity)
    }
    values = kept
  }

  private func copyPlaces(ofFactor factor: Int) {
    let (from, to) = (codes + factor * capacity, places + factor * capacity)
    guard let levelPlaces else { return to.update(from: from, count: count) }
    levelPlaces[factor].withUnsafeBufferPointer { levels in
      for i in 0..<count { to[i] = from[i] < 0 ? -1 : levels[Int(from[i])] }
    }
  }

  private func copy<Cell>(_ cells: [Cell], _ range: Range<Int>, to target: UnsafeMutablePointer<Cell>) {
    cells.withUnsafeBufferPointer { target.update(from: $0.baseAddress! + range.lowerBound, count: range.count) }
  }
}
