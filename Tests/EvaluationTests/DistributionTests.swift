import Testing

@testable import Evaluation

@Suite struct DistributionTests {
  struct File: Decodable { var beta, normal: [[Double]] }

  @Test func `the incomplete beta function agrees with 40 digits`() throws {
    let file: File = try Reference.json("distributions.json")
    #expect(file.beta.count == 90)
    for row in file.beta {
      let found = BetaDistribution(alpha: row[0], beta: row[1]).cumulative(row[2])
      // Far out in the tail the rounding of the exponent shows.
      expectClose(found, row[3], row[3] > 1e-30 ? 2e-14 : 2e-13, floor: 1e-300, "I_\(row[2])(\(row[0]), \(row[1]))")
    }
  }

  @Test func `the incomplete beta function runs from nothing to one and mirrors itself`() {
    for (a, b) in [(6.0, 14.0), (0.3, 5), (2000, 3000)] {
      let (d, mirrored) = (BetaDistribution(alpha: a, beta: b), BetaDistribution(alpha: b, beta: a))
      #expect(d.cumulative(0) == 0 && d.cumulative(1) == 1)
      expectClose(d.partialMean(1), a / (a + b), 1e-15)
      for x in stride(from: 0.05, to: 1, by: 0.05) {
        expectClose(d.cumulative(x) + mirrored.cumulative(1 - x), 1, 1e-13)
      }
    }
  }

  @Test func `normal quantiles agree with 40 digits and undo the distribution function`() throws {
    let file: File = try Reference.json("distributions.json")
    for row in file.normal {
      expectClose(Normal.quantile(row[0]), row[1], 1e-13, floor: 1e-15, "\(row[0])")
      expectClose(Normal.cumulative(row[1]), row[0], 2e-13, floor: 0)
    }
    expectClose(Normal.twoSidedQuantile(0.95), 1.959963984540054, 1e-15)
  }

  @Test func `keys sort like scores, highest first, and come back`() {
    let scores = [-Double.greatestFiniteMagnitude, -2, -1e-300, -0.0, 0, .leastNonzeroMagnitude, 0.3, 1, 1e300]
    for (a, b) in zip(scores, scores.dropFirst()) where a < b { #expect(ScoreKeys.key(of: a) > ScoreKeys.key(of: b)) }
    #expect(ScoreKeys.key(of: -0.0) == ScoreKeys.key(of: 0))
    for score in scores { #expect(ScoreKeys.score(of: ScoreKeys.key(of: score)) == score) }
  }

  @Test func `the radix sort agrees with the standard one, rows of equal keys in order`() {
    var random = SeededGenerator(state: 5)
    for count in [0, 1, 2_047, 2_048, 2_049, 9_001] {
      for bits in [64, 20, 3] as [UInt64] {
        let keys = (0..<count).map { _ in bits == 64 ? random.next() : random.next() % (1 << bits) }
        var sorted = keys
        RadixSort.sort(&sorted)
        #expect(sorted == keys.sorted())
        let order = RadixSort.order(of: keys).map(Int.init)
        #expect(order == keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) })
      }
    }
  }

  @Test func `the radix sort agrees where keys differ in low bits only, but for a few`() {
    var random = SeededGenerator(state: 7)
    for spread in [1, 1 << 10, 1 << 31, 1 << 40] as [UInt64] {
      for outliers in [0, 1, 40] {
        var keys = (0..<5_000).map { _ in 1 << 50 | random.next() % spread }
        for place in 0..<outliers { keys[place * 100] = random.next() }
        var sorted = keys
        RadixSort.sort(&sorted)
        #expect(sorted == keys.sorted(), "\(spread), \(outliers)")
      }
    }
    // so many that what has one place among the highest bits is dealt out again
    for spread in [1 << 8, 1 << 12, 1 << 24, 1 << 35] as [UInt64] {
      var keys = (0..<150_000).map { _ in 1 << 50 | random.next() % spread } + [3, 1 << 63]
      let expected = keys.sorted()
      RadixSort.sort(&keys)
      #expect(keys == expected, "\(spread)")
    }
    var falling = (0..<5_000).map { UInt64(1 << 40 - $0) } + [1 << 63]
    RadixSort.sort(&falling)
    #expect(falling.dropFirst().indices.allSatisfy { falling[$0 - 1] <= falling[$0] })
  }

  @Test func `selection finds what a sort would`() {
    var random = SeededGenerator(state: 6)
    for count in [1, 2, 10, 501] {
      let values = (0..<count).map { _ in Double(Int.random(in: 0...50, using: &random)) }
      let sorted = values.sorted(by: >)
      for k in 1...count { #expect(Selection.largest(k, of: values) == sorted[k - 1]) }
      #expect(Selection.smallest(1, of: values) == sorted[count - 1])
    }
  }

  @Test func `Poisson weights have mean and variance one, and Poisson counts theirs`() {
    #expect(PoissonWeights.table.count == 65_536)
    let weights = PoissonWeights.table.map(Int.init)
    #expect(weights.reduce(0, +) == 65_536 && weights.reduce(0) { $0 + $1 * $1 } == 2 * 65_536)
    for mean in [1, 24, 25, 400, 1_000_000] {
      var stream = ResamplingStream(seed: 3, resample: mean)
      let draws = (0..<20_000).map { _ in stream.poisson(mean) }
      let average = draws.reduce(0, +) / 20_000
      let variance = draws.reduce(0) { $0 + ($1 - average) * ($1 - average) } / 20_000
      let m = Double(mean)
      #expect(abs(average - m) < 5 * (m / 20_000).squareRoot())
      #expect(abs(variance / m - 1) < 0.07)
      #expect(draws.allSatisfy { $0 >= 0 && $0 == $0.rounded() })
    }
  }

  @Test func `Wilson's interval stays in range and matches worked figures`() {
    let interval = WilsonInterval(events: 8, of: 10)
    // (8 + z²/2 ± z·√(1.6 + z²/4))/(10 + z²) with z = 1.959963984540054.
    expectClose(interval.lower, 0.490162471536642, 1e-12)
    expectClose(interval.upper, 0.9433178485456247, 1e-12)
    #expect(WilsonInterval(events: 0, of: 0) == WilsonInterval(events: 0, of: 0, confidence: 0.5))
    #expect(WilsonInterval(events: 0, of: 20).lower == 0 && WilsonInterval(events: 20, of: 20).upper == 1)
  }
}
