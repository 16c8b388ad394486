import Foundation
import LinearAlgebra
import Tables
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

  private static let cold = Result {
    let observations = try Observations(input)
    let preparation = try FitPreparation(
      cold: input, FitOptions(), observations, FitPreparation.Classes(observations))
    return try FitRun(preparation: preparation, options: FitOptions(), observe: nil).fit(NoPenalty()).fit
  }

  private static let warm = Result { try fit(input) { $0.threads = 1 } }

  @Test func `the start in a sample's optimum ends where the start at nothing ends`() throws {
    let cold = try Self.cold.get()
    let warm = try Self.warm.get()
    #expect(try FitPreparation(Self.input, FitOptions()).isWarm)
    #expect(warm.status == .converged && warm.iterations < cold.iterations)
    #expect(lre(warm.vector, cold.vector) >= 12)
    #expect(lre(warm.errors, cold.errors) >= 11)
    #expect(lre(warm.logLikelihood, cold.logLikelihood) >= 14)
    #expect(lre(warm.certificate.conditionNumber, cold.certificate.conditionNumber) >= 6)
    #expect(warm.certificate.gradient <= 1e-9 && warm.certificate.rank == cold.certificate.rank)
  }

  @Test func `the last step, taken without another look, ends where no gradient is left`() throws {
    let fitted = try Self.warm.get()
    let preparation = try FitPreparation(Self.input, FitOptions())
    let sums = preparation.sums
    let end = try sums.sums(at: sums.basis.inside(fitted.coefficients), upTo: .gradient)
    let left = end.gradient.reduce(0) { max($0, abs($1)) } / preparation.totalWeight
    #expect(left < 1e-15, "\(left), seen \(fitted.certificate.gradient)")
  }

  @Test func `a warm fit does not depend on threads`() throws {
    #expect(try fit(Self.input) { $0.threads = 3 } == Self.warm.get())
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

  @Test func `chosen rows fit as a design of those rows does`() throws {
    guard let design = Self.input.rows as? TestDesign else { return }
    let chosen = RowSet(rowCount: Self.rows, where: { $0 % 41 != 7 })
    let order = chosen.rows.map(Int.init)
    #expect(order.count == 400_000)
    var input = Self.input
    input.chosen = chosen
    let part = FitInput(rows: design.reordered(order), labels: order.map { Self.input.labels[$0] })
    let (chosenFit, partFit) = (try fit(input), try fit(part))
    #expect(lre(chosenFit.vector, partFit.vector) >= 12 && lre(chosenFit.errors, partFit.errors) >= 11)
    #expect(chosenFit.rows == partFit.rows && chosenFit.events == partFit.events)
    #expect(lre(chosenFit.logLikelihood, partFit.logLikelihood) >= 14)
    #expect(lre(chosenFit.nullLogLikelihood, partFit.nullLogLikelihood) >= 14)
  }

  @Test func `a fit that goes on from a fit of a part ends where a fit of its own ends`() throws {
    var part = Self.input
    part.chosen = RowSet(rowCount: Self.rows, where: { $0 % 41 != 7 })
    part.companions = part.chosen?.complement
    var options = FitOptions()
    options.confirmsGradient = false
    let first = try fitLogistic(part, options.checked(), continuing: nil)
    let continuation = try #require(first.continuation)
    let alone = try fit(part)
    #expect(lre(first.fit.vector, alone.vector) >= 12 && first.fit.status == .converged)
    let whole = try fitLogistic(Self.input, FitOptions().checked(), continuing: continuation)
    let cold = try Self.cold.get()
    #expect(whole.fit.status == .converged && whole.fit.certificate.gradient <= 1e-9)
    #expect(lre(whole.fit.vector, cold.vector) >= 12 && lre(whole.fit.errors, cold.errors) >= 11)
    #expect(lre(whole.fit.logLikelihood, cold.logLikelihood) >= 14)
    #expect(lre(whole.fit.certificate.conditionNumber, cold.certificate.conditionNumber) >= 6)
    #expect(whole.continuation == nil)
  }

  @Test func `what was seen of other rows is not used`() throws {
    var part = Self.input
    part.chosen = RowSet(rowCount: Self.rows, where: { $0 % 41 != 7 })
    part.companions = RowSet(rowCount: Self.rows, where: { $0 % 82 == 7 })
    let continuation = try #require(try fitLogistic(part, FitOptions().checked(), continuing: nil).continuation)
    #expect(!continuation.fits(Self.input))
    #expect(try fitLogistic(Self.input, FitOptions().checked(), continuing: continuation).fit == Self.warm.get())
  }

  /// Cohorts of much the same accounts, of which some come and go, or rows of accounts in no order.
  private static func clusters(inOrder: Bool) -> [Int32] {
    var generator = SeededGenerator(3)
    var (numbers, accounts): ([Int: Int32], [Int]) = ([:], Array(0..<100_000))
    var clusters: [Int32] = []
    while clusters.count < rows {
      for account in accounts where clusters.count < rows {
        let number = numbers[account] ?? Int32(numbers.count)
        numbers[account] = number
        clusters.append(number)
      }
      let next = accounts.max()! + 1
      for new in 0..<1_000 { accounts[Int.random(in: 0..<accounts.count, using: &generator)] = next + new }
    }
    return inOrder ? clusters : clusters.shuffled(using: &generator)
  }

  @Test(arguments: [true, false])
  func `errors by cluster come along with the last pass or from one of their own, and are the same`(inOrder: Bool)
    throws
  {
    var input = Self.input
    input.clusters = Self.clusters(inOrder: inOrder)
    let preparation = try FitPreparation(input, FitOptions())
    let (sums, width) = (preparation.sums, preparation.sums.columnCount + 1)
    #expect((ClusterPlan(preparation.observations, sums.plan, width: width) != nil) == inOrder)
    let found = try sums.sums(at: preparation.origin, upTo: .clusterProducts)
    let plain = try sums.sums(at: preparation.origin, upTo: .curvature)
    #expect((found.clusterProducts != nil) == inOrder)
    #expect(lre(found.gradient, plain.gradient) >= 10 && lre(found.loss, plain.loss) >= 14)
    #expect(lre(found.curvature.diagonal, plain.curvature.diagonal) >= 13)
    let products = sums.clusterProducts(at: preparation.origin)
    if let ridden = found.clusterProducts { #expect(lre(ridden.elements, products.elements) >= 10) }
    let alone = try fit(input) { $0.threads = 1 }
    let fit = try fit(input) { $0.threads = 3 }
    #expect(fit.covariance?.kind == .cluster && fit.status == .converged)
    #expect(alone == fit)
    let end = sums.basis.inside(fit.coefficients)
    let maker = CovarianceMaker(
      sums: sums, point: end, curvature: try sums.sums(at: end, upTo: .curvature).curvature, penalty: [], fixed: nil,
      silent: [])
    #expect(lre(fit.standardErrors.map { $0! }, try maker.make()!.standardErrors.map { $0! }) >= 10)
  }
}
