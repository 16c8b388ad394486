import CKernels
import Foundation
import LinearAlgebra
import Tables

@testable import Fitting

/// A design in memory: dense columns and factors.
struct TestDesign: BlockedRows {
  var dense: [[Double]] = []
  var factors: [(levels: Int, codes: [Int32])] = []
  var rowCount: Int

  init(dense: [[Double]], factors: [(levels: Int, codes: [Int32])] = [], rowCount: Int? = nil) {
    self.dense = dense
    self.factors = factors
    self.rowCount = rowCount ?? dense.first?.count ?? factors.first?.codes.count ?? 0
  }

  var denseColumnCount: Int { dense.count }
  var factorLevelCounts: [Int] { factors.map(\.levels) }

  func write(_ rows: Range<Int>, keeping kept: churn_kept?, to cells: BlockCells) {
    let rows = rows.enumerated().filter { place, _ in kept.map { $0.moved(by: place).count(of: 1) == 1 } ?? true }
    for (j, column) in dense.enumerated() {
      guard let to = cells.column(j) else { continue }
      let scale = cells.scales[j]
      for (i, row) in rows.enumerated() { to[i] = column[row.element] * scale.factor - scale.shift }
    }
    for (k, factor) in factors.enumerated() {
      for (i, row) in rows.enumerated() { cells.codes[k * cells.stride + i] = factor.codes[row.element] }
    }
  }

  /// The same design with every factor written out as dense columns.
  var writtenOut: TestDesign {
    let columns = factors.flatMap { factor in
      (0..<factor.levels).map { level in factor.codes.map { $0 == Int32(level) ? 1.0 : 0.0 } }
    }
    return TestDesign(dense: dense + columns, rowCount: rowCount)
  }

  /// The rows in another order.
  func reordered(_ order: [Int]) -> TestDesign {
    TestDesign(
      dense: dense.map { column in order.map { column[$0] } },
      factors: factors.map { factor in (factor.levels, order.map { factor.codes[$0] }) }, rowCount: order.count)
  }
}

/// Correct digits: −log₁₀ of the relative error, at most 17.
func lre(_ actual: Double, _ certified: Double) -> Double {
  if actual == certified { return 17 }
  guard actual.isFinite else { return -17 }
  let error = certified == 0 ? abs(actual) : abs(actual - certified) / abs(certified)
  return min(17, -log10(error))
}

/// The smallest number of correct digits of a vector.
func lre(_ actual: [Double], _ certified: [Double]) -> Double {
  guard actual.count == certified.count else { return -17 }
  return zip(actual, certified).map { lre($0, $1) }.min() ?? 17
}

/// Fits, with options changed from the defaults.
func fit(_ input: FitInput, _ change: (inout FitOptions) -> Void = { _ in }) throws -> Fit {
  var options = FitOptions()
  change(&options)
  return try fitLogistic(input, options.checked())
}

/// Random numbers that are the same everywhere (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
  mutating func normal() -> Double {
    let u = Double.random(in: 0x1p-53...1, using: &self)
    let v = Double.random(in: 0..<1, using: &self)
    return (-2 * log(u)).squareRoot() * cos(2 * .pi * v)
  }
}
