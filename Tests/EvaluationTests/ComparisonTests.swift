import Testing

@testable import Evaluation

@Suite struct ComparisonTests {
  struct Rows {
    var labels: [UInt8]
    var a, b: [Double]
    var clusters: Clusters

    init(_ count: Int, seed: UInt64) {
      var random = SeededGenerator(state: seed)
      a = (0..<count).map { _ in Double(Int.random(in: 1...30, using: &random)) / 31 }
      b = a.map { min(0.99, max(0.01, $0 + Double.random(in: -0.2...0.2, using: &random))) }
      labels = a.map { Double.random(in: 0..<1, using: &random) < $0 ? 1 : 0 }
      clusters = Clusters((0..<count).map { _ in Int32.random(in: 0...Int32(count / 3), using: &random) })
    }
  }

  @Test(arguments: [[7, 7, 3, 0, 3], [-5, 9, -5], [2_000_000_000, 4, 4, 2_000_000_000], []] as [[Int32]])
  func `accounts are numbered as they appear, whatever their ids`(ids: [Int32]) {
    let clusters = Clusters(ids)
    var seen: [Int32] = []
    for (row, id) in ids.enumerated() {
      if !seen.contains(id) { seen.append(id) }
      #expect(seen[Int(clusters.codes[row])] == id)
    }
    #expect(clusters.count == seen.count && clusters.codes.count == ids.count)
  }

  @Test func `a version compared with itself differs by exactly nothing`() throws {
    let rows = Rows(400, seed: 1)
    let payoffs = Payoffs(.literature, count: 400)
    let treated = payoffs.evRule(rows.a)
    for clusters in [nil, rows.clusters] {
      let areas = try #require(try PairedAreas(labels: rows.labels, scores: (rows.a, rows.a), clusters: clusters))
      #expect(areas.difference == 0 && areas.standardError == 0 && areas.z == nil && areas.verdict == .cannotTell)
      let profit = ProfitDifference((treated, treated), labels: rows.labels, payoffs, clusters: clusters)
      #expect(profit.mean == 0 && profit.standardError == 0 && profit.verdict == .cannotTell)
      #expect(profit.smallestDetectable() == 0 && profit.accountsNeeded() == nil)
      let zero = ProfitDifference.rows((treated, treated), labels: rows.labels, payoffs)
      let resampled = ProfitDifference.resampled(differences: zero, clusters: clusters, Resampling(count: 50))
      #expect(resampled.lower == 0 && resampled.upper == 0)
    }
    let swap = SwapSet((treated, treated), labels: rows.labels, payoffs)
    #expect(swap.entering.count == 0 && swap.leaving.count == 0)
    #expect(try PopulationShift(base: rows.a, new: rows.a).value == 0)
  }

  @Test func `exchanging the versions changes the sign and the verdict`() throws {
    let rows = Rows(600, seed: 2)
    let payoffs = Payoffs(.literature, count: 600)
    let (a, b) = (payoffs.evRule(rows.a), rows.labels.map { $0 == 1 })
    let (there, back) = (
      ProfitDifference((a, b), labels: rows.labels, payoffs), ProfitDifference((b, a), labels: rows.labels, payoffs)
    )
    #expect(there.mean == -back.mean && there.standardError == back.standardError)
    #expect(there.verdict == .b && back.verdict == .a)
    #expect(there.accountsNeeded()! < 600)
  }

  @Test func `the difference is the difference of the outcomes, fixed cost included`() throws {
    let rows = Rows(300, seed: 3)
    let payoffs = Payoffs(try Campaign(fixedCost: 500), count: 300)
    let (a, nobody) = (payoffs.evRule(rows.a), [Bool](repeating: false, count: 300))
    let difference = ProfitDifference((nobody, a), labels: rows.labels, payoffs)
    expectClose(difference.total, PolicyOutcome(of: a, labels: rows.labels, payoffs).profit, 1e-12)
    let swap = SwapSet((nobody, a), labels: rows.labels, payoffs)
    expectClose(swap.entering.profit - 500, difference.total, 1e-12)
    #expect(swap.entering.count + swap.untouched.count == 300)
  }

  @Test func `one row per account in clusters is the unclustered error`() throws {
    let rows = Rows(500, seed: 4)
    let alone = Clusters((0..<500).map { Int32(1_000 - $0) })
    let differences = zip(rows.a, rows.b).map { $1 - $0 }
    let plain = ProfitDifference(differences: differences)
    let clustered = ProfitDifference(differences: differences, clusters: alone)
    expectClose(plain.standardError, clustered.standardError, 1e-14)
    let areas = try #require(try PairedAreas(labels: rows.labels, scores: (rows.a, rows.b)))
    let grouped = try #require(try PairedAreas(labels: rows.labels, scores: (rows.a, rows.b), clusters: alone))
    expectClose(areas.standardError, grouped.standardError, 1e-12)
    expectClose(areas.a.variance, grouped.a.variance, 1e-12)
    let accounts = try ScoredAccounts(labels: rows.labels, scores: rows.a)
    expectClose(Ranking(accounts).areaUnderCurve()?.variance, areas.a.variance, 1e-12)
    expectClose(AreaUnderCurve(accounts, clusters: alone)?.variance, areas.a.variance, 1e-12)
  }

