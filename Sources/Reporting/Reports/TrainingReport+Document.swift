public import CanonicalJSON
import Diagnostics

extension TrainingReport {
  /// For people: the hold-out's money first, then the coefficients, the version last.
  public var document: Document {
    var blocks: [Document.Block] = [.heading(title, level: 1), .facts(dataFacts)]
    if !data.cohorts.isEmpty { blocks.append(.table(cohortGrid)) }
    blocks.append(.heading("Coefficients (log-odds; fitted on \(fittedOn))", level: 2))
    blocks.append(.table(CoefficientRow.grid(coefficients)))
    if !references.isEmpty {
      let levels = references.map { "\($0.column)=\($0.level)" }.joined(separator: ", ")
      blocks.append(.paragraph("Reference levels: \(levels)."))
    }
    blocks.append(contentsOf: droppedBlocks)
    blocks.append(.facts(fit.facts))
    if let holdout {
      blocks.append(.heading("Hold-out: \(holdout.description)", level: 2))
      blocks.append(contentsOf: holdout.section.blocksBelowHeadline)
    } else {
      blocks.append(.paragraph("No hold-out: nothing here says how the model does on accounts that it has not seen."))
    }
    if let version {
      blocks.append(.paragraph("Stored as \(version.name)@\(version.version) in \(version.path)"))
    }
    return Document(blocks)
  }

  private var title: String {
    let earns = holdout.map { $0.section.headline }
    return earns ?? "Trained on \(NumberStyle.count(data.rows)) rows"
  }

  private var dataFacts: [Document.Fact] {
    var facts = [
      Document.Fact("data", Self.shown(data.files)),
      Document.Fact(
        "rows",
        NumberStyle.count(data.rows)
          + (data.accounts == data.rows ? "" : " of \(NumberStyle.count(data.accounts)) accounts")),
      Document.Fact(
        "churners",
        "\(NumberStyle.count(data.churners)) (\(NumberStyle.percent(Double(data.churners) / Double(max(1, data.rows)))))"
          + ": \(data.target) = \(data.positive)"),
    ]
    facts += data.leftOut.map { Document.Fact("left out", "\(NumberStyle.count($0.rows)) rows: \($0.reason)") }
    return facts
  }

  /// Files in a line: all of them, or of many the first, the last and their number.
  private static func shown(_ files: [String]) -> String {
    files.count > 3 ? "\(files[0]) … \(files[files.count - 1]) (\(files.count) files)" : files.joined(separator: ", ")
  }

  private var cohortGrid: Document.Grid {
    let shown = data.cohorts.count > 12 ? Array(data.cohorts.prefix(3)) + data.cohorts.suffix(6) : data.cohorts
    var rows = shown.map {
      [
        $0.label, NumberStyle.count($0.rows), NumberStyle.count($0.churners),
        NumberStyle.percent(Double($0.churners) / Double(max(1, $0.rows))),
      ]
    }
    if data.cohorts.count > shown.count {
      rows.insert(["… \(data.cohorts.count - shown.count) more", "", "", ""], at: 3)
    }
    return .init(titles: ["cohort", "rows", "churners", "rate"], rows: rows)
  }

  private var droppedBlocks: [Document.Block] {
    guard !fit.dropped.isEmpty else { return [] }
    return [
      .table(
        .init(
          titles: ["dropped term", "reason"], rows: fit.dropped.map { [$0.term, $0.reason] }, leftColumns: [0, 1]))
    ]
  }

  /// For machines.
  public var json: JSONValue {
    [
      "data": [
        "files": .array(data.files.map { .string($0) }), "rows": .count(data.rows), "accounts": .count(data.accounts),
        "churners": .count(data.churners), "target": .string(data.target), "positive": .string(data.positive),
        "cohorts": .array(
          data.cohorts.map {
            ["label": .string($0.label), "rows": .count($0.rows), "churners": .count($0.churners)]
          }),
        "left_out": .array(data.leftOut.map { ["rows": .count($0.rows), "reason": .string($0.reason)] }),
      ],
      "coefficients": .array(coefficients.map(\.json)),
      "references": .object(JSONObject(references.map { ($0.column, .string($0.level)) })),
      "fit": fit.json,
      "holdout": holdoutJSON,
      "model": version.map {
        [
          "name": .string($0.name), "version": .count($0.version), "path": .string($0.path),
          "sha256": .string($0.sha256),
        ]
      } ?? .null,
      "notices": .array(
        notices.map {
          ["level": .string($0.level.rawValue), "code": .string($0.code), "message": .string($0.message)]
        }),
    ]
  }

  private var holdoutJSON: JSONValue {
    guard let holdout else { return .null }
    return .object(
      JSONObject(
        [
          ("description", .string(holdout.description)), ("training_rows", .count(holdout.trainingRows)),
          ("test_rows", .count(holdout.testRows)),
        ] + holdout.section.members))
  }
}
