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
}
