import Features
import Fitting
import LinearAlgebra
import Reporting
import Models
import Tables

extension FittedModel {
  /// The model to be stored.
  func trainedModel(_ options: TrainingOptions, _ data: TrainingData) -> TrainedModel {
    let errors = Dictionary(
      uniqueKeysWithValues: zip([Parameter.intercept] + fit.kept.map(Parameter.slope), fit.standardErrors))
    let figures = summary(ridge: options.ridge, penaltyScale: options.penaltyScale.rawValue)
    let reasons = Dictionary(uniqueKeysWithValues: figures.dropped.map { (ExactText($0.term), $0.reason) })
    let terms = zip(blueprint.terms, columnOfTerm).map { term, column -> TrainedModel.TermEstimate in
      if let reason = reasons[ExactText(term.name)] { return .init(term: term.name, droppedFor: reason) }
      return .init(
        term: term.name, estimate: fit.coefficients.slopes[column], standardError: errors[.slope(column)] ?? nil)
    }
    var model = TrainedModel(
      target: .init(
        column: options.target, positive: ExactText(data.outcome.positive),
        negative: ExactText(data.outcome.negative)),
      blueprint: blueprint,
      intercept: .init(estimate: fit.coefficients.intercept, standardError: errors[.intercept] ?? nil), terms: terms,
      fit: storedSummary(figures, accounts: data.accounts == nil ? nil : accounts))
    model.idColumn = data.roles.id
    model.snapshotColumn = data.roles.snapshot
    if options.ridge > 0 {
      model.penalty = .ridge(
        lambda: options.ridge, scale: options.penaltyScale == .standardised ? .standardised : .original)
    }
    model.covariance = storedCovariance
    model.columnNotes = blueprint.features.filter { $0.encoding == .ignored }.map {
      .init(column: $0.name, note: "ignored")
    }
    return model
  }

  private func storedSummary(_ figures: FitFigures, accounts: Int?) -> Models.FitSummary {
    let separation = Models.FitSummary.Separation(
      kind: .init(rawValue: figures.separationKind) ?? .none,
      culprits: figures.separatingTerms.map { .init(term: $0.term, rows: $0.rows) })
    var summary = Models.FitSummary(
      rows: fit.rows, churners: figures.churners, iterations: fit.iterations,
      status: .init(rawValue: fit.status.word) ?? .lineSearchStalled,
      certificate: .init(
        rank: fit.certificate.rank,
        conditionNumber: fit.certificate.conditionNumber.isFinite ? fit.certificate.conditionNumber : nil,
        gradient: fit.certificate.gradient, separation: separation))
    summary.accounts = accounts
    summary.logLikelihood = fit.logLikelihood
    summary.nullLogLikelihood = fit.nullLogLikelihood
    return summary
  }

  /// The covariance in file order, the intercept first; separated terms are absent.
  private var storedCovariance: TermCovariance? {
    guard let covariance = fit.covariance, covariance.parameters.count <= TermCovariance.largestOrder else {
      return nil
    }
    let rows = Dictionary(uniqueKeysWithValues: covariance.parameters.enumerated().map { ($1, $0) })
    var places: [Int] = []
    var chosen: [Int] = []
    for (place, parameter) in ([Parameter.intercept] + columnOfTerm.map(Parameter.slope)).enumerated() {
      guard let row = rows[parameter] else { continue }
      places.append(place)
      chosen.append(row)
    }
    var triangle: [Double] = []
    for (i, row) in chosen.enumerated() {
      for column in chosen[...i] { triangle.append(covariance.matrix[row, column]) }
    }
    return TermCovariance(kind: .init(covariance.kind), places: places, lowerTriangle: triangle)
  }
}

extension TermCovariance.Kind {
  fileprivate init(_ kind: Fitting.Covariance.Kind) {
    self =
      switch kind {
      case .model: .model
      case .ridge: .ridge
      case .cluster: .cluster
      case .ridgeCluster: .ridgeCluster
      }
  }
}
