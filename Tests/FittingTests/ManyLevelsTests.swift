import Foundation
import LinearAlgebra
import Tables
import Testing

@testable import Fitting

/// A factor of many levels is kept apart from the dense part of the curvature; what comes out is the same.
@Suite struct ManyLevelsTests {
  /// Two numbers and three factors, of which the middle one has the most levels.
  private static func design(rows n: Int, levels: [Int]) -> (rows: TestDesign, labels: [UInt8]) {
    var generator = SeededGenerator(n)
    var dense = [[Double]](repeating: [], count: 2)
    var codes = levels.map { _ in [Int32]() }
    var labels: [UInt8] = []
    for _ in 0..<n {
      var eta = -0.5
      for j in 0..<2 {
        dense[j].append(generator.normal() * 3 + 1)
        eta += 0.1 * dense[j][dense[j].count - 1]
      }
      for (k, count) in levels.enumerated() {
        let code = Int32.random(in: -1..<Int32(count), using: &generator)
        codes[k].append(code)
        eta += 0.3 * Double(code % 5) / 5
      }
      labels.append(Double.random(in: 0..<1, using: &generator) < 1 / (1 + exp(-eta)) ? 1 : 0)
    }
    return (TestDesign(dense: dense, factors: zip(levels, codes).map { ($0, $1) }), labels)
  }

  private static let small = design(rows: 9_000, levels: [3, 110, 4])

  @Test(arguments: [0.0, 3.0]) func `levels in the tail are levels written out`(ridge: Double) throws {
    let (rows, labels) = Self.small
    let coded = try fit(FitInput(rows: rows, labels: labels)) { $0.ridge = ridge }
    let written = try fit(FitInput(rows: rows.writtenOut, labels: labels)) { $0.ridge = ridge }
    #expect(coded.status == .converged && coded.certificate.rank == 120)
    #expect(lre(coded.vector, written.vector) >= 10 && lre(coded.errors, written.errors) >= 10)
    #expect(lre(coded.logLikelihood, written.logLikelihood) >= 14)
  }

  @Test func `clustered errors do not depend on the tail`() throws {
    let (rows, labels) = Self.small
    let clusters = (0..<Int32(labels.count)).map { $0 / 3 }
    let coded = try fit(FitInput(rows: rows, labels: labels, clusters: clusters))
    let written = try fit(FitInput(rows: rows.writtenOut, labels: labels, clusters: clusters))
    #expect(lre(coded.errors, written.errors) >= 9)
  }

  @Test func `columns that depend on others are found in spite of the tail`() throws {
    var (rows, labels) = Self.small
    // whoever has one of the first ten levels of the large factor has the last factor's level 0, and nobody else
    for row in 0..<rows.rowCount { rows.factors[2].codes[row] = (0..<10).contains(rows.factors[1].codes[row]) ? 0 : -1 }
    rows.factors[2].levels = 1
    let fitted = try fit(FitInput(rows: rows, labels: labels))
    #expect(fitted.certificate.dropped.map(\.column) == [2 + 3 + 110])
    guard case .collinear(let partners)? = fitted.certificate.dropped.first?.reason else {
      Issue.record("not collinear")
      return
    }
    #expect(partners == (0..<10).map { 2 + 3 + $0 })
    let plain = TestDesign(dense: rows.dense, factors: Array(rows.factors[..<2]))
    let other = try fit(FitInput(rows: plain, labels: labels))
    #expect(lre(Array(fitted.vector.dropLast()), other.vector) >= 9)
  }

