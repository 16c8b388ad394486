public import Diagnostics

/// What can go wrong between a table and its design.
public enum FeatureError: Error, Equatable, Diagnosable {
  /// Columns that were named but do not exist.
  case unknownColumns([String], known: [String])
  /// Columns that the model needs and the data lack.
  case missingColumns([String], present: [String])
  /// A text column with about as many levels as accounts.
  case identifierLike(column: String, levels: Int, accounts: Int)
  /// A text column with a text too long to be a level.
  case freeText(column: String, bytes: Int)
  /// A column of another type than in training.
  case wrongType(column: String, expected: String, found: String)
  /// A reference level that no row holds, or too few.
  case unknownReference(column: String, level: String, levels: [String])
  /// `--reference` names a column that is no category.
  case referenceOfNonCategory(column: String)
  /// Nothing is left to learn from.
  case noFeatures

  /// Where, what, and what to try.
  public var problem: Problem {
    switch self {
    case .unknownColumns(let names, let known):
      let near = names.flatMap { nearestNames(to: $0, among: known) }
      return Problem(
        .usage, code: "features.unknown-column",
        "no column is called \(quoted(names))",
        remedies: (near.isEmpty ? [] : ["did you mean \(quoted(near))?"]) + ["the columns are: \(listed(known))"])
    case .missingColumns(let names, let present):
      return Problem(
        .badData, code: "features.missing-column",
        "the model needs \(names.count == 1 ? "column" : "columns") \(quoted(names)), which the data lack",
        remedies: ["the data have: \(listed(present))", "rename the columns, or train a model without them"])
    case .identifierLike(let column, let levels, let accounts):
      return Problem(
        .badData, code: "features.identifier",
        "column \(quoted([column])) holds \(levels) different texts for \(accounts) accounts; "
          + "one level per account would learn the accounts by heart",
        remedies: [
          "--id \(column)           if it names the account", "--exclude \(column)      if it is a name or free text",
        ])
    case .freeText(let column, let bytes):
      return Problem(
        .badData, code: "features.free-text",
        "column \(quoted([column])) holds a text of \(bytes) bytes, which is no level of a category",
        remedies: ["--exclude \(column)"])
    case .wrongType(let column, let expected, let found):
      return Problem(
        .badData, code: "features.wrong-type",
        "column \(quoted([column])) was \(expected) in training and holds \(found) here",
        remedies: ["write the column as it was in the training file"])
    case .unknownReference(let column, let level, let levels):
      return Problem(
        .usage, code: "features.unknown-reference",
        "--reference \(column)=\(level.escapedForDisplay): no such level that is held by enough accounts",
        remedies: ["the levels are: \(listed(levels))"])
    case .referenceOfNonCategory(let column):
      return Problem(
        .usage, code: "features.reference-of-number", "--reference \(column)=…: the column is not a category",
        remedies: ["--categorical \(column) treats its numbers as levels"])
    case .noFeatures:
      return Problem(
        .badData, code: "features.none", "no column is left to learn from",
        remedies: ["check --features, --exclude and --id"])
    }
  }
}

private func quoted(_ names: [String]) -> String {
  names.map { "\"" + $0.escapedForDisplay + "\"" }.joined(separator: ", ")
}

private func listed(_ names: [String]) -> String {
  let shown = names.prefix(40).map(\.escapedForDisplay).joined(separator: ", ")
  return names.count > 40 ? shown + ", … (\(names.count) in all)" : shown
}
