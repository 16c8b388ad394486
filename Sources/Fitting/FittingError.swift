public import Diagnostics

/// Why there is no fit. Columns are indices into the design, rows into the input, both from 0.
public enum FittingError: Error, Sendable, Equatable {
  /// There are no rows, or none with a weight above 0.
  case noRows
  /// Every row has the same label.
  case singleClass(label: UInt8, rows: Int)
  /// A label is neither 0 nor 1.
  case invalidLabel(row: Int)
  /// A weight is negative or not finite.
  case invalidWeight(row: Int)
  /// Weights are so large that their sum is not finite.
  case weightsTooLarge
  /// A vector has another length than it must have.
  case lengthMismatch(what: String, expected: Int, found: Int)
  /// A column holds a NaN or an infinity.
  case notFinite(column: Int)
  /// There are not more rows than coefficients, and no penalty.
  case tooFewRows(rows: Int, coefficients: Int)
  /// A column's scale is so extreme that its coefficient is no finite number.
  case coefficientOutOfRange(column: Int)
  /// Cluster-robust errors need at least two clusters.
  case tooFewClusters(Int)
  /// An option is out of its range.
  case invalidOption(String, range: String)
  /// The rows could not be read.
  case rowsUnavailable(Problem)
}

extension FittingError: Diagnosable {
  /// The problem, columns called by their number from 1.
  public var problem: Problem { problem { "number \($0 + 1)" } }

  /// The problem, columns called by their names.
  ///
  /// - Parameter name: the name of a column, by its index in the design.
  public func problem(naming name: (Int) -> String) -> Problem {
    switch self {
    case .noRows:
      Problem(.badData, code: "fit.no-rows", "there are no rows with a weight above 0")
    case .singleClass(let label, let rows):
      Problem(
        .badData, code: "fit.single-class", "all \(rows) rows have the label \(label); a fit needs both",
        remedies: ["check which column is the target, and which of its values counts as churn"])
    case .invalidLabel(let row):
      Problem(.badData, code: "fit.label", "the label of row \(row + 1) is neither 0 nor 1")
    case .invalidWeight(let row):
      Problem(.badData, code: "fit.weight", "the weight of row \(row + 1) is negative or not a finite number")
    case .weightsTooLarge:
      Problem(.badData, code: "fit.weights-too-large", "the sum of the weights is not a finite number")
    case .lengthMismatch(let what, let expected, let found):
      Problem(.bug, code: "fit.length", "\(what): \(expected) values are needed and \(found) were given")
    case .rowsUnavailable(let problem): problem
    case .notFinite, .tooFewRows, .coefficientOutOfRange, .tooFewClusters, .invalidOption:
      shapeProblem(naming: name)
    }
  }

  private func shapeProblem(naming name: (Int) -> String) -> Problem {
    switch self {
    case .notFinite(let column):
      Problem(.badData, code: "fit.not-finite", "column \(name(column)) holds a value that is not a finite number")
    case .tooFewRows(let rows, let coefficients):
      Problem(
        .badData, code: "fit.too-few-rows",
        "\(rows) rows cannot support \(coefficients) coefficients without a penalty",
        remedies: ["--ridge 1", "fewer columns (--features), or more rows"])
    case .coefficientOutOfRange(let column):
      Problem(
        .badData, code: "fit.scale",
        "column \(name(column)) is of so extreme a scale that its coefficient is not a finite number",
        remedies: ["give the column in another unit", "--exclude it"])
    case .tooFewClusters(let count):
      Problem(
        .badData, code: "fit.clusters", "errors by account need at least two accounts; there is \(count)")
    case .invalidOption(let option, let range):
      Problem(.usage, code: "fit.option", "\(option) must be \(range)")
    default: preconditionFailure("described above")
    }
  }
}
