import CanonicalJSON
import Features
@testable import Models
import Tables

/// A small model with every kind of feature, term and note in it.
enum SampleModel {
  static let blueprint = Blueprint(features: [
    .init(name: "usage", encoding: .number(.init(mean: 41.25, missingShare: 0.03))),
    .init(name: "autopay", encoding: .boolean(.init(mean: 0.4, missingShare: nil))),
    .init(
      name: "plan",
      encoding: .category(
        .init(
          reference: ExactText("basic"),
          levels: [
            .init(name: ExactText("pro \u{E9}"), share: 0.25), .init(name: ExactText("pro e\u{301}"), share: 0.125),
            .init(name: ExactText("other"), share: 0.01, role: .pooled),
            .init(name: ExactText("missing"), share: 0.02, role: .missing),
          ]))),
    .init(name: "fax", encoding: .ignored),
    .init(name: "seats", encoding: .number(.init(mean: 5, missingShare: nil))),
  ])

  static let model: TrainedModel = {
    var terms = zip(blueprint.terms, [-0.03125, 0.1 + 0.2, -1e-7, 0.75, 5e-5, -2.5, 0, 0.1]).map {
      TrainedModel.TermEstimate(term: $0.name, estimate: $1, standardError: 0.0625)
    }
    terms[5].standardError = nil
    terms[7] = .init(term: "seats", droppedFor: "constant")
    terms[6].estimate = -0.0
    var fit = FitSummary(
      rows: 7043, churners: 1869, iterations: 7, status: .separated,
      certificate: .init(
        rank: 8, conditionNumber: 12.5, gradient: 1.5e-13,
        separation: .init(kind: .quasi, rows: 12, culprits: [.init(term: "plan=other", rows: 12)])))
    fit.accounts = 6000
    fit.logLikelihood = -2913.13618248418
    fit.nullLogLikelihood = -4075.0729
    var model = TrainedModel(
      target: .init(column: "churn", positive: ExactText("Yes"), negative: ExactText("No")), blueprint: blueprint,
      intercept: .init(estimate: -1.3862943611198906, standardError: 0.05), terms: terms, fit: fit)
    model.idColumn = "account_id"
    model.penalty = .ridge(lambda: 0.1, scale: .standardised)
    model.covariance = covariance(places: [0, 1, 2, 3, 4, 5, 7])
    model.columnNotes = [.init(column: "fax", note: "all-missing")]
    model.extensions["later"] = ["anything": [1, 2.5, "text"]]
    return model
  }()

  static func covariance(places: [Int]) -> TermCovariance {
    var triangle: [Double] = []
    for i in places.indices {
      for j in 0...i { triangle.append(i == j ? 1 / Double(3 + i) : -1e-3 / Double(7 + i * j)) }
    }
    return TermCovariance(kind: .ridgeCluster, places: places, lowerTriangle: triangle)
  }

  /// The bytes of its file.
  static let bytes = try! ModelFile.rendered(model)

  /// A file with a fitting seal around the content after a change.
  static func sealed(
    format: Int = 1, _ change: (inout JSONObject) -> Void
  ) throws -> [UInt8] {
    var content = try JSONCursor(model.content).object()
    change(&content)
    return try SealedDocument(.model, format: format, content: .object(content)).rendered()
  }
}

extension JSONValue {
  /// A member or element, for tests that change one.
  subscript(key: String) -> JSONValue {
    get { if case .object(let object) = self { object[key] ?? nil } else { nil } }
    set {
      guard case .object(var object) = self else { return }
      object[key] = newValue
      self = .object(object)
    }
  }

  subscript(index: Int) -> JSONValue {
    get { if case .array(let elements) = self { elements[index] } else { nil } }
    set {
      guard case .array(var elements) = self else { return }
      elements[index] = newValue
      self = .array(elements)
    }
  }
}

extension JSONObject {
  /// A member that is there.
  subscript(at key: String) -> JSONValue {
    get { self[key]! }
    set { self[key] = newValue }
  }
}

/// Why bytes with a fitting seal are refused; `nil` when they are not, or for another reason.
func malformation(of bytes: [UInt8]) -> JSONError? {
  do {
    _ = try ModelFile.parsed(bytes, path: "m")
    return nil
  } catch {
    guard case .malformed(_, let error) = error else { return nil }
    return error
  }
}
