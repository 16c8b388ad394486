import Diagnostics
import Features
import Fitting
import Scoring
import Tables

/// A blueprint and the fit of its design: what one training part taught.
struct FittedModel: Sendable {
  let blueprint: Blueprint
  let fit: Fit
  /// Design column of each term.
  let columnOfTerm: [Int]
  let notices: [Notice]
  /// Rows with a weight above 0 whose account churned.
  let churnerCount: Int

  /// Learns the blueprint and fits.
  ///
  /// - Throws: `FeatureError`, or the fit's problem with columns called by their terms.
  init(
    _ part: TrainingPart, wish: FeatureWish, options: FitOptions, observing observe: ((IterationRecord) -> Void)? = nil
  ) throws {
    let rows = TrainingRows(
      table: part.table, accounts: part.accounts, accountCount: part.accountCount, weights: part.weights)
    (blueprint, notices) = try Blueprint.learned(from: rows, wish: wish)
    churnerCount = part.churnerCount
    let design = try blueprint.design(of: part.table)
    columnOfTerm = design.columnOfTerm
    let names = blueprint.terms.map(\.name)
    var positions = [Int](repeating: 0, count: names.count)
    for (term, column) in design.columnOfTerm.enumerated() { positions[column] = term }
    let input = FitInput(
      rows: design, labels: part.labels, weights: part.weights, clusters: part.accounts, positions: positions)
    do {
      fit = try fitLogistic(input, options.checked(), observing: observe)
    } catch {
      throw error.problem { "\"" + names[positions[$0]] + "\"" }
    }
  }

  /// Estimate of each term; 0 for a dropped one.
  var estimates: [Double] { columnOfTerm.map { fit.coefficients.slopes[$0] } }

  /// Ready to score.
  var scorer: Scorer { Scorer(blueprint: blueprint, intercept: fit.coefficients.intercept, estimates: estimates) }

  /// The term of a design column.
  func term(ofColumn column: Int) -> String {
    guard let place = columnOfTerm.firstIndex(of: column) else { preconditionFailure("a column without a term") }
    return blueprint.terms[place].name
  }
}

/// The rows of one part of the training data.
struct TrainingPart: Sendable {
  var table: Table
  var labels: [UInt8]
  /// Account number per row, where accounts have several rows.
  var accounts: [Int32]?
  var accountCount: Int
  var weights: [Double]?

  /// Rows with a weight above 0 whose account churned.
  var churnerCount: Int {
    guard let weights else { return labels.reduce(0) { $0 + Int($1) } }
    return zip(labels, weights).reduce(0) { $0 + ($1.1 > 0 ? Int($1.0) : 0) }
  }
}
