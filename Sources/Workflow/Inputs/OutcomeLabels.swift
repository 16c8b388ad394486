import Diagnostics
import Tables

/// The outcome of each row: 1 where the account churned.
struct OutcomeLabels: Sendable {
  /// 0 or 1 per row.
  let labels: [UInt8]
  /// The rows of label 1.
  let churned: RowSet
  /// The text that means churned.
  let positive: String
  /// The text that means stayed.
  let negative: String

  /// Reads outcomes from a column taken as levels.
  ///
  /// 0/1, true/false, yes/no, t/f and y/n (in any case) are understood by themselves; any other pair of levels needs
  /// `positive`.
  init(_ column: Column, positive wished: String?, file: String) throws(Problem) {
    guard case .categories(let categories) = column.cells else {
      throw Self.problem(file, column.name, "has no value in any row", [])
    }
    guard categories.missingCount == 0 else {
      let first = categories.codes.firstIndex { $0 < 0 } ?? 0
      throw Self.problem(
        file, column.name,
        "has no value in \(categories.missingCount) rows (the first is data row \(first + 1))",
        ["leave out the rows whose outcome is not known"])
    }
    let counts = categories.counts
    let held = categories.levels.indices.filter { counts[$0] > 0 }
    let texts = held.map { categories.levels[$0].string }
    if let wished {
      guard let found = held.first(where: { categories.levels[$0] == ExactText(wished) }) else {
        throw Self.problem(
          file, column.name, "never holds \(Self.shown([wished])); it holds \(Self.shown(texts))",
          nearestNames(to: wished, among: texts).map { "--positive \($0)" })
      }
      guard held.count <= 2 else { throw Self.tooMany(file, column.name, texts) }
      (labels, churned) = Self.labels(categories) { $0 == found }
      positive = wished
      negative = held.first { $0 != found }.map { categories.levels[$0].string } ?? ""
      return
    }
    guard held.count <= 2 else { throw Self.tooMany(file, column.name, texts) }
    let values = categories.levels.indices.map { Self.outcome(categories.levels[$0].string) }
    guard held.allSatisfy({ values[$0] != nil }) else {
      throw Self.problem(
        file, column.name, "holds \(Self.shown(texts)); which of them means that the account churned?",
        texts.map { "--positive \($0)" })
    }
    (labels, churned) = Self.labels(categories) { values[$0] == true }
    positive = held.first { values[$0] == true }.map { categories.levels[$0].string } ?? "1"
    negative = held.first { values[$0] == false }.map { categories.levels[$0].string } ?? "0"
  }

  /// Churners.
  var churnerCount: Int { churned.count }

  private static func labels(_ column: CategoryColumn, isChurned: (Int) -> Bool) -> ([UInt8], RowSet) {
    let labels = column.translated(by: column.levels.indices.map { isChurned($0) ? 1 : 0 })
    return (labels, RowSet(flags: labels))
  }

  private static func outcome(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "1", "1.0", "true", "yes", "t", "y": true
    case "0", "0.0", "false", "no", "f", "n": false
    default: nil
    }
  }

  private static func tooMany(_ file: String, _ column: String, _ texts: [String]) -> Problem {
    problem(
      file, column, "has \(texts.count) distinct values (\(shown(texts))); a target has two",
      ["correct the file, or choose another --target"])
  }

  private static func shown(_ texts: [String]) -> String {
    let shown = texts.prefix(12).map { String($0.prefix(40)).escapedForDisplay }.joined(separator: ", ")
    return texts.count > 12 ? shown + ", …" : shown
  }

  private static func problem(_ file: String, _ column: String, _ text: String, _ remedies: [String]) -> Problem {
    Problem(
      .badData, code: "target", at: .init(file: file, column: column), "column \"\(column)\" \(text)",
      remedies: remedies)
  }
}
