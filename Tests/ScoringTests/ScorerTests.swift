import Features
import Foundation
import Scoring
import Tables
import Testing

@Suite struct ScorerTests {
  static let blueprint = Blueprint(features: [
    .init(name: "usage", encoding: .number(.init(mean: 4, missingShare: 0.25))),
    .init(
      name: "plan",
      encoding: .category(
        .init(
          reference: ExactText("basic"),
          levels: [
            .init(name: ExactText("pro"), share: 0.3), .init(name: ExactText("other"), share: 0.1, role: .pooled),
            .init(name: ExactText("missing"), share: 0.1, role: .missing),
          ]))),
    .init(name: "annual", encoding: .boolean(.init(mean: 0.5, missingShare: nil))),
    .init(name: "void", encoding: .ignored),
    .init(
      name: "region",
      encoding: .category(.init(reference: ExactText("n"), levels: [.init(name: ExactText("s"), share: 0.4)]))),
  ])
  static let estimates = [0.25, -0.5, 0.75, 1.5, -2, -1.25, 0.625]
  static let scorer = Scorer(blueprint: blueprint, intercept: -1, estimates: estimates)

  static func table(_ usage: [Double], _ plan: [String?], _ annual: [String?], _ region: [String?]) -> Table {
    Table(
      columns: [
        Column(name: "extra", kind: .number, cells: .numbers(NumberColumn(usage))),
        Column(name: "region", kind: .category, cells: .categories(CategoryColumn(region))),
        Column(name: "annual", kind: .category, cells: .categories(CategoryColumn(annual))),
        Column(name: "plan", kind: .category, cells: .categories(CategoryColumn(plan))),
        Column(name: "usage", kind: .number, cells: .numbers(NumberColumn(usage))),
      ], rowCount: usage.count)
  }

  @Test func `logits are those of the linear predictor`() throws {
    let rows = try Self.scorer.scored(
      Self.table([8, .nan, 0], ["pro", "basic", "weird"], ["yes", "no", "TRUE"], ["s", "n", "n"]))
    let expected = [
      -1 + 0.25 * 8 + 0.75 - 1.25 + 0.625, -1 + 0.25 * 4 - 0.5, -1 + 0 + 1.5 - 1.25,
    ]
    for (logit, wanted) in zip(rows.logits, expected) { #expect(abs(logit - wanted) < 1e-14) }
  }

  @Test func `contributions and base add up to the logit for every row`() throws {
    var generator = SystemRandomNumberGenerator()
    let n = 3000
    let table = Self.table(
      (0..<n).map { $0 % 7 == 0 ? .nan : Double.random(in: -50...50, using: &generator) },
      (0..<n).map { ["pro", "basic", nil, "x", "y"][$0 % 5] }, (0..<n).map { ["yes", "no", nil][$0 % 3] },
      (0..<n).map { ["s", "n", "unknown"][$0 % 3] })
    let rows = try Self.scorer.scored(table, keepingContributions: true)
    for row in 0..<n {
      let sum = rows.contributions.reduce(Self.scorer.base) { $0 + $1[row] }
      #expect(abs(sum - rows.logits[row]) <= 1e-12)
      #expect(abs(rows.probabilities[row] - 1 / (1 + exp(-rows.logits[row]))) <= 3e-16)
    }
  }

  @Test func `the average account contributes nothing`() throws {
    let rows = try Self.scorer.scored(
      Self.table([4], [nil], [nil], ["elsewhere"]), keepingContributions: true)
    #expect(abs(rows.contributions[2][0]) == 0 && rows.contributions[3][0] == 0)
  }

  @Test func `unseen levels and unexpected gaps are counted`() throws {
    let rows = try Self.scorer.scored(
      Self.table([1, 2, 3], ["odd", "odd", "pro"], [nil, "maybe", "no"], ["w", nil, "s"]))
    #expect(
      Set(rows.surprises) == [
        .init(column: "plan", level: "odd", kind: .unseenLevel, rows: 2, pooled: true),
        .init(column: "annual", level: "maybe", kind: .unseenLevel, rows: 1, pooled: false),
        .init(column: "annual", level: nil, kind: .unexpectedMissing, rows: 1, pooled: false),
        .init(column: "region", level: "w", kind: .unseenLevel, rows: 1, pooled: false),
        .init(column: "region", level: nil, kind: .unexpectedMissing, rows: 1, pooled: false),
      ])
  }

  @Test func `reasons are the strongest contributions, strongest first`() throws {
    let rows = try Self.scorer.scored(
      Self.table([0.5], ["pro"], ["yes"], ["s"]), keepingContributions: true)
    let strengths = rows.reasons.map { abs($0.contribution) }
    #expect(strengths == strengths.sorted(by: >))
    let all = rows.contributions.map { abs($0[0]) }.sorted(by: >)
    #expect(strengths == Array(all.prefix(3)))
  }

  @Test func `a row scores the same alone and among others`() throws {
    let usage = (0..<2500).map { Double($0) / 7 }
    let plan = (0..<2500).map { ["pro", "basic", "z"][$0 % 3] as String? }
    let many = try Self.scorer.scored(Self.table(usage, plan, plan.map { _ in "no" }, plan.map { _ in "s" }))
    for row in [0, 1023, 1024, 2047, 2048, 2499] {
      let one = try Self.scorer.scored(Self.table([usage[row]], [plan[row]], ["no"], ["s"]))
      #expect(one.logits[0] == many.logits[row])
    }
  }

  @Test(arguments: [(-700.0, 9.8596765437597708e-305), (-37, 8.5330476257440651e-17), (0, 0.5), (800, 1)])
  func `probabilities are right far out`(_ logit: Double, _ p: Double) throws {
    let blueprint = Blueprint(features: [.init(name: "x", encoding: .number(.init(mean: 0, missingShare: nil)))])
    let scorer = Scorer(blueprint: blueprint, intercept: 0, estimates: [1])
    let column = Column(name: "x", kind: .number, cells: .numbers(NumberColumn([logit])))
    let rows = try scorer.scored(Table(columns: [column], rowCount: 1))
    #expect(abs(rows.probabilities[0] - p) <= 1e-14 * p)
  }
}
