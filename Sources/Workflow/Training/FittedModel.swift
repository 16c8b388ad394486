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
  /// Rows of churners with a weight above 0.
  let churners: Int
  /// Accounts of the rows.
  let accounts: Int
  /// What a fit of all rows can start from.
  let continuation: FitContinuation?

  /// Learns the blueprint and fits.
  ///
  /// - Parameter sibling: a fit of some of these rows; where rows are many, the search starts there.
  /// - Throws: `FeatureError`, or the fit's problem with columns called by their terms.
  init(
    _ part: TrainingPart, wish: FeatureWish, options: FitOptions, sibling: FittedModel? = nil,
    observing observe: ((IterationRecord) -> Void)? = nil
  ) throws {
    let rows = TrainingRows(
      table: part.table, chosen: part.chosen, accounts: part.accounts, accountCount: part.accountCount,
      weights: part.weights)
    (blueprint, notices) = try Blueprint.learned(from: rows, wish: wish)
    let design = try blueprint.design(of: part.table)
    columnOfTerm = design.columnOfTerm
    churners = part.churners
    accounts = part.accountCount
    let names = blueprint.terms.map(\.name)
    var positions = [Int](repeating: 0, count: names.count)
    for (term, column) in design.columnOfTerm.enumerated() { positions[column] = term }
    let input = FitInput(
      rows: design, chosen: part.chosen, companions: part.companions, labels: part.outcome.labels,
      weights: part.weights, clusters: options.confirmsGradient ? part.accounts : nil, positions: positions)
    var options = options
    if part.count >= 400_000, let sibling, sibling.fit.status == .converged {
      options.start = sibling.coefficients(ofTerms: names, columnOfTerm)
    }
    let known = sibling?.blueprint.makesSameDesign(as: blueprint) == true ? sibling?.continuation : nil
    do {
      (fit, continuation) = try fitLogistic(input, options.checked(), continuing: known, observing: observe)
    } catch {
      throw error.problem { "\"" + names[positions[$0]] + "\"" }
    }
  }

  /// Estimate of each term; 0 for a dropped one.
  var estimates: [Double] { columnOfTerm.map { fit.coefficients.slopes[$0] } }

  /// The estimates in the columns of another design; 0 for terms that are not known here.
  private func coefficients(ofTerms names: [String], _ columns: [Int]) -> Coefficients {
    let known = Dictionary(uniqueKeysWithValues: zip(blueprint.terms.map { ExactText($0.name) }, estimates))
    var slopes = [Double](repeating: 0, count: names.count)
    for (name, column) in zip(names, columns) { slopes[column] = known[ExactText(name)] ?? 0 }
    return Coefficients(intercept: fit.coefficients.intercept, slopes: slopes)
  }

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
  /// All rows that were read; everything else here is by row of it.
  var table: Table
  /// The rows in this part; `nil` is all.
  var chosen: RowSet?
  /// Rows of other parts that a later fit will count with these.
  var companions: RowSet?
  var outcome: OutcomeLabels
  /// Account number per row, where accounts have several rows.
  var accounts: [Int32]?
  /// Accounts of the rows in this part.
  var accountCount: Int
  var weights: [Double]?

  /// Rows in this part.
  var count: Int { chosen?.count ?? table.rowCount }

  /// Rows of churners with a weight above 0.
  var churners: Int {
    guard let weights else { return chosen.map { outcome.churned.count(sharedWith: $0) } ?? outcome.churnerCount }
    var count = 0
    outcome.churned.forEach { if weights[$0] > 0 && chosen?[$0] ?? true { count += 1 } }
    return count
  }
}
