import Diagnostics
import Tables

extension TrainingData {
  /// Names that the user gave and the header lacks.
  static func checkNames(_ options: TrainingOptions, _ names: [String]) throws(Problem) {
    let given: [(String, [String])] = [
      ("--features", options.features ?? []), ("--exclude", options.exclude), ("--categorical", options.categorical),
      ("--reference", options.references.keys.sorted()), ("--value", options.economics.valueColumn.map { [$0] } ?? []),
    ]
    for (option, wanted) in given {
      for name in wanted where !names.contains(name) {
        let near = nearestNames(to: name, among: names)
        throw Problem(
          .usage, code: "columns.unknown", at: .init(file: options.inputs[0], column: name),
          "there is no column \"\(name)\" (\(option))",
          remedies: near.map { "\(option) \($0)" } + ["the columns are: \(names.joined(separator: ", "))"])
      }
    }
  }

  /// Files must agree in columns, by name.
  static func checkAgreement(_ a: [String], _ b: [String], first: String, other: String) throws(Problem) {
    let missing = a.filter { !b.contains($0) }
    let extra = b.filter { !a.contains($0) }
    guard missing.isEmpty, extra.isEmpty else {
      var parts: [String] = []
      if !missing.isEmpty { parts.append("lacks \(list(missing))") }
      if !extra.isEmpty { parts.append("has \(list(extra)), which \(first) has not") }
      throw Problem(
        .badData, code: "train.columns-differ", at: .init(file: other),
        "its columns differ from those of \(first): it \(parts.joined(separator: " and "))",
        remedies: ["give all files the same columns", "--exclude does not help: a column must be in every file"])
    }
  }

  /// Both outcomes must occur.
  static func checkSingleClass(_ outcome: OutcomeLabels, _ roles: ColumnRoles, _ file: String) throws(Problem) {
    let churners = outcome.churnerCount
    guard churners == 0 || churners == outcome.labels.count else { return }
    let only = churners == 0 ? outcome.negative : outcome.positive
    throw Problem(
      .badData, code: "train.single-class", at: .init(file: file, column: roles.target),
      "only one class (\(only)) in \(roles.target ?? ""): \(churners) churners among \(outcome.labels.count) rows; "
        + "a fit needs both",
      remedies: ["check the export: does it hold the accounts that left?", "check --target and --positive"])
  }

  /// Weights must be numbers of 0 or more; the fit checks the rest.
  static func weights(_ table: Table, _ roles: ColumnRoles, _ file: String) throws(Problem) -> [Double]? {
    guard let name = roles.weights else { return nil }
    guard case .numbers(let numbers) = table[name]?.cells, numbers.missingCount == 0 else {
      throw Problem(
        .badData, code: "train.weights", at: .init(file: file, column: name),
        "column \"\(name)\" (--weights) must hold a number in every row")
    }
    let values = numbers.doubles
    if let row = values.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
      throw Problem(
        .badData, code: "train.weights", at: .init(file: file, column: name),
        "column \"\(name)\" (--weights) must hold numbers of 0 or more; data row \(row + 1) does not")
    }
    return values
  }

  /// What was decided about roles without being asked.
  static func roleNotices(_ roles: ColumnRoles) -> [Notice] {
    guard roles.idWasGuessed, let id = roles.id else { return [] }
    return [
      Notice(
        .note, code: "columns.id-guessed", "column \"\(id)\" names the accounts, by its name; it is no feature",
        remedies: ["--id COLUMN   if another column does"])
    ]
  }

  private static func list(_ names: [String]) -> String { names.map { "\"\($0)\"" }.joined(separator: ", ") }
}
