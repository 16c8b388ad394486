import CKernels
import Foundation
import LinearAlgebra
import Testing

@testable import Fitting

/// Many columns: products by own kernels where rows are many, condition numbers without all eigenvalues.
@Suite struct WideFitTests {
  /// A number and a factor of 40 levels, by 60,000 rows.
  private static let design: (rows: TestDesign, labels: [UInt8]) = {
    var generator = SeededGenerator(5)
    var numbers: [Double] = []
    var codes: [Int32] = []
    var labels: [UInt8] = []
    for _ in 0..<60_000 {
      let (x, code) = (generator.normal(), Int32.random(in: -1..<40, using: &generator))
      let eta = -1 + 0.5 * x + 0.03 * Double(code)
      numbers.append(x)
      codes.append(code)
      labels.append(Double.random(in: 0..<1, using: &generator) < 1 / (1 + exp(-eta)) ? 1 : 0)
    }
    return (TestDesign(dense: [numbers], factors: [(40, codes)]), labels)
  }()

  @Test func `levels counted by codes are levels written out, also where columns are many`() throws {
    let (rows, labels) = Self.design
    let coded = try fit(FitInput(rows: rows, labels: labels))
    let written = try fit(FitInput(rows: rows.writtenOut, labels: labels))
    #expect(lre(written.vector, coded.vector) >= 11 && lre(written.errors, coded.errors) >= 11)
    #expect(lre(written.logLikelihood, coded.logLikelihood) >= 14)
  }

  @Test func `clustered errors do not depend on how levels are held`() throws {
    let (rows, labels) = Self.design
    let clusters = (0..<Int32(labels.count)).map { $0 / 3 }
    let coded = try fit(FitInput(rows: rows, labels: labels, clusters: clusters))
    let written = try fit(FitInput(rows: rows.writtenOut, labels: labels, clusters: clusters))
    #expect(lre(written.errors, coded.errors) >= 10)
  }

  @Test func `clustered errors do not depend on the order of rows, cohort after cohort or account after account`()
    throws
  {
    let (rows, labels) = Self.design
    // 24 cohorts of 2,500 accounts each
    let clusters = (0..<Int32(labels.count)).map { $0 % 2_500 }
    let order = labels.indices.sorted { (clusters[$0], $0) < (clusters[$1], $1) }
    let cohorts = try fit(FitInput(rows: rows, labels: labels, clusters: clusters))
    let accounts = try fit(
      FitInput(rows: rows.reordered(order), labels: order.map { labels[$0] }, clusters: order.map { clusters[$0] }))
    #expect(lre(accounts.errors, cohorts.errors) >= 12)
    #expect(try fit(FitInput(rows: rows, labels: labels, clusters: clusters)) { $0.threads = 1 } == cohorts)
  }

  @Test func `what vectors kernels are limited to does not show in a fit of many columns`() throws {
    let (rows, labels) = Self.design
    let input = FitInput(rows: rows.writtenOut, labels: labels)
    let free = try fit(input)
    churn_limit_vectors(256)
    defer { churn_limit_vectors(512) }
    #expect(try fit(input) == free)
  }

  @Test func `a category of many even levels has the condition number of the closed form`() throws {
    // an intercept and L orthogonal levels of share 1/(L + 1): eigenvalues 1 ± √(L/(L + 1)) and 1
    let levels = 450
    let codes = (0..<(20 * (levels + 1))).map { Int32($0 % (levels + 1)) - 1 }
    let labels = codes.indices.map { UInt8($0 / (levels + 1) % 3 == Int(codes[$0]) % 2 ? 1 : 0) }
    let fitted = try fit(FitInput(rows: TestDesign(dense: [], factors: [(levels, codes)]), labels: labels))
    let spread = (Double(levels) / Double(levels + 1)).squareRoot()
    let exact = ((1 + spread) / (1 - spread)).squareRoot()
    #expect(
      abs(fitted.certificate.conditionNumber / exact - 1) < 0.01, "\(fitted.certificate.conditionNumber) \(exact)")
  }

  /// 110,000 rows and 32 numbers, all but the first ten of few values.
  private static let many: FitInput = {
    var generator = SeededGenerator(17)
    let n = 110_000
    var dense: [[Double]] = []
    for j in 0..<32 {
      dense.append((0..<n).map { _ in j < 10 ? generator.normal() : Double(generator.next() >> 62) })
    }
    let labels = (0..<n).map { i -> UInt8 in
      let eta = dense[0][i] - 0.5 * dense[20][i] + 0.2 * dense[31][i] - 0.4
      return Double.random(in: 0..<1, using: &generator) < 1 / (1 + exp(-eta)) ? 1 : 0
    }
    return FitInput(rows: TestDesign(dense: dense), labels: labels)
  }()

  @Test func `curvatures to single precision on the way do not show at the end`() throws {
    let input = Self.many
    var options = FitOptions()
    options.warmRows = 100_000
    let preparation = try FitPreparation(input, options)
    #expect(preparation.isWarm && preparation.originSums.isRough == (churn_knows_widest_vectors() != 0))
    let sums = preparation.sums
    let rough = preparation.originSums
    let exact = try sums.sums(at: preparation.origin, upTo: .curvature)
    #expect(rough.isRough == sums.hasRoughProducts && !exact.isRough)
    #expect(rough.loss == exact.loss && rough.gradient == exact.gradient)
    let size = exact.curvature.diagonal.max() ?? 0
    for (a, b) in zip(rough.curvature.head.elements, exact.curvature.head.elements) {
      #expect(abs(a - b) < 1e-6 * size)
    }
    let warm = try FitRun(preparation: preparation, options: options, observe: nil).fit(NoPenalty()).fit
    #expect(warm.status == .converged)
    let end = try sums.sums(at: sums.basis.inside(warm.coefficients), upTo: .curvature)
    #expect(end.gradient.allSatisfy { abs($0) < 1e-15 * preparation.totalWeight })
    let inverse = try Cholesky(end.curvature.head).inverse
    let slopes = zip(inverse.diagonal, sums.basis.unitFactors).map { $0.squareRoot() * $1 }.dropFirst()
    #expect(lre(Array(warm.errors.dropFirst()), Array(slopes)) >= 11)
  }
}
