import Foundation
import LinearAlgebra
import Testing

@testable import Fitting

/// From 400,000 rows on, a sample is fitted first and its optimum is the start.
@Suite struct WarmFitTests {
  private static let rows = 410_000

  /// Numbers, a yes/no and a category with a level too rare to be in every sample.
  private static let input: FitInput = {
    var generator = SeededGenerator(11)
    var dense = [[Double]](repeating: [], count: 3)
    var codes: [Int32] = []
    var labels: [UInt8] = []
    for row in 0..<rows {
      let x = [30 + 12 * generator.normal(), 0.01 * generator.normal(), generator.normal() > 0.5 ? 1 : 0]
      let code = row % 50_000 == 7 ? Int32(2) : Int32.random(in: -1...1, using: &generator)
      let eta = -4 + 0.03 * x[0] + 20 * x[1] - 0.7 * x[2] + (code == 1 ? 0.5 : 0)
      for j in 0..<3 { dense[j].append(x[j]) }
      codes.append(code)
      labels.append(Double.random(in: 0..<1, using: &generator) < 1 / (1 + exp(-eta)) || row == 7 ? 1 : 0)
    }
    return FitInput(rows: TestDesign(dense: dense, factors: [(3, codes)]), labels: labels)
  }()

  private func cold(_ input: FitInput) throws -> Fit {
    let observations = try Observations(input)
    let preparation = try FitPreparation(
      cold: input, FitOptions(), observations, FitPreparation.Classes(observations))
    return try FitRun(preparation: preparation, options: FitOptions(), observe: nil).fit(NoPenalty())
  }

  @Test func `the start in a sample's optimum ends where the start at nothing ends`() throws {
    let cold = try cold(Self.input)
    let warm = try fit(Self.input)
    #expect(try FitPreparation(Self.input, FitOptions()).isWarm)
    #expect(warm.status == .converged && warm.iterations < cold.iterations)
    #expect(lre(warm.vector, cold.vector) >= 12)
    #expect(lre(warm.errors, cold.errors) >= 11)
    #expect(lre(warm.logLikelihood, cold.logLikelihood) >= 14)
    #expect(lre(warm.certificate.conditionNumber, cold.certificate.conditionNumber) >= 6)
    #expect(warm.certificate.gradient <= 1e-9 && warm.certificate.rank == cold.certificate.rank)
  }

  @Test func `a warm fit does not depend on threads`() throws {
    let one = try fit(Self.input) { $0.threads = 1 }
    #expect(try fit(Self.input) { $0.threads = 3 } == one)
  }

  @Test func `columns that need the thorough way get it`() throws {
    guard var design = Self.input.rows as? TestDesign else { return }
    design.dense.append(design.dense[0].map { 2 * $0 + 1 })
    design.dense.append([Double](repeating: 5, count: Self.rows))
    let input = FitInput(rows: design, labels: Self.input.labels)
    #expect(try !FitPreparation(input, FitOptions()).isWarm)
    let fit = try fit(input)
    #expect(fit.certificate.dropped.map(\.column) == [3, 4])
    #expect(fit.status == .converged)
  }
}
