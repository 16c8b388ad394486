import Features
import Models
import Reporting
import Tables

extension CoefficientsSection {
  /// Puts the coefficients of two models side by side, terms matched by name.
  init(_ a: TrainedModel, _ b: TrainedModel, sharesTraining: Bool) {
    var rows = [
      Row(
        term: TrainedModel.interceptName, a: a.intercept.estimate, b: b.intercept.estimate,
        errors: (a.intercept.standardError, b.intercept.standardError))
    ]
    let ofB = Dictionary(
      b.terms.map { (ExactText($0.term), $0) }, uniquingKeysWith: { first, _ in first })
    let ofA = Set(a.terms.map { ExactText($0.term) })
    let moved = Self.movedReferences(a, b)
    for (index, term) in a.terms.enumerated() {
      let other = ofB[ExactText(term.term)]
      let feature = a.blueprint.features[a.blueprint.terms[index].feature].name
      rows.append(
        Row(
          term: term.term, a: term.estimate, b: other?.estimate, errors: (term.standardError, other?.standardError),
          obstacle: Self.obstacle(term, other, hasMovedReference: moved.contains(ExactText(feature)))))
    }
    for term in b.terms where !ofA.contains(ExactText(term.term)) {
      rows.append(
        Row(
          term: term.term, a: nil, b: term.estimate, errors: (nil, term.standardError), obstacle: "only in the second"))
    }
    self.init(rows, sharesTraining: sharesTraining)
  }

  private static func obstacle(
    _ a: TrainedModel.TermEstimate, _ b: TrainedModel.TermEstimate?, hasMovedReference: Bool
  ) -> String {
    guard let b else { return "only in the first" }
    if hasMovedReference { return "other reference level" }
    return a.droppedReason == nil && b.droppedReason == nil ? "" : "dropped in a fit"
  }

  /// Columns whose levels are measured against different levels in the two models.
  private static func movedReferences(_ a: TrainedModel, _ b: TrainedModel) -> Set<ExactText> {
    var references: [ExactText: ExactText] = [:]
    for feature in b.blueprint.features {
      if case .category(let encoding) = feature.encoding { references[ExactText(feature.name)] = encoding.reference }
    }
    var moved: Set<ExactText> = []
    for feature in a.blueprint.features {
      guard case .category(let encoding) = feature.encoding, let other = references[ExactText(feature.name)],
        other != encoding.reference
      else { continue }
      moved.insert(ExactText(feature.name))
    }
    return moved
  }
}