  @Test func `where rows and levels are many the errors are those of the curvature's inverse`() throws {
    // beyond the work for which the curvature would be written out
    let (rows, labels) = Self.design(rows: 170_000, levels: [3, 350])
    let fitted = try fit(FitInput(rows: rows, labels: labels))
    #expect(fitted.status == .converged)
    let observations = try Observations(FitInput(rows: rows, labels: labels))
    let moments = try DesignMoments(of: observations, threads: 1)
    let basis = DesignBasis(
      moments, levelCounts: [3, 350], keeping: Set(0..<355), totalWeight: observations.weight())
    let sums = InMemorySums(observations, basis, loss: LogisticLoss(), threads: 2)
    let curvature = try sums.sums(at: basis.inside(fitted.coefficients), upTo: .curvature).curvature
    #expect(!curvature.isDense && curvature.tailPlaces == 6..<356)
    let inverse = try Cholesky(curvature.dense).inverse
    let (combination, units) = (basis.interceptCombination, basis.unitFactors)
    var errors = (0..<356).map { inverse[$0, $0].squareRoot() * units[$0] }
    errors[0] = zip(combination, inverse * combination).reduce(0) { $0 + $1.0 * $1.1 }.squareRoot()
    #expect(lre(fitted.errors, errors) >= 10)
    let covariance = try #require(fitted.covariance).matrix
    for (j, error) in errors.enumerated() { #expect(abs(covariance[j, j] / (error * error) - 1) < 1e-10) }
    #expect(abs(covariance[9, 200] / inverse[9, 200] - 1) < 1e-8 && covariance[200, 9] == covariance[9, 200])
  }

  @Test func `threads do not show in a fit with a tail`() throws {
    let (rows, labels) = Self.small
    let input = FitInput(rows: rows, labels: labels)
    #expect(try fit(input) { $0.threads = 1 } == fit(input) { $0.threads = 3 })
  }

  @Test func `a sample is weighed so that no level weighs more in it than among all rows`() throws {
    let (rows, labels) = Self.design(rows: 60_000, levels: [3, 110])
    let input = FitInput(rows: rows, labels: labels)
    let preparation = try FitPreparation(input, FitOptions())
    let (sums, point) = (preparation.sums, preparation.origin)
    let curvature = preparation.originSums.curvature
    // the first ten thousand rows and, of two levels, only some
    var part = input
    part.chosen = RowSet(
      rowCount: 60_000, where: { $0 < 10_000 && (rows.factors[1].codes[$0] % 50 != 7 || $0 % 3 == 0) })
    let sample = InMemorySums(try Observations(part), sums.basis, loss: LogisticLoss(), threads: 1)
    let plain = try sample.sums(at: point, upTo: .curvature).curvature
    let weighed = try sample.stratified(toMatch: curvature, at: point).sums(at: point, upTo: .curvature).curvature
    let shares = { (of: ArrowMatrix) in of.tail.map { $0 / of[0, 0] } }
    #expect(lre(shares(weighed), shares(curvature)) >= 12)
    #expect(lre(shares(plain), shares(curvature)) < 1)
    // without a tail nothing is weighed
    let dense = try sample.stratified(toMatch: ArrowMatrix(curvature.dense), at: point)
    #expect(dense.observations.weights == nil)
  }

  @Test func `a part that only predicts, and the fit of all rows behind it, end where fits from nothing end`() throws {
    let n = 300_000
    let (rows, labels) = Self.design(rows: n, levels: [130])
    let input = FitInput(rows: rows, labels: labels)
    var part = input
    part.chosen = RowSet(rowCount: n, where: { $0 % 9 != 4 })
    part.companions = part.chosen?.complement
    var options = FitOptions()
    options.warmRows = 200_000
    var predicting = options
    predicting.confirmsGradient = false
    let first = try fitLogistic(part, predicting.checked(), continuing: nil)
    let whole = try fitLogistic(input, options.checked(), continuing: try #require(first.continuation)).fit
    var cold = FitOptions()
    cold.warmRows = .max
    let (part0, whole0) = (try fitLogistic(part, cold.checked()), try fitLogistic(input, cold.checked()))
    for ((found, exact), error) in zip(zip(first.fit.vector, part0.vector), part0.errors) {
      #expect(abs(found - exact) <= 2e-8 * error)
    }
    #expect(whole.status == .converged && lre(whole.vector, whole0.vector) >= 10)
    #expect(lre(whole.errors, whole0.errors) >= 10 && lre(whole.logLikelihood, whole0.logLikelihood) >= 14)
  }
}
