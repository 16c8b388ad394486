import CanonicalJSON
public import Evaluation

/// The best cuts of a ranking, and how much hindsight flatters them.
public struct MaximaSection: Sendable {
  /// MPC, EMPC and the value of a pilot.
  public var profit: Assessment.Profit
  /// MPC with its optimism, where accounts were resampled.
  public var maximum: RankingOptimism.Part?
  /// EMPC with its optimism, where accounts were resampled and economics are shared.
  public var expectedMaximum: RankingOptimism.Part?
  /// Whether economics differ by account, so that the best cut is the EMPB.
  public var isPerAccount: Bool
  /// Accounts (rows), to turn the value of a pilot into a total.
  public var rows: Int

  /// Creates a section.
  public init(
    _ profit: Assessment.Profit, maximum: RankingOptimism.Part? = nil, expectedMaximum: RankingOptimism.Part? = nil,
    isPerAccount: Bool, rows: Int
  ) {
    self.profit = profit
    self.maximum = maximum
    self.expectedMaximum = expectedMaximum
    self.isPerAccount = isPerAccount
    self.rows = rows
  }

  var facts: [Document.Fact] {
    let best = profit.maximum
    let cut =
      best.threshold.map {
        "score ≥ \(NumberStyle.significant($0)), \(NumberStyle.percent(best.fraction))"
      } ?? "nobody"
    var facts = [
      Document.Fact(
        isPerAccount ? "best cut (EMPB)" : "best cut (MPC)",
        "\(NumberStyle.fixed(best.perAccount, 3)) per account\(Self.corrected(maximum)): \(cut)")
    ]
    if let expected = profit.expectedMaximum {
      facts.append(
        Document.Fact(
          "EMPC, acceptance known",
          "\(NumberStyle.fixed(expected.perAccount, 3)) per account\(Self.corrected(expectedMaximum))"))
      facts.append(
        Document.Fact(
          "value of a pilot",
          "\(NumberStyle.fixed(expected.pilotValue, 3)) per account, "
            + "\(NumberStyle.money(expected.pilotValue * Double(rows))) in all: "
            + "most that learning acceptance is worth"))
    }
    return facts
  }

  private static func corrected(_ part: RankingOptimism.Part?) -> String {
    guard let part else { return "" }
    return ", \(NumberStyle.fixed(part.corrected, 3)) without hindsight"
  }

  /// The resampled maxima, for the long report.
  var grid: Document.Grid? {
    let parts = [(isPerAccount ? "EMPB" : "MPC", maximum), ("EMPC", expectedMaximum)]
    let rows = parts.compactMap { name, part -> [String]? in
      guard let part else { return nil }
      return [
        name, NumberStyle.fixed(part.apparent.value, 4),
        NumberStyle.interval(NumberStyle.fixed(part.apparent.lower, 4), NumberStyle.fixed(part.apparent.upper, 4)),
        NumberStyle.fixed(part.optimism, 4), NumberStyle.fixed(part.corrected, 4),
        NumberStyle.count(part.apparent.resamples),
      ]
    }
    guard !rows.isEmpty else { return nil }
    return .init(
      titles: ["per account", "on these accounts", "95 % of resamples", "optimism", "corrected", "resamples"],
      rows: rows)
  }

  var json: JSONValue {
    [
      "mpc": isPerAccount ? .null : Self.json(profit.maximum, maximum),
      "empc": profit.expectedMaximum.map { expected in
        .object(
          JSONObject([("per_account", .number(expected.perAccount))] + Self.members(expectedMaximum)))
      } ?? .null,
      "empb": isPerAccount ? Self.json(profit.maximum, maximum) : .null,
      "pilot_value": .figure(profit.expectedMaximum?.pilotValue),
      "pilot_value_total": .figure(profit.expectedMaximum.map { $0.pilotValue * Double(rows) }),
    ]
  }

  private static func json(_ maximum: MaximumProfit, _ part: RankingOptimism.Part?) -> JSONValue {
    .object(
      JSONObject(
        [
          ("per_account", .number(maximum.perAccount)), ("total", .number(maximum.total)),
          ("fraction", .number(maximum.fraction)), ("threshold", .figure(maximum.threshold)),
        ] + members(part)))
  }

  private static func members(_ part: RankingOptimism.Part?) -> [(String, JSONValue)] {
    [
      ("lower", .figure(part?.apparent.lower)), ("upper", .figure(part?.apparent.upper)),
      ("optimism", .figure(part?.optimism)), ("corrected", .figure(part?.corrected)),
      ("resamples", part.map { .count($0.apparent.resamples) } ?? .null),
    ]
  }
}
