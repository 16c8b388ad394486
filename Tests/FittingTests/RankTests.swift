import LinearAlgebra
import Testing

@testable import Fitting

@Suite struct RankTests {
  /// A hundred rows of three random columns and labels that depend on them.
  private func sample(_ seed: Int = 1) -> (x: [[Double]], labels: [UInt8]) {
    var random = SeededGenerator(seed)
    let x = (0..<3).map { _ in (0..<100).map { _ in random.normal() } }
    let labels = (0..<100).map { row in UInt8(x[0][row] - x[1][row] + 2 * random.normal() > 0 ? 1 : 0) }
    return (x, labels)
  }

  @Test func `a duplicate column is dropped and named with its twin`() throws {
    let (x, labels) = sample()
    let whole = try fit(FitInput(rows: TestDesign(dense: [x[0], x[1], x[0]]), labels: labels))
    let plain = try fit(FitInput(rows: TestDesign(dense: [x[0], x[1]]), labels: labels))
    #expect(whole.certificate.dropped == [DroppedColumn(column: 2, reason: .collinear(with: [0]))])
    #expect(whole.certificate.rank == 3 && whole.kept == [0, 1])
    #expect(whole.coefficients.slopes == plain.coefficients.slopes + [0])
  }

  @Test func `x and 2x + 1 are one column`() throws {
    let (x, labels) = sample()
    let fit = try fit(FitInput(rows: TestDesign(dense: [x[0], x[0].map { 2 * $0 + 1 }, x[1]]), labels: labels))
    #expect(fit.certificate.dropped == [DroppedColumn(column: 1, reason: .collinear(with: [0]))])
  }

  @Test func `the last in file order is dropped, wherever it stands in the design`() throws {
    let (x, labels) = sample()
    let rows = TestDesign(dense: [x[0], x[1], x[0].map { 3 * $0 }])
    let fit = try fit(FitInput(rows: rows, labels: labels, positions: [2, 1, 0]))
    #expect(fit.certificate.dropped == [DroppedColumn(column: 0, reason: .collinear(with: [2]))])
  }

  @Test func `dummies that sum to one lose the last`() throws {
    let (x, labels) = sample()
    let codes = (0..<100).map { Int32($0 % 3) }
    let fit = try fit(FitInput(rows: TestDesign(dense: [x[0]], factors: [(3, codes)]), labels: labels))
    #expect(fit.certificate.dropped == [DroppedColumn(column: 3, reason: .collinear(with: [1, 2]))])
  }

  @Test func `a sum of columns in decimals is found to be one`() throws {
    let (x, labels) = sample()
    let shares = x.map { column in column.map { ($0 * 100).rounded() / 100 } }
    let total = shares[0].indices.map { shares[0][$0] + shares[1][$0] + shares[2][$0] }
    let fit = try fit(FitInput(rows: TestDesign(dense: shares + [total]), labels: labels))
    #expect(fit.certificate.dropped == [DroppedColumn(column: 3, reason: .collinear(with: [0, 1, 2]))])
  }

  @Test(arguments: [1e-3, 1e-5, 1e-6])
  func `a column that is nearly another is kept`(distance: Double) throws {
    let (x, labels) = sample()
    let near = zip(x[0], x[2]).map { $0 + distance * $1 }
    let fit = try fit(FitInput(rows: TestDesign(dense: [x[0], x[1], near]), labels: labels))
    #expect(fit.certificate.dropped.isEmpty)
    #expect(fit.status == .converged)
    // the same model in a basis of its own: slopes of x₀ and x₂ are b₀ + b₂ and distance·b₂
    let plain = try Fitting.fitLogistic(
      FitInput(rows: TestDesign(dense: [x[0], x[1], x[2]]), labels: labels), FitOptions().checked())
    #expect(lre(fit.coefficients.slopes[2] * distance, plain.coefficients.slopes[2]) > 8)
    #expect(lre(fit.logLikelihood, plain.logLikelihood) > 12)
  }

  @Test func `two copies of a near-duplicate lose one`() throws {
    let (x, labels) = sample()
    let near = zip(x[0], x[2]).map { $0 + 4e-7 * $1 }
    let fit = try fit(FitInput(rows: TestDesign(dense: [x[0], x[1], near, near]), labels: labels))
    #expect(fit.certificate.dropped.map(\.column) == [3])
    #expect(fit.status == .converged)
  }

  @Test func `constant columns are dropped and a column constant but for one row is not`() throws {
    let (x, labels) = sample()
    var spike = [Double](repeating: 7.3, count: 100)
    spike[3] = 7.4
    let codes = [Int32](repeating: 1, count: 100)
    let rows = TestDesign(dense: [x[0], [Double](repeating: 0.1, count: 100), spike], factors: [(2, codes)])
    let fit = try fit(FitInput(rows: rows, labels: labels))
    #expect(fit.certificate.dropped.map(\.column) == [1, 3, 4])
    #expect(fit.certificate.dropped.allSatisfy { $0.reason == .constant })
    #expect(fit.certificate.separation?.columns.map(\.column) == [2])
    #expect(fit.certificate.separation?.rows == 1)
  }

  @Test func `all columns of wa_churn reach the certified likelihood`() throws {
    let input = try telco()
    let fit = try fit(input)
    #expect(fit.certificate.dropped.count == 7 && fit.certificate.rank == 24)
    #expect(lre(fit.logLikelihood, -2913.13618248418) >= 13)
    #expect(fit.status == .converged)
    #expect(fit.certificate.separation == nil)
  }

  /// Every column of wa_churn: numbers as they are, missing total_charges with complete rows only, text by levels.
  private func telco() throws -> FitInput {
    let columns = try Columns("wa_churn.csv")
    let charges = columns.numbers("total_charges")
    let complete = charges.indices.filter { !charges[$0].isNaN }
    let churn = columns.cells["churn"]!
    var dense: [[Double]] = []
    var positions: [Int] = []
    var factors: [(levels: Int, codes: [Int32])] = []
    var factorPositions: [Int] = []
    for (place, name) in columns.names.dropFirst().enumerated() {
      let all = columns.cells[name]!
      let cells = complete.map { all[$0] }
      if cells.allSatisfy({ Double($0) != nil }) {
        dense.append(cells.map { Double($0)! })
        positions.append(place * 100)
      } else {
        let levels = Array(Set(cells)).sorted().dropFirst()
        factors.append((levels.count, cells.map { Int32((levels.firstIndex(of: $0) ?? 0) - 1) }))
        factorPositions += levels.indices.map { place * 100 + $0 }
      }
    }
    return FitInput(
      rows: TestDesign(dense: dense, factors: factors),
      labels: complete.map { churn[$0] == "Yes" ? 1 : 0 },
      positions: positions + factorPositions)
  }
}
