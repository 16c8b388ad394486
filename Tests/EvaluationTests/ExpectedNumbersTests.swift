import Testing

@testable import Evaluation

/// The numbers of `expected.json`.
@Suite struct ExpectedNumbersTests {
  struct Parameters: Decodable {
    var alpha, beta, clv, d, f: Double
    func campaign() throws -> Campaign {
      try Campaign(value: clv, incentive: d, contact: f, acceptance: .beta(alpha: alpha, beta: beta))
    }
  }
  struct Profit: Decodable {
    struct Mpc: Decodable { var profit, fraction: Double; var threshold: Double? }
    struct Empc: Decodable { var value, fraction: Double; var hullVertices: Int }
    var mpc: Mpc
    var empc: Empc
  }
  struct Case: Decodable {
    var n, churners: Int
    var auc, averagePrecision, liftTopDecileTiesShared: Double
    var brier, logLoss: Double?
    var profit: [String: Profit]
  }
  struct Expected: Decodable {
    var parameters: [String: Parameters]
    var tiny, mlc, wa: [String: Case]
  }

  func forEachCase(_ body: (String, Case, ScoredAccounts, [String: Parameters]) throws -> Void) throws {
    let expected: Expected = try Reference.json("expected.json")
    for (folder, cases) in [("tiny", expected.tiny), ("mlc", expected.mlc), ("wa", expected.wa)] {
      #expect(!cases.isEmpty)
      for (name, wanted) in cases {
        try body(name, wanted, Reference.accounts("\(folder)/\(name).csv"), expected.parameters)
      }
    }
  }

  @Test func `ranking measures agree with the reference`() throws {
    try forEachCase { name, wanted, accounts, _ in
      let ranking = Ranking(accounts)
      #expect(ranking.count == wanted.n && ranking.churnerCount == wanted.churners)
      expectClose(ranking.auc, wanted.auc, 1e-14, name)
      expectClose(ranking.averagePrecision, wanted.averagePrecision, 1e-13, name)
      expectClose(ranking.lift(at: 0.1), wanted.liftTopDecileTiesShared, 1e-13, name)
    }
  }

  @Test func `losses agree with the reference and are undefined for margins`() throws {
    try forEachCase { name, wanted, accounts, _ in
      expectClose(accounts.brier, wanted.brier, 1e-13, name)
      expectClose(accounts.logLoss?.mean, wanted.logLoss, 1e-13, name)
      #expect((accounts.logLoss?.boundedCount ?? 0) == 0)
    }
  }

  @Test func `maximum profit agrees with the reference under four campaigns`() throws {
    try forEachCase { name, wanted, accounts, parameters in
      let ranking = Ranking(accounts)
      for (set, profit) in wanted.profit {
        let mpc = ranking.maximumProfit(try parameters[set]!.campaign())
        expectClose(mpc.perAccount, profit.mpc.profit, 1e-12, name + set)
        expectClose(mpc.fraction, profit.mpc.fraction, 1e-15, name + set)
        #expect(mpc.threshold == profit.mpc.threshold, "\(name) \(set)")
      }
    }
  }

  @Test func `expected maximum profit agrees with the reference under four campaigns`() throws {
    try forEachCase { name, wanted, accounts, parameters in
      let ranking = Ranking(accounts)
      for (set, profit) in wanted.profit {
        let empc = ranking.expectedMaximumProfit(try parameters[set]!.campaign())
        expectClose(empc.perAccount, profit.empc.value, 1e-9, floor: 0, name + set)
        expectClose(empc.fraction, profit.empc.fraction, 1e-9, floor: 0, name + set)
        #expect(empc.hullCorners == profit.empc.hullVertices, "\(name) \(set)")
        #expect(empc.pilotValue >= 0)
      }
    }
  }

  @Test func `two accounts give the certified values`() throws {
    let right = Ranking(try ScoredAccounts(labels: [0, 1], scores: [0, 1]))
    expectClose(right.expectedMaximumProfit(.literature).perAccount, 28.0000000000391, 1e-14)
    expectClose(right.maximumProfit(.literature).perAccount, 28, 1e-15)
    for scores in [[1.0, 0], [0.5, 0.5]] {
      let wrong = Ranking(try ScoredAccounts(labels: [0, 1], scores: scores))
      expectClose(wrong.expectedMaximumProfit(.literature).perAccount, 22.5007912244511, 1e-14)
      expectClose(wrong.maximumProfit(.literature).perAccount, 22.5, 1e-15)
    }
  }
}
