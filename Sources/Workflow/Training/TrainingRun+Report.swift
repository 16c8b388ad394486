import CanonicalJSON
import Models
import Reporting

extension TrainingRun {
  /// The report of a run, the version still missing.
  func report(
    _ model: FittedModel, _ rows: RowChoice, _ holdout: TrainingReport.HoldoutSummary?
  ) -> TrainingReport {
    var report = TrainingReport()
    report.data.files = options.inputs
    report.data.rows = rows.count
    report.data.accounts = rows.accountCount
    report.data.churners = rows.churnerCount
    report.data.target = options.target
    report.data.positive = rows.data.outcome.positive
    report.data.cohorts = rows.cohortSummary
    report.data.leftOut = rows.leftOut
    report.coefficients = model.coefficientRows
    report.references = model.references
    report.fit = model.summary(ridge: options.ridge, penaltyScale: options.penaltyScale.rawValue)
    report.holdout = holdout
    return report
  }

  /// Stores the model with its training record.
  func save(
    _ fitted: FittedModel, _ rows: RowChoice, _ report: TrainingReport, to store: ModelStore, as name: ModelName
  ) throws -> TrainingReport.StoredVersion {
    let model = fitted.trainedModel(options, rows.data)
    let saved = try store.save(
      model, as: name, record: try record(rows, report), stamp: .init(time: currentTime(), note: options.note))
    return .init(
      name: saved.version.name.text, version: saved.version.number, path: saved.path, sha256: saved.sha256)
  }

  /// What is known about this run and does not belong into the model.
  private func record(_ rows: RowChoice, _ report: TrainingReport) throws -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("time", .string(currentTime())),
      ("command", .array(options.summary.map { .string($0) })),
      ("note", .text(options.note)),
      ("inputs", .array(try rows.data.files.map(Self.record))),
    ]
    if case .object(let whole) = report.json {
      for key in ["data", "fit", "holdout"] { members.append((key, whole[key] ?? .null)) }
    }
    return .object(JSONObject(members))
  }

  private static func record(_ file: TrainingData.InputFile) throws -> JSONValue {
    [
      "path": .string(file.path), "rows": .count(file.rows), "rejected_rows": .count(file.rejectedRows),
      "bytes": .count(file.bytes), "sha256": .string(try file.sum.digits()),
    ]
  }
}

extension TrainingOptions {
  /// The options that shaped the model, as words of a command line.
  var summary: [String] {
    var words = ["train"] + inputs + ["--target", target]
    func add(_ option: String, _ value: String?) { if let value { words += [option, value] } }
    add("--positive", positive)
    add("--id", id)
    add("--snapshot", snapshot)
    add("--weights", weights)
    features?.forEach { add("--features", $0) }
    exclude.forEach { add("--exclude", $0) }
    categorical.forEach { add("--categorical", $0) }
    for column in references.keys.sorted() { add("--reference", "\(column)=\(references[column] ?? "")") }
    add("--min-level-count", minimumLevelCount.map { String($0) })
    if missing == .drop { add("--missing", "drop") }
    if ridge > 0 {
      add("--ridge", ridge.description)
      add("--penalty-scale", penaltyScale.rawValue)
    }
    if !holdout.isOn { words.append("--no-holdout") }
    if holdout.gap > 0 { add("--gap", String(holdout.gap)) }
    if holdout.isAccountDisjoint { words.append("--account-disjoint") }
    add("--seed", String(holdout.seed))
    if !refits { words.append("--no-refit") }
    return words
  }

  /// The model's name where none is given: the file's, without folder and extension.
  public static func modelName(forFile path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let stem = file.split(separator: ".").first.map(String.init) ?? file
    let name = String(
      stem.unicodeScalars.map {
        $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0)) || "_-".unicodeScalars.contains($0)
          ? Character($0) : "-"
      })
    return name.isEmpty || name.hasPrefix("-") || name.hasPrefix("_") ? "model" : String(name.prefix(64))
  }
}
