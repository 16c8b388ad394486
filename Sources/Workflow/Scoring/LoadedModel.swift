import Diagnostics
import Models
import Scoring

/// A model from the store, ready to score.
struct LoadedModel: Sendable {
  let model: TrainedModel
  let scorer: Scorer
  /// `telco@3`, or the path of a model file.
  let label: String

  init(_ reference: String, store: String) throws {
    let stored = try ModelStore(root: store).load(ModelReference(reference))
    model = stored.model
    scorer = Scorer(
      blueprint: stored.model.blueprint, intercept: stored.model.intercept.estimate, estimates: stored.model.slopes)
    label = stored.version.map(\.description) ?? stored.path
  }

  private var culprits: String {
    let terms = model.fit.certificate.separation.culprits.map(\.term)
    return terms.isEmpty ? "some terms" : terms.joined(separator: ", ")
  }

  /// What a user of this model must know.
  var notices: [Notice] {
    switch model.fit.status {
    case .converged: []
    case .separated:
      [
        Notice(
          .note, code: "model.separated",
          "\(label) has no finite estimate for \(culprits): its training rows all had one outcome",
          remedies: ["train it again with --ridge 1"])
      ]
    case .iterationLimit, .lineSearchStalled:
      [
        Notice(
          .warning, code: "model.not-converged", "\(label) was stored although its fit had not converged",
          remedies: ["train it again with --max-iterations 200 or --ridge 1"])
      ]
    }
  }
}
