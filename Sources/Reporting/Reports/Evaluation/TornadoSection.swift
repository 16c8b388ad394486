import CanonicalJSON
public import Evaluation

/// How far each input can move before the decision changes for a share of the accounts.
public struct TornadoSection: Sendable {
  /// The bars.
  public var tornado: Tornado
  /// Of the accounts whose decision must change.
  public var share: Double

  /// Creates a section.
  public init(_ tornado: Tornado, share: Double) {
    self.tornado = tornado
    self.share = share
  }

  /// Bars, the input that may move least first.
  private var sorted: [Tornado.Bar] {
    tornado.bars.enumerated().sorted { ($0.element.room, $0.offset) < ($1.element.room, $1.offset) }.map(\.element)
  }

  /// The most sensitive input in a sentence.
  var fact: Document.Fact {
    guard let first = sorted.first, first.room < .infinity else {
      return Document.Fact("sensitivity", "no input alone changes the decision for \(percent) of the accounts")
    }
    let ends = [first.lowerFactor, first.upperFactor].compactMap(\.self).map(Self.change).joined(separator: " or ")
    return Document.Fact(
      "most sensitive to", "\(Self.name(first.input)): \(ends) changes the decision for \(percent) of the accounts")
  }

  private var percent: String { NumberStyle.percent(share, 0) }

  var grid: Document.Grid {
    .init(
      titles: ["input", "down to", "up to", "profit there, down", "… re-decided", "profit there, up", "… re-decided"],
      rows: sorted.map { bar in
        let (low, high) = (bar.path[0], bar.path[bar.path.count - 1])
        return [
          Self.name(bar.input), bar.lowerFactor.map(Self.change) ?? "never", bar.upperFactor.map(Self.change) ?? "never",
          NumberStyle.fixed(low.keptDecisions, 3), NumberStyle.fixed(low.newDecisions, 3),
          NumberStyle.fixed(high.keptDecisions, 3), NumberStyle.fixed(high.newDecisions, 3),
        ]
      })
  }

  var note: String {
    "How far each input alone can move before the decision changes for \(percent) of the accounts, and the expected "
      + "profit per account there, with today’s decisions and decided anew; “never”: at the end of the sensible range."
  }

  private static func change(_ factor: Double) -> String {
    let change = (factor - 1) * 100
    return (change >= 0 ? "+" : "-") + NumberStyle.fixed(change.magnitude, change.magnitude < 10 ? 1 : 0) + " %"
  }

  private static func name(_ input: Tornado.Input) -> String {
    switch input {
    case .value: "value"
    case .incentive: "incentive"
    case .contact: "contact cost"
    case .acceptance: "acceptance"
    case .stayersTake: "stayers who take it"
    case .churnProbability: "churn probability"
    }
  }

  var json: JSONValue {
    [
      "share": .number(share),
      "inputs": .array(
        tornado.bars.map { bar in
          [
            "input": .string(bar.input.rawValue), "lower_factor": .figure(bar.lowerFactor),
            "upper_factor": .figure(bar.upperFactor),
            "path": .array(
              bar.path.map {
                [
                  "factor": .figure($0.factor), "kept_decisions": .figure($0.keptDecisions),
                  "new_decisions": .figure($0.newDecisions),
                ]
              }),
          ]
        }),
    ]
  }
}

extension Tornado.Bar {
  /// The smallest relative move, up or down, that changes enough decisions.
  fileprivate var room: Double { min(lowerFactor.map { 1 - $0 } ?? .infinity, upperFactor.map { $0 - 1 } ?? .infinity) }
}
