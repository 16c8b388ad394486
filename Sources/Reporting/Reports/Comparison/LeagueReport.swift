public import CanonicalJSON
public import Diagnostics
import Evaluation

/// The answer of `churn compare` with more than two versions: each against the champion.
public struct LeagueReport: Report {
  /// One comparison per challenger, in the order given; the champion is the first of each.
  public var comparisons: [ComparisonReport]

  /// Creates a report.
  /// - Precondition: at least one comparison.
  public init(_ comparisons: [ComparisonReport]) {
    precondition(!comparisons.isEmpty, "a league has a challenger")
    self.comparisons = comparisons
  }

  /// The problem that ends the run when a gate says no for any challenger.
  public var gateProblem: Problem? {
    GateResult.problem(comparisons.flatMap { report in report.gates.map { (report.names.b, $0) } })
  }

  private var champion: String { comparisons[0].names.a }

  /// The best challenger's verdict in a sentence.
  public var verdict: String {
    let better = comparisons.filter { $0.comparison.verdict == .b }.sorted { $0.gain > $1.gain }
    guard let best = better.first else {
      return "No challenger is shown to be better than \(champion)."
    }
    let others = better.dropFirst().map(\.names.b)
    let also = others.isEmpty ? "" : " Also better than the champion: \(others.joined(separator: ", "))."
    return best.verdict + also
      + (comparisons.count > 1
        ? " Picked as the best of \(comparisons.count), it looks better here than it will elsewhere." : "")
  }

  /// For people: the champion first, then the challengers, the one that earned most first.
  public var document: Document {
    let ranked = comparisons.enumerated().sorted {
      ($1.element.gain, $0.offset) < ($0.element.gain, $1.offset)
    }.map(\.element)
    var blocks: [Document.Block] = [
      .heading("\(comparisons.count + 1) versions on \(comparisons[0].data)", level: 1), .paragraph(verdict),
    ]
    let gates = comparisons.flatMap { report in
      report.gates.map { Document.Fact("\(report.names.b): \($0.fact.name)", $0.fact.value) }
    }
    if !gates.isEmpty { blocks.append(.facts(gates)) }
    blocks += [
      .paragraph(comparisons[0].economics.sentence),
      .table(
        .init(
          titles: ["version", "profit", "/account", "treated", "against the champion, per 1,000", "verdict", "AUC", "slope"],
          rows: [Self.line(comparisons[0], of: \.a)] + ranked.map { Self.line($0, of: \.b) }, leftColumns: [0, 5])),
    ]
    return Document(blocks)
  }

  private static func line(_ report: ComparisonReport, of side: KeyPath<Comparison, Performance>) -> [String] {
    let performance = report.comparison[keyPath: side]
    let isChampion = side == \Comparison.a
    let assessment = performance.assessment
    var against = NumberStyle.undefined
    if !isChampion, let profit = report.comparison.profit {
      against = "\(NumberStyle.money(profit.mean * 1000)) \(report.intervalText(profit, factor: 1000))"
    }
    let verdict =
      switch report.comparison.verdict {
      case .a: "worse"
      case .b: "better"
      case .cannotTell: "cannot tell"
      }
    return [
      isChampion ? report.names.a : report.names.b, NumberStyle.money(assessment.profit.evRule?.profit),
      NumberStyle.fixed(assessment.profit.evRule?.profitPerAccount, 3),
      NumberStyle.percent(assessment.profit.evRule?.fraction), isChampion ? "" : against,
      isChampion ? "champion" : verdict, NumberStyle.fixed(assessment.area?.value),
      NumberStyle.fixed(assessment.calibration?.recalibration.slope?.value, 3),
    ]
  }

  /// For machines.
  public var json: JSONValue {
    [
      "champion": .string(champion), "data": .string(comparisons[0].data), "sentence": .string(verdict),
      "challengers": .array(comparisons.map(\.json)),
      "gate_holds": comparisons[0].gates.isEmpty
        ? .null : .bool(comparisons.allSatisfy { $0.gates.allSatisfy(\.holds) }),
    ]
  }
}

extension ComparisonReport {
  /// What B earned more; where there are no probabilities, what it ranks better.
  fileprivate var gain: Double { comparison.profit?.mean ?? comparison.areas?.difference ?? 0 }
}
