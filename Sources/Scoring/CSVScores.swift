import Numerals
import Tables

/// Scores as CSV: id, p_churn, expected_value, decision, three reasons, model.
///
/// Probabilities and amounts are the shortest decimals that read back to the same double. A reason is the feature (with
/// its level) and its push on the log-odds to two decimals: `tickets +0.83`.
public struct CSVScores: ScoreFormat {
  let options: ScoreFileOptions
  private let scorer: Scorer
  private let modelField: [UInt8]

  /// Creates the format for a model.
  public init(_ scorer: Scorer, options: ScoreFileOptions) {
    self.scorer = scorer
    self.options = options
    modelField = Array(Self.field(options.model).utf8)
  }

  /// The names of the columns.
  public func header() -> [UInt8] {
    var names = [options.idName, "p_churn", "expected_value", "decision"]
    names += (1...ScoredRows.reasonsPerRow).map { "reason_\($0)" }
    if options.writesContributions {
      names += ["logit", "base"] + scorer.features.map { "contribution:" + $0.name }
    }
    names.append("model")
    names += options.campaign?.names ?? []
    return Array((names.map(Self.field).joined(separator: ",") + "\n").utf8)
  }

  /// The records, one line each.
  public func bytes(of records: ScoreRecords) -> [UInt8] {
    let labels = ReasonLabels(scorer, records.columns) { Self.inner($0) }
    var out: [UInt8] = []
    out.reserveCapacity(records.count * 128)
    for row in 0..<records.count {
      appendID(row, records, to: &out)
      out.append(comma)
      out.append(shortest: records.scores.probabilities[row])
      out.append(comma)
      out.append(shortest: records.expectedValues[row])
      out.append(contentsOf: records.isTreated(row) ? treat : leave)
      appendReasons(row, records, labels, to: &out)
      if options.writesContributions { appendContributions(row, records, to: &out) }
      out.append(comma)
      out.append(contentsOf: modelField)
      if let layout = options.campaign { appendCampaign(row, records, layout, to: &out) }
      out.append(newline)
    }
    return out
  }

  private func appendID(_ row: Int, _ records: ScoreRecords, to out: inout [UInt8]) {
    guard let ids = records.ids else {
      out.append(integer: records.firstRow + row)
      return
    }
    let piece = ids.segments.piece(holding: row)
    let id = ids.segments.pieces[piece].bytes(of: row - ids.segments.starts[piece])
    let isFormula = options.isSpreadsheetSafe && id.first.map { formulaStarts.contains($0) } == true
    if !isFormula, !id.contains(where: { $0 == comma || $0 == quote || $0 == newline || $0 == carriageReturn }) {
      out.append(contentsOf: id)
      return
    }
    out.append(quote)
    if isFormula { out.append(UInt8(ascii: "'")) }
    for byte in id {
      if byte == quote { out.append(quote) }
      out.append(byte)
    }
    out.append(quote)
  }

  private func appendReasons(
    _ row: Int, _ records: ScoreRecords, _ labels: ReasonLabels, to out: inout [UInt8]
  ) {
    let first = row * ScoredRows.reasonsPerRow
    for index in first..<(first + ScoredRows.reasonsPerRow) {
      out.append(comma)
      let reason = records.scores.reasons[index]
      guard reason.feature >= 0 else { continue }
      out.append(quote)
      out.append(contentsOf: labels.label(of: reason))
      out.append(blank)
      if reason.contribution >= 0 { out.append(UInt8(ascii: "+")) }
      out.append(reason.contribution, decimals: 2)
      out.append(quote)
    }
  }

  private func appendContributions(_ row: Int, _ records: ScoreRecords, to out: inout [UInt8]) {
    out.append(comma)
    out.append(shortest: records.scores.logits[row])
    out.append(comma)
    out.append(shortest: scorer.base)
    for contributions in records.scores.contributions {
      out.append(comma)
      out.append(shortest: contributions[row])
    }
  }

  /// A field, quoted where it must be.
  static func field(_ text: String) -> String {
    text.utf8.contains { $0 == comma || $0 == quote || $0 == newline || $0 == carriageReturn }
      ? "\"" + inner(text) + "\"" : text
  }

  /// The inside of a quoted field.
  static func inner(_ text: String) -> String {
    guard text.utf8.contains(quote) else { return text }
    return text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
  }
}

private let comma = UInt8(ascii: ",")
private let quote = UInt8(ascii: "\"")
private let newline = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
private let blank = UInt8(ascii: " ")
private let treat = Array(",treat".utf8)
private let leave = Array(",leave".utf8)
private let formulaStarts = Array("=+-@\t\r".utf8)
