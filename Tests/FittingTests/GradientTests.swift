import LinearAlgebra
import Testing

@testable import Fitting

@Suite struct GradientTests {
  @Test(arguments: 0..<100)
  func `gradient and curvature are the differences of the loss`(seed: Int) throws {
    var random = SeededGenerator(seed)
    let sample = LawSample(rows: 20 + seed, seed: seed + 1_000)
    let weights = seed % 2 == 0 ? nil : sample.labels.map { _ in Double.random(in: 0.1..<3, using: &random) }
    let observations = try Observations(FitInput(rows: sample.design, labels: sample.labels, weights: weights))
    let moments = try DesignMoments(of: observations, threads: 1)
    let basis = DesignBasis(
      moments, levelCounts: [3, 2], keeping: Set(0..<8), totalWeight: observations.weight())
    let sums = InMemorySums(observations, basis, loss: LogisticLoss(), threads: 2)
    let point = Coefficients(vector: (0..<9).map { _ in random.normal() * 0.5 })
    let here = try sums.sums(at: point, upTo: .curvature)
    for j in 0..<9 {
      var unit = [Double](repeating: 0, count: 9)
      unit[j] = 1
      let h = 1e-5
      let (up, down) = (
        try sums.sums(at: point.moved(along: unit, by: h), upTo: .gradient),
        try sums.sums(at: point.moved(along: unit, by: -h), upTo: .gradient)
      )
      let scale = here.loss + 1
      #expect(abs((up.loss - down.loss) / (2 * h) - here.gradient[j]) < 1e-7 * scale)
      for i in 0..<9 {
        #expect(abs((up.gradient[i] - down.gradient[i]) / (2 * h) - here.curvature[i, j]) < 1e-7 * scale)
      }
    }
  }

  @Test func `whitened curvature is the curvature in another basis`() throws {
    let sample = LawSample()
    let observations = try Observations(sample.input)
    let moments = try DesignMoments(of: observations, threads: 1)
    let basis = DesignBasis(moments, levelCounts: [3, 2], keeping: Set(0..<8), totalWeight: observations.weight())
    let sums = InMemorySums(observations, basis, loss: LogisticLoss(), threads: 2)
    let point = Coefficients.zero(columnCount: 8)
    let upper = try ScaledCholesky(sums.sums(at: point, upTo: .curvature).curvature).upper
    let whitened = sums.whitenedCurvature(at: point, by: upper)
    for j in 0..<9 { for i in 0..<9 { #expect(abs(whitened[i, j] - (i == j ? 1 : 0)) < 1e-12) } }
  }
}
