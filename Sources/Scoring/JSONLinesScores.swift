import CanonicalJSON
import Tables

/// Scores as JSON lines: one object per row, with the same names as the CSV and reasons as feature, level and exact
/// contribution.
public struct JSONLinesScores: ScoreFormat {
  private let options: ScoreFileOptions
  private let scorer: Scorer

  /// Creates the format for a model.
  public init(_ scorer: Scorer, options: ScoreFileOptions) {
    self.scorer = scorer
    self.options = options
  }

  /// Nothing: every line says all.
  public func header() -> [UInt8] { [] }

  /// The records, one object a line.
  public func bytes(of records: ScoreRecords) -> [UInt8] {
    var out: [UInt8] = []
    for row in 0..<records.count {
      var members: [(String, JSONValue)] = [
        (
          options.idName,
          records.ids.map { .string($0[row].string) } ?? .count(records.firstRow + row)
        ),
        ("p_churn", .figure(records.scores.probabilities[row])),
        ("expected_value", .figure(records.expectedValues[row])),
        ("decision", .string(records.isTreated(row) ? "treat" : "leave")),
        ("reasons", .array(reasons(row, records))),
      ]
      if options.writesContributions {
        members.append(("logit", .figure(records.scores.logits[row])))
        members.append(("base", .figure(scorer.base)))
        let contributions = zip(scorer.features, records.scores.contributions).map { feature, values in
          (feature.name, JSONValue.figure(values[row]))
        }
        members.append(("contributions", .object(JSONObject(contributions))))
      }
      members.append(("model", .string(options.model)))
      if let layout = options.campaign { members += campaignMembers(row, records, layout) }
      do {
        out += try JSONValue.object(JSONObject(members)).rendered(.line)
      } catch {
        preconditionFailure("scores are finite")
      }
      out.append(UInt8(ascii: "\n"))
    }
    return out
  }

  private func reasons(_ row: Int, _ records: ScoreRecords) -> [JSONValue] {
    let first = row * ScoredRows.reasonsPerRow
    return records.scores.reasons[first..<(first + ScoredRows.reasonsPerRow)].filter { $0.feature >= 0 }.map { reason in
      let feature = scorer.features[Int(reason.feature)]
      var level: String?
      if let column = records.columns.first(where: { $0.name == feature.name }),
        case .categories(let cells) = column.cells
      {
        level = reason.code < 0 ? nil : cells.levels[Int(reason.code)].string
      }
      return [
        "feature": .string(feature.name), "level": .text(level), "contribution": .number(reason.contribution),
      ]
    }
  }
}
