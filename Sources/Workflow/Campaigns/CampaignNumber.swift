import Diagnostics
import Evaluation
import Tables

/// A number of a campaign: one for all accounts, or a column of the data, perhaps times a factor.
struct CampaignNumber: Sendable, Equatable {
  var source: Source
  var place: CampaignPlace

  enum Source: Sendable, Equatable {
    case constant(Double)
    case column(String, times: Double)
  }

  init(_ constant: Double, _ place: CampaignPlace) {
    source = .constant(constant)
    self.place = place
  }

  init(column: String, times: Double = 1, _ place: CampaignPlace) {
    source = .column(column, times: times)
    self.place = place
  }

  var column: String? {
    if case .column(let name, _) = source { name } else { nil }
  }

  var constant: Double? {
    if case .constant(let value) = source { value } else { nil }
  }

  /// The values of a table's rows.
  /// - Throws: when the column is absent, holds no numbers, has gaps, or a value outside the range.
  func values(in table: Table, file: String, _ range: CampaignRange) throws(Problem) -> PerAccount {
    guard case .column(let name, let factor) = source else { return .same(constant ?? 0) }
    guard let column = table[name] else {
      throw place.missingColumn(name, among: table.columns.map(\.name), file: file)
    }
    guard case .numbers(let numbers) = column.cells else {
      throw place.badColumn(name, "holds no numbers", file: file)
    }
    guard numbers.missingCount == 0 else {
      throw place.badColumn(
        name, "has no value in some rows", file: file,
        remedies: ["fill them, or \(place.remedy) an amount for all accounts"])
    }
    let values = factor == 1 ? numbers.doubles : numbers.doubles.map { factor * $0 }
    guard values.allSatisfy(range.contains) else {
      throw place.badColumn(name, "holds a number that is not \(range.words)", file: file)
    }
    return .each(values)
  }
}

/// Which parameter of a campaign, and where it was set.
struct CampaignPlace: Sendable, Equatable {
  /// `value`, `offers[2].contact`.
  var parameter: String
  /// The campaign file; `nil` for an option of the command line.
  var file: String?
  var line: Int?

  /// An option such as `--value`.
  static func option(_ parameter: String) -> CampaignPlace { CampaignPlace(parameter: parameter) }

  /// How messages name it.
  var words: String {
    guard let file else { return "--" + parameter }
    return parameter + ", " + file + (line.map { ":\($0)" } ?? "")
  }

  var remedy: String { file == nil ? "use --\(parameter) with" : "give \(parameter)" }

  func missingColumn(_ name: String, among names: [String], file data: String) -> Problem {
    let near = nearestNames(to: name, among: names)
    let all = "the columns are: \(names.joined(separator: ", "))"
    guard let file else {
      return Problem(
        .badData, code: "economics.column", at: .init(file: data, column: name),
        "there is no column \"\(name)\" (--\(parameter))",
        remedies: near.map { "--\(parameter) \($0)" } + ["--\(parameter) AMOUNT", all])
    }
    return Problem(
      .configuration, code: "campaign.column", at: .init(file: file, line: line, column: name),
      "\(parameter) names the column \"\(name)\", which \(data) has not",
      remedies: near.map { "\(parameter): \($0)" } + [all])
  }

  func badColumn(_ name: String, _ what: String, file data: String, remedies: [String] = []) -> Problem {
    Problem(
      .badData, code: what.hasPrefix("has no value") ? "economics.missing" : "economics.column",
      at: .init(file: data, column: name), "column \"\(name)\" (\(words)) \(what)", remedies: remedies)
  }
}

/// The numbers that make sense for a parameter.
enum CampaignRange: Sendable {
  case amount, probability, finite

  func contains(_ value: Double) -> Bool {
    switch self {
    case .amount: value >= 0 && value.isFinite
    case .probability: value >= 0 && value <= 1
    case .finite: value.isFinite
    }
  }

  var words: String {
    switch self {
    case .amount: "an amount of 0 or more"
    case .probability: "a probability between 0 and 1"
    case .finite: "a finite number"
    }
  }
}
