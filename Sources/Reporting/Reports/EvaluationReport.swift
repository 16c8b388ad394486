public import CanonicalJSON

/// The answer of `churn evaluate`.
public struct EvaluationReport: Report {
  /// What was judged: a model version or a score file.
  public var subject: String
  /// The data it was judged on.
  public var data: String
  /// The figures.
  public var section: PerformanceSection
  /// The EV rule beside its rivals; `nil` where the scores are not probabilities.
  public var rivals: RivalsSection?
  /// The best cuts, and how hindsight flatters them.
  public var maxima: MaximaSection?
  /// The segments that were asked for.
  public var segments: SegmentsSection?
  /// How far inputs can move; `nil` where the scores are not probabilities or the economics are four costs.
  public var tornado: TornadoSection?
  /// Profit by depth.
  public var chart: ProfitChart?
  /// Whether the long parts are shown to people; machines always get them.
  public var showsDetails = false

  /// Creates a report.
  public init(subject: String, data: String, section: PerformanceSection) {
    self.subject = subject
    self.data = data
    self.section = section
  }

  /// For people: money first, then how sure and how robust it is, ranking and calibration last.
  public var document: Document {
    guard let maxima else { return Document([.heading("\(subject) on \(data)", level: 1)] + section.blocks) }
    var blocks: [Document.Block] = [
      .heading("\(subject) on \(data)", level: 1), .paragraph(section.headline), .paragraph(section.economics.sentence),
    ]
    if let rivals {
      blocks.append(.table(rivals.grid))
      if let note = rivals.note { blocks.append(.paragraph(note)) }
    } else {
      blocks.append(.table(section.withoutRuleGrid))
    }
    blocks.append(.facts(maxima.facts + [rivals?.resampledFact, tornado?.fact].compactMap(\.self)))
    if let segments {
      blocks.append(.heading(segments.heading, level: 2))
      blocks += segments.blocks(showingAll: showsDetails)
    }
    if let chart { blocks.append(.drawing(chart.drawing)) }
    blocks.append(.facts(section.rankingFacts + section.calibrationFacts))
    if let note = section.noProbabilities { blocks.append(.paragraph(note)) }
    return Document(blocks + (showsDetails ? details : []))
  }

  private var details: [Document.Block] {
    var blocks: [Document.Block] = []
    if let tornado {
      blocks += [
        .heading("What the decision hangs on", level: 2), .table(tornado.grid), .paragraph(tornado.note),
      ]
    }
    if let grid = maxima?.grid { blocks += [.heading("Maxima, resampled by account", level: 2), .table(grid)] }
    if let bins = section.decileGrid {
      blocks += [.heading("Calibration by decile of score", level: 2), .table(bins)]
    }
    if let accuracy = section.accuracyFact { blocks.append(.facts([accuracy])) }
    return blocks
  }

  /// For machines.
  public var json: JSONValue {
    .object(
      JSONObject(
        [("subject", .string(subject)), ("data", .string(data))] + section.members + [
          ("rivals", rivals?.json ?? .null), ("ev_rule_resampled", rivals?.resampledJSON ?? .null),
          ("maxima", maxima?.json ?? .null), ("segments", segments?.json ?? .null),
          ("tornado", tornado?.json ?? .null), ("profit_by_depth", chart?.json ?? .null),
        ]))
  }
}
