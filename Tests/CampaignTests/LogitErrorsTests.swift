import Features
import Models
import Scoring
import Tables
import Testing

/// Standard errors of log-odds against the quadratic form written out.
@Suite struct LogitErrorsTests {
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

  /// Terms: usage, usage:missing, plan=pro, plan=other, plan=missing, annual, region=s.
  static func model(without place: Int? = nil, dropped: Int? = nil) -> TrainedModel {
    var model = TrainedModel(
      target: .init(column: "y", positive: ExactText("1"), negative: ExactText("0")), blueprint: blueprint,
      intercept: .init(estimate: -1, standardError: 1),
      terms: blueprint.terms.enumerated().map { index, term in
        index == dropped
          ? .init(term: term.name, droppedFor: "constant")
          : .init(term: term.name, estimate: 0.1 * Double(index), standardError: 1)
      },
      fit: .init(
        rows: 9, churners: 4, iterations: 3, status: .converged,
        certificate: .init(rank: 8, conditionNumber: 2, gradient: 0)))
    let places = (0...7).filter { $0 != place && $0 - 1 != dropped }
    model.covariance = TermCovariance(
      kind: .model, places: places,
      lowerTriangle: places.flatMap { i in places.filter { $0 <= i }.map { element(i, $0) } })
    return model
  }

  /// A positive definite matrix of order 8.
  static func element(_ i: Int, _ j: Int) -> Double {
    func part(_ row: Int, _ k: Int) -> Double { Double((row * 3 + k * 5) % 7 - 3) }
    var sum = i == j ? 0.25 : 0
    for k in 0...7 { sum += part(i, k) * part(j, k) }
    return sum
  }

  static let table = Table(
    columns: [
      Column(name: "region", kind: .category, cells: .categories(CategoryColumn(["s", "n", "unknown", "s", "n"]))),
      Column(name: "annual", kind: .category, cells: .categories(CategoryColumn(["yes", "no", nil, "no", "yes"]))),
      Column(name: "plan", kind: .category, cells: .categories(CategoryColumn(["pro", "basic", "new", nil, "pro"]))),
      Column(name: "usage", kind: .number, cells: .numbers(NumberColumn([8, .nan, 0, -3.5, 2]))),
    ], rowCount: 5)

  /// The rows of the table as terms, the intercept first.
  static let terms: [[Double]] = [
    [1, 8, 0, 1, 0, 0, 1, 1], [1, 4, 1, 0, 0, 0, 0, 0], [1, 0, 0, 0, 1, 0, 0.5, 0.4], [1, -3.5, 0, 0, 0, 1, 0, 1],
    [1, 2, 0, 1, 0, 0, 1, 0],
  ]

  @Test func `a row's error is the square root of the quadratic form of its terms`() throws {
    let errors = try #require(LogitErrors(Self.model())).standardErrors(of: Self.table)
    for (error, x) in zip(errors, Self.terms) {
      var variance = 0.0
      for i in 0...7 { for j in 0...7 { variance += x[i] * x[j] * Self.element(i, j) } }
      expectClose(error, variance.squareRoot(), 1e-12)
    }
  }

  @Test func `a term without a finite estimate takes the interval from its rows only`() throws {
    let model = Self.model(without: 3)  // plan=pro
    let errors = try #require(LogitErrors(model)).standardErrors(of: Self.table)
    #expect(errors.map(\.isNaN) == [true, false, false, false, true])
    let intervals = try #require(LogitErrors(model)).intervals(of: Self.table, logits: [0, 0, 0, 0, 0])
    #expect(intervals.lower[0].isNaN && intervals.upper[4].isNaN)
    #expect(intervals.lower[1] < 0.5 && intervals.upper[1] > 0.5)
  }

  @Test func `a dropped term moves nothing`() throws {
    let errors = try #require(LogitErrors(Self.model(dropped: 6))).standardErrors(of: Self.table)
    for (error, x) in zip(errors, Self.terms) {
      var variance = 0.0
      for i in 0...6 { for j in 0...6 { variance += x[i] * x[j] * Self.element(i, j) } }
      expectClose(error, variance.squareRoot(), 1e-12)
    }
  }

  @Test func `without a covariance, or with none of the intercept, there are no errors`() {
    var model = Self.model()
    model.covariance = nil
    #expect(LogitErrors(model) == nil)
    #expect(LogitErrors(Self.model(without: 0)) == nil)
  }
}