  @Test func `rows repeated within their account leave the error as it was`() throws {
    let rows = Rows(400, seed: 5)
    let once = Clusters((0..<400).map(Int32.init))
    let twice = Clusters((0..<800).map { Int32($0 % 400) })
    let differences = zip(rows.a, rows.b).map { $1 - $0 }
    let (a, b) = (
      ProfitDifference(differences: differences, clusters: once),
      ProfitDifference(differences: differences + differences, clusters: twice)
    )
    expectClose(a.standardError, b.standardError, 1e-12)
    expectClose(a.mean, b.mean, 1e-12)
    let doubled = try ScoredAccounts(labels: rows.labels + rows.labels, scores: rows.a + rows.a)
    let single = try ScoredAccounts(labels: rows.labels, scores: rows.a)
    expectClose(
      AreaUnderCurve(doubled, clusters: twice)?.variance, AreaUnderCurve(single, clusters: once)?.variance, 1e-12)
  }

  @Test func `the paired variance is the sum of both less twice the covariance`() throws {
    let rows = Rows(500, seed: 6)
    for clusters in [nil, rows.clusters] {
      let areas = try #require(try PairedAreas(labels: rows.labels, scores: (rows.a, rows.b), clusters: clusters))
      let variance = areas.a.variance! + areas.b.variance! - 2 * areas.covariance
      expectClose(areas.standardError * areas.standardError, variance, 1e-9)
    }
  }

  @Test func `resampling does not depend on threads and agrees with the analytic error`() {
    let rows = Rows(3_000, seed: 7)
    let differences = zip(rows.a, rows.b).map { $0 > 0.5 && $1 > 0.5 ? 0 : 10 * ($1 - $0) }
    for clusters in [nil, rows.clusters] {
      let results = [1, 2, 3, 8].map {
        ProfitDifference.resampled(
          differences: differences, clusters: clusters, Resampling(count: 1_500, seed: 11, threads: $0))
      }
      #expect(results.allSatisfy { $0 == results[0] })
      let analytic = ProfitDifference(differences: differences, clusters: clusters)
      expectClose(results[0].standardError, analytic.standardError, 0.06)
      expectClose(results[0].lower, analytic.lower, 0.1, floor: 0.3 * analytic.standardError!)
      let other = ProfitDifference.resampled(
        differences: differences, clusters: clusters, Resampling(count: 1_500, seed: 12))
      #expect(other != results[0])
    }
  }

  @Test func `like accounts drawn together spread like accounts drawn one by one`() {
    var random = SeededGenerator(state: 8)
    let few = (0..<4_000).map { _ in Double(Int.random(in: -1...1, using: &random)) * 56 }
    let noisy = few.enumerated().map { $1 + Double($0) * 1e-9 }
    let (a, b) = (
      ProfitDifference.resampled(differences: few, Resampling(count: 2_000)),
      ProfitDifference.resampled(differences: noisy, Resampling(count: 2_000))
    )
    expectClose(a.standardError, b.standardError, 0.06)
    expectClose(a.standardError, ProfitDifference(differences: few).standardError, 0.05)
  }

  @Test func `a maximum on noise is optimistic and the correction takes it back`() throws {
    var random = SeededGenerator(state: 9)
    let labels = (0..<800).map { _ in UInt8(Double.random(in: 0..<1, using: &random) < 0.16 ? 1 : 0) }
    let scores = labels.map { _ in Double.random(in: 0..<1, using: &random) }
    let accounts = try ScoredAccounts(labels: labels, scores: scores)
    let campaign = Campaign.literature
    let optimism = RankingOptimism(accounts, campaign, Resampling(count: 150, threads: 1))
    #expect(optimism == RankingOptimism(accounts, campaign, Resampling(count: 150, threads: 4)))
    for part in [optimism.maximumProfit, optimism.expectedMaximumProfit] {
      #expect(part.optimism > 0 && part.corrected < part.apparent.value && part.apparent.bias > 0)
    }
    #expect(optimism.maximumProfit.apparent.value == Ranking(accounts).maximumProfit(campaign).perAccount)
    let alone = Clusters((0..<800).map(Int32.init))
    let grouped = RankingOptimism(accounts, campaign, clusters: alone, Resampling(count: 150))
    expectClose(grouped.maximumProfit.optimism, optimism.maximumProfit.optimism, 0.3)
  }

  @Test func `shifted scores show in the stability index`() throws {
    let rows = Rows(2_000, seed: 10)
    let small = try PopulationShift(base: rows.a, new: rows.b)
    let large = try PopulationShift(base: rows.a, new: rows.a.map { $0 * 0.5 })
    #expect(small.value >= 0 && small.value < 0.1 && large.value > 0.25)
    #expect(large.bins.reduce(0) { $0 + $1.base } == 2_000 && large.bins.reduce(0) { $0 + $1.new } == 2_000)
    #expect(try PopulationShift(base: [1, 1, 1], new: [1, 2]).bins.count == 1)
  }
}
