import LinearAlgebra
import Testing

@Suite struct NormalDistributionTests {
  /// z and erfc(z/√2), from 50-digit arithmetic (mpmath 1.3).
  static let tails: [(z: Double, tail: Double)] = [
    (0.5, 0.61707507745197379272),
    (1.96, 0.049995790296440872426),
    (5.0, 5.7330314375838782335e-7),
    (10.3, 7.0461301578528251839e-25),
    (20.7, 3.4637037580394757161e-95),
    (30.123, 2.4222324569940294473e-199),
    (37.4, 3.907363123297984496e-306),
  ]

  @Test(arguments: tails)
  func `tails are right far out`(z: Double, tail: Double) {
    #expect(abs(NormalDistribution.twoSidedTail(z) - tail) <= 1e-14 * tail)
    #expect(NormalDistribution.twoSidedTail(-z) == NormalDistribution.twoSidedTail(z))
    #expect(abs(2 * NormalDistribution.upperTail(z) - tail) <= 1e-14 * tail)
  }

  @Test func `quantiles undo tails`() {
    #expect(abs(NormalDistribution.upperQuantile(0.025) - 1.9599639845400542355) < 1e-15)
    #expect(abs(NormalDistribution.quantile(0.975) - 1.9599639845400542355) < 1e-14)
    #expect(NormalDistribution.upperQuantile(0.5) == 0)
    for p in [1e-300, 1e-100, 1e-20, 1e-5, 0.1, 0.4999, 0.7, 0.999] {
      let back = NormalDistribution.upperTail(NormalDistribution.upperQuantile(p))
      #expect(abs(back - p) < 1e-12 * p)
    }
    #expect(NormalDistribution.upperQuantile(0) == .infinity && NormalDistribution.quantile(0) == -.infinity)
    #expect(NormalDistribution.upperQuantile(1.5).isNaN)
  }

  @Test func `the ends are exact`() {
    #expect(NormalDistribution.upperTail(0) == 0.5)
    #expect(NormalDistribution.twoSidedTail(.infinity) == 0 && NormalDistribution.lowerTail(.infinity) == 1)
    #expect(NormalDistribution.upperTail(.nan).isNaN)
  }
}
