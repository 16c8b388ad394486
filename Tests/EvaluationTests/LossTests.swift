import Foundation
import Testing

@testable import Evaluation

@Suite struct LossTests {
  @Test func `ten rows worked by hand give exact fractions`() throws {
    // Scores 0.9 … 0.0 by tenths, ties at 0.5; churners at 0.9, 0.7, 0.5 (one of two) and 0.2.
    let scores = [0.9, 0.8, 0.7, 0.6, 0.5, 0.5, 0.3, 0.2, 0.1, 0.0]
    let labels: [UInt8] = [1, 0, 1, 0, 1, 0, 0, 1, 0, 0]
    let accounts = try ScoredAccounts(labels: labels, scores: scores)
    let ranking = Ranking(accounts)
    // Pairs won of 24: 6 + 5 + (3 + ½) + 2.
    expectClose(ranking.auc, 16.5 / 24, 1e-15)
    // Precision at the churners' groups: 1/1, 2/3, 3/6, 4/8.
    expectClose(ranking.averagePrecision, (1 + 2.0 / 3 + 3.0 / 6 + 4.0 / 8) / 4, 1e-15)
    expectClose(accounts.brier, (0.01 + 0.64 + 0.09 + 0.36 + 0.25 + 0.25 + 0.09 + 0.64 + 0.01) / 10, 1e-15)
    expectClose(ranking.lift(at: 0.5), (2.5 / 5) / 0.4, 1e-15)
    let payoffs = Payoffs(.literature, count: 10)
    // p* = 11/67: the eight accounts from 0.2 up; four churners at 56, four stayers at −11.
    let outcome = PolicyOutcome(of: payoffs.evRule(scores), labels: labels, payoffs)
    #expect(outcome.treated == 8 && outcome.churnersReached == 4)
    expectClose(outcome.profit, 4 * 56 - 4 * 11, 1e-15)
    expectClose(PolicyForecast(of: payoffs.evRule(scores), probabilities: scores, payoffs).profit, 4.5 * 67 - 88, 1e-14)
    let accuracy = accounts.accuracy()
    #expect(accuracy.value == 0.6 && accuracy.ofNobodyChurns == 0.6)
  }

  @Test func `log loss of a certain mistake is finite, large and counted`() throws {
    let accounts = try ScoredAccounts(labels: [0, 1], scores: [1, 0])
    let loss = try #require(accounts.logLoss)
    #expect(loss.boundedCount == 2)
    expectClose(loss.mean, (54 + 1075) * log(2) / 2, 1e-15)
    let right = try #require(try ScoredAccounts(labels: [1, 0], scores: [1, 0]).logLoss)
    #expect(right.mean == 0 && right.boundedCount == 0)
  }

  @Test func `log loss from log-odds keeps what a probability cannot`() throws {
    let accounts = try ScoredAccounts(labels: [0, 1, 0, 1], scores: [1, 0, 0, 1])
    let loss = try accounts.logLoss(logits: [800, -745.2, -800, 37])
    expectClose(loss.mean, (800 + 745.2 + 8.5330476257440651e-17) / 4, 1e-15)
    #expect(loss.boundedCount == 0)
    #expect(throws: EvaluationError.notFinite(what: "the log-odds", row: 0)) {
      try accounts.logLoss(logits: [.infinity, 0, 0, 0])
    }
  }

  @Test func `log loss from log-odds and from probabilities agree`() throws {
    let logits = stride(from: -8.0, through: 8, by: 0.37).map { $0 }
    let labels = logits.indices.map { UInt8($0 % 3 == 0 ? 1 : 0) }
    let accounts = try ScoredAccounts(labels: labels, scores: logits.map { 1 / (1 + exp(-$0)) })
    expectClose(accounts.logLoss?.mean, try accounts.logLoss(logits: logits).mean, 1e-13)
  }

  @Test func `margins have a ranking but no losses and no calibration`() throws {
    let accounts = try ScoredAccounts(labels: [0, 1, 1], scores: [-2, 0.5, 3])
    #expect(accounts.brier == nil && accounts.logLoss == nil && Recalibration(accounts) == nil)
    #expect(try Calibration(accounts) == nil)
    #expect(Ranking(accounts).auc == 1)
    #expect(throws: EvaluationError.notProbabilities(row: 0)) { try CalibrationBins(accounts) }
    #expect(throws: EvaluationError.notProbabilities(row: 0)) { try Rivals(accounts, Payoffs(.literature, count: 3)) }
  }

  @Test func `separated or constant scores have no calibration line, certain ones a finite shift`() throws {
    let separated = try #require(
      Recalibration(try ScoredAccounts(labels: [0, 0, 1, 1], scores: [0.1, 0.4, 0.4, 0.9])))
    #expect(separated.slope == nil && separated.inTheLarge != nil)
    let constant = try #require(Recalibration(try ScoredAccounts(labels: [0, 1, 1], scores: [0.4, 0.4, 0.4])))
    #expect(constant.slope == nil)
    expectClose(constant.inTheLarge?.value, log(2) - log(0.4 / 0.6), 1e-12)
    let certain = try #require(Recalibration(try ScoredAccounts(labels: [0, 1, 0, 1], scores: [0, 1, 1, 0.5])))
    #expect(certain.inTheLarge?.value.isFinite ?? false)
  }

  @Test func `bins hold every account, shared ties keep the churners`() throws {
    let accounts = try Reference.accounts("wa/wa_tenure_only_scores.csv")
    for rule in [CalibrationBins.TieRule.shared, .inRowOrder] {
      let bins = try CalibrationBins(accounts, bins: 7, ties: rule)
      #expect(bins.rows.reduce(0) { $0 + $1.count } == accounts.count)
      expectClose(bins.rows.reduce(0) { $0 + $1.churners }, Double(accounts.churnerCount), 1e-12)
    }
    let few = try CalibrationBins(try ScoredAccounts(labels: [0, 1, 1], scores: [0.1, 0.5, 0.9]))
    #expect(few.rows.map(\.count) == [1, 1, 1] && few.rows.map(\.rate) == [0, 1, 1])
  }
}
