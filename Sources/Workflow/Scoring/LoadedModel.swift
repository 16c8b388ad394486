import CanonicalJSON
import Diagnostics
import Features
import Models
import Scoring

/// A model from the store, ready to score.
struct LoadedModel: Sendable {
  let model: TrainedModel
  let scorer: Scorer
  /// `telco@3`, or the path of a model file.
  let label: String
  /// SHA-256 sums of the files it was trained on, as its training record has them.
  let trainingFiles: [String]

  init(_ reference: String, store: String) throws {
    let stored = try ModelStore(root: store).load(ModelReference(reference))
    model = stored.model
    scorer = Scorer(
      blueprint: stored.model.blueprint, intercept: stored.model.intercept.estimate, estimates: stored.model.slopes)
    label = stored.version.map(\.description) ?? stored.path
    trainingFiles = Self.trainingFiles(stored.record)
  }

  private static func trainingFiles(_ record: JSONValue?) -> [String] {
    guard case .object(let members)? = record, case .array(let inputs)? = members["inputs"] else { return [] }
    return inputs.compactMap { input in
      guard case .object(let file) = input, case .string(let sum)? = file["sha256"] else { return nil }
      return sum
    }
  }

  /// Whether the model reads a column.
  func needs(_ column: String) -> Bool {
    model.blueprint.features.contains { $0.name == column && $0.encoding != .ignored }
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
