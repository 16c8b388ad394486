import Features
import Fitting
import Reporting
import Tables

extension FittedModel {
  /// The coefficient table, the intercept first, then the kept terms in file order.
  var coefficientRows: [CoefficientRow] {
    let inference = Dictionary(uniqueKeysWithValues: fit.inference().map { ($0.parameter, $0) })
    let terms = blueprint.terms
    var rows = [row("(intercept)", unit: "all at 0 / reference", inference[.intercept])]
    for (place, column) in columnOfTerm.enumerated() where inference[.slope(column)] != nil {
      rows.append(row(terms[place].name, unit: unit(of: terms[place], at: place), inference[.slope(column)]))
    }
    return rows.compactMap(\.self)
  }

  private func row(_ term: String, unit: String, _ inference: TermInference?) -> CoefficientRow? {
    guard let inference else { return nil }
    let test = inference.p.flatMap { p in inference.z.map { (z: $0, p: p) } }
    let interval = inference.lower.flatMap { lower in inference.upper.map { (lower: lower, upper: $0) } }
    return CoefficientRow(
      term: term, unit: unit, estimate: inference.estimate, standardError: inference.standardError, test: test,
      interval: interval, oddsRatio: oddsRatio(inference.estimate))
  }

  private func unit(of term: Blueprint.Term, at place: Int) -> String {
    switch blueprint.features[term.feature].encoding {
    case .category(let encoding): "against " + encoding.reference.string
    case _ where term.name.hasSuffix(":missing"): "missing against given"
    case .boolean: "yes against no"
    default: "per 1"
    }
  }

  /// Reference level of each category.
  var references: [(column: String, level: String)] {
    blueprint.features.compactMap { feature in
      guard case .category(let encoding) = feature.encoding else { return nil }
      return (feature.name, encoding.reference.string)
    }
  }

  /// The fit in figures, columns called by their terms.
  func summary(ridge: Double, penaltyScale: String) -> FitFigures {
    var summary = FitFigures()
    summary.rows = fit.rows
    summary.churners = churnerCount
    summary.logLikelihood = fit.logLikelihood
    summary.nullLogLikelihood = fit.nullLogLikelihood
    summary.aic = fit.aic
    summary.iterations = fit.iterations
    summary.status = fit.status.word
    summary.rank = fit.certificate.rank
    summary.dropped = fit.certificate.dropped.map { dropped in
      .init(term: term(ofColumn: dropped.column), reason: reason(dropped.reason))
    }
    summary.separationKind = fit.certificate.separation?.kind.rawValue ?? "none"
    summary.separatingTerms = (fit.certificate.separation?.columns ?? []).map {
      .init(term: term(ofColumn: $0.column), rows: $0.rows)
    }
    summary.conditionNumber = fit.certificate.conditionNumber
    summary.gradient = fit.certificate.gradient
    summary.ridge = ridge
    summary.penaltyScale = penaltyScale
    summary.errors = fit.covariance?.kind.word ?? "none"
    return summary
  }

  private func reason(_ reason: DroppedColumn.Reason) -> String {
    switch reason {
    case .constant: "constant"
    case .collinear(let others):
      others.isEmpty
        ? "collinear with the intercept" : "collinear with " + others.map(term(ofColumn:)).joined(separator: ", ")
    }
  }
}

extension FitStatus {
  /// The word of reports.
  var word: String {
    switch self {
    case .converged: "converged"
    case .iterationLimit: "iteration_limit"
    case .lineSearchStalled: "line_search_stalled"
    case .separated: "separated"
    }
  }
}

extension Covariance.Kind {
  /// The word of reports.
  var word: String {
    switch self {
    case .model: "model"
    case .cluster: "clustered"
    case .ridge: "penalised"
    case .ridgeCluster: "penalised_clustered"
    }
  }
}

#if canImport(Glibc)
  import Glibc
#endif

private func oddsRatio(_ logOdds: Double) -> Double { exp(logOdds) }
