import Diagnostics
import Foundation
import LinearAlgebra
import Testing

@testable import Fitting

@Suite struct ClosedFormTests {
  @Test func `the intercept alone is the log-odds of the mean`() throws {
    for (k, n, estimate, error) in [
      (1.0, 1e6, -13.815509557963774, 1.000000500000375), (3, 7, -0.28768207245178093, 0.76376261582597333),
    ] {
      let fit = try fit(FitInput(rows: TestDesign(dense: [], rowCount: 2), labels: [1, 0], weights: [k, n - k]))
      #expect(lre(fit.coefficients.intercept, estimate) >= 14)
      #expect(lre(fit.standardErrors[0]!, error) >= 13)
      #expect(lre(fit.logLikelihood, fit.nullLogLikelihood) >= 14)
    }
  }

  @Test func `one event in many rows is fitted without weights too`() throws {
    let n = 50_000
    let fit = try fit(FitInput(rows: TestDesign(dense: [], rowCount: n), labels: (0..<n).map { $0 == 77 ? 1 : 0 }))
    #expect(lre(fit.coefficients.intercept, -log(Double(n - 1))) >= 14)
    #expect(lre(fit.logLikelihood, fit.nullLogLikelihood) >= 14)
  }

  @Test(arguments: [[30.0, 70, 20, 180], [5e8, 5e8, 4e8, 6e8]])
  func `tables of two by two have their closed form`(cells: [Double]) throws {
    // rows: x = 1 with churn and without, x = 0 with and without
    let design = TestDesign(dense: [[1, 1, 0, 0]])
    let factor = TestDesign(dense: [], factors: [(1, [0, 0, -1, -1])])
    let (a, b, c, d) = (cells[0], cells[1], cells[2], cells[3])
    for rows in [design, factor] {
      let fit = try fit(FitInput(rows: rows, labels: [1, 0, 1, 0], weights: cells))
      #expect(lre(fit.vector, [log(c / d), log(a * d / (b * c))]) >= 14)
      #expect(lre(fit.errors, [(1 / c + 1 / d).squareRoot(), (1 / a + 1 / b + 1 / c + 1 / d).squareRoot()]) >= 13)
    }
  }

  @Test func `the nine rows of glmnet are reached`() throws {
    // data from a comment in scikit-learn's test of glmnet; λ = 1 per row is a ridge of 9 on the sum of losses
    let a = (-4...4).map(Double.init)
    let b: [Double] = [0, 0, 1, 0, 1, 1, 1, 0, 0]
    let fit = try fit(FitInput(rows: TestDesign(dense: [a, b]), labels: [0, 0, 0, 1, 1, 1, 1, 1, 1])) {
      $0.ridge = 9
      $0.penaltyScale = .original
    }
    #expect(lre(fit.vector, [0.89230405664178, 0.44464569317679, 0.014575634329615]) > 12.5)
  }

  @Test func `one event in a million rows is fitted`() throws {
    let weights = [1.0, 999_999, 3, 2_000_000]
    let fit = try fit(FitInput(rows: TestDesign(dense: [[1, 1, 0, 0]]), labels: [1, 0, 1, 0], weights: weights))
    #expect(lre(fit.vector, [log(3.0 / 2e6), log(1 / 999_999.0) - log(3.0 / 2e6)]) >= 13)
  }

  @Test func `errors by cluster of one row each are those of independent rows, and of equal rows grow`() throws {
    let sample = LawSample()
    let n = sample.labels.count
    let single = try fit(
      FitInput(rows: sample.design, labels: sample.labels, clusters: (0..<n).map { Int32($0) }))
    #expect(single.covariance?.kind == .cluster)
    let order = (0..<n).flatMap { [$0, $0, $0, $0] }
    let four = try fit(
      FitInput(
        rows: sample.design.reordered(order), labels: order.map { sample.labels[$0] },
        clusters: order.map { Int32($0) }))
    #expect(lre(four.errors, single.errors) > 11)
  }

  @Test func `the cluster sandwich is what its formula says`() throws {
    // intercept only: variance = G/(G−1)·Σ_c (Σ (p − y))² / (n·p·q)²
    let labels: [UInt8] = [1, 0, 0, 1, 1, 0, 0, 0, 1, 0]
    let clusters: [Int32] = [5, 5, 9, 9, 9, 2, 2, 2, 7, 7]
    let fit = try fit(FitInput(rows: TestDesign(dense: [], rowCount: 10), labels: labels, clusters: clusters))
    let p = 0.4
    var sums: [Int32: Double] = [:]
    for (label, cluster) in zip(labels, clusters) { sums[cluster, default: 0] += p - Double(label) }
    let meat = sums.values.reduce(0) { $0 + $1 * $1 } * 4 / 3
    #expect(lre(fit.standardErrors[0]!, meat.squareRoot() / (10 * p * (1 - p))) > 13)
  }

  @Test func `single classes and too few rows are refused, and a ridge helps the latter`() throws {
    let one = FitInput(rows: TestDesign(dense: [[1, 2, 3]]), labels: [0, 0, 0])
    #expect(throws: FittingError.singleClass(label: 0, rows: 3)) { try fit(one) }
    var random = SeededGenerator(4)
    for n in [2, 4, 5] {
      let rows = TestDesign(dense: (0..<5).map { _ in (0..<n).map { _ in random.normal() } })
      let input = FitInput(rows: rows, labels: (0..<n).map { UInt8($0 % 2) })
      #expect(throws: FittingError.tooFewRows(rows: n, coefficients: 6)) { try fit(input) }
      let ridge = try fit(input) { $0.ridge = 1 }
      #expect(ridge.status == .converged)
    }
  }

  @Test func `extreme scales end in a finite fit`() throws {
    let columns = try Columns("extreme_scale.csv")
    let rows = TestDesign(dense: ["usage", "logins", "tickets", "tenure_months"].map(columns.numbers))
    let fit = try fit(FitInput(rows: rows, labels: columns.labels("churned")))
    #expect(fit.vector.allSatisfy { $0.isFinite })
    #expect(fit.standardErrors.allSatisfy { $0?.isFinite ?? true })
  }

  @Test func `values that are not finite are refused by column`() throws {
    let rows = TestDesign(dense: [[1, 2, 3, 4], [1, .nan, 3, 4]])
    let error = #expect(throws: FittingError.self) { try fit(FitInput(rows: rows, labels: [0, 1, 0, 1])) }
    #expect(error == .notFinite(column: 1))
    #expect(error?.problem { _ in "usage" }.message == "column usage holds a value that is not a finite number")
  }

  @Test func `subnormal numbers and negative zeros are numbers`() throws {
    let sample = LawSample(rows: 200)
    var tiny = sample
    tiny.design.dense[0] = tiny.design.dense[0].map { $0 > 0 ? .leastNonzeroMagnitude : -0.0 }
    let small = try fit(tiny.input) { $0.ridge = 1e-3 }
    #expect(small.vector.allSatisfy { $0.isFinite })
  }
}
