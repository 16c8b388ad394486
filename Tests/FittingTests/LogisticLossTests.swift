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
}
