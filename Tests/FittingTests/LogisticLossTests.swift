import LinearAlgebra
import Testing

@testable import Fitting

@Suite struct LogisticLossTests {
  @Test func `probabilities and losses hold over the whole range of doubles`() {
    #expect(lre(LogisticLoss.probabilities(at: -37).one, 8.5330476257440651e-17) > 15)
    #expect(lre(LogisticLoss.probabilities(at: 37).zero, 8.5330476257440651e-17) > 15)
    #expect(LogisticLoss.softplus(37) == 37)
    #expect(lre(LogisticLoss.probabilities(at: -710).one, Double("4.47628622567513e-309")!) > 13)
    #expect(LogisticLoss.probabilities(at: 710).one == 1)
    #expect(LogisticLoss.probabilities(at: -745.2).one == 0)
    #expect(LogisticLoss.softplus(800) == 800 && LogisticLoss.probabilities(at: 800).one == 1)
    #expect(LogisticLoss.probabilities(at: 1e-300) == (0.5, 0.5))
    for eta in [0, -0.0, 1e-300, 37, -37, 710, -710, 745.2, -745.2, 800, -800, 1e308, -1e308] {
      let (p, q) = LogisticLoss.probabilities(at: eta)
      #expect(p + q == 1 || abs(eta) < 37)
      for label: UInt8 in [0, 1] {
        let terms = LogisticLoss().terms(at: eta, label: label)
        #expect(terms.value.isFinite && terms.value >= 0 && terms.slope.isFinite && terms.curvature >= 0)
        #expect(terms.slope == (label == 0 ? p : -q))
      }
    }
  }

  /// The loss without its own block function, so that rows go one by one.
  private struct Slow: BlockLoss {
    func terms(at predictor: Double, label: UInt8) -> RowTerms { LogisticLoss().terms(at: predictor, label: label) }
  }

  @Test func `blocks and single rows agree to a few units in the last place`() {
    var random = SeededGenerator(5)
    let extremes = [0, -0.0, 37, -37, 710, -710, 745.1, -745.1, 745.2, -745.2, 800, -800, 1e-300, 1e300]
    for count in [0, 1, 3, 4, 5, 7, 1_000] {
      let predictors = (0..<count).map { $0 < extremes.count ? extremes[$0] : random.normal() * 20 }
      let labels = (0..<count).map { _ in UInt8.random(in: 0...1, using: &random) }
      let weights = (0..<count).map { _ in Double.random(in: 0.1..<3, using: &random) }
      for weighted in [false, true] {
        let fast = evaluate(LogisticLoss(), predictors, labels, weighted ? weights : nil)
        let slow = evaluate(Slow(), predictors, labels, weighted ? weights : nil)
        for (a, b) in zip(fast.slopes + fast.curvatures, slow.slopes + slow.curvatures) {
          #expect(abs(a - b) <= 6 * max(abs(b), 1e-308).ulp)
        }
        #expect(abs(fast.sum - slow.sum) <= 4 * slow.sum.ulp)
      }
    }
  }

  private func evaluate(_ loss: some BlockLoss, _ predictors: [Double], _ labels: [UInt8], _ weights: [Double]?)
    -> (sum: Double, slopes: [Double], curvatures: [Double])
  {
    var slopes = predictors
    var curvatures = predictors
    var sum = CompensatedSum()
    predictors.withUnsafeBufferPointer { x in
      labels.withUnsafeBufferPointer { y in
        (weights ?? predictors).withUnsafeBufferPointer { w in
          slopes.withUnsafeMutableBufferPointer { s in
            curvatures.withUnsafeMutableBufferPointer { c in
              guard let x = x.baseAddress, let s = s.baseAddress, !y.isEmpty else { return }
              loss.evaluate(
                LossBlock(
                  count: y.count, predictors: x, labels: y.baseAddress!, weights: weights == nil ? nil : w.baseAddress,
                  slopes: s, curvatures: c.baseAddress!), addingTo: &sum)
            }
          }
        }
      }
    }
    return (sum.value, slopes, curvatures)
  }
}
