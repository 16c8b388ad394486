import CanonicalJSON
import Features
import Tables

extension TrainedModel {
  /// The content of a model file of format 1.
  var content: JSONValue {
    [
      "target": [
        "column": .string(target.column), "positive": .string(target.positive.string),
        "negative": .string(target.negative.string),
      ],
      "id_column": .text(idColumn), "snapshot_column": .text(snapshotColumn), "link": "logit",
      "features": .array(blueprint.features.map(\.content)),
      "intercept": [
        "estimate": .number(intercept.estimate), "standard_error": Self.optional(intercept.standardError),
      ],
      "terms": .array(
        terms.map { term in
          [
            "term": .string(term.term), "estimate": .number(term.estimate),
            "standard_error": Self.optional(term.standardError), "dropped": .text(term.droppedReason),
          ]
        }),
      "covariance": covarianceContent, "penalty": penalty.content, "fit": fit.content,
      "column_notes": .array(
        columnNotes.map { ["column": .string($0.column), "note": .string($0.note)] }),
      "extensions": .object(extensions),
    ]
  }

  private var covarianceContent: JSONValue {
    guard let covariance else { return nil }
    let names = covariance.places.map { place -> JSONValue in
      guard place > 0 else { return .string(Self.interceptName) }
      // A place beyond the terms has no name, and is refused when the file is read back.
      return place <= terms.count ? .string(terms[place - 1].term) : nil
    }
    let rows = covariance.places.indices.map { i -> JSONValue in
      let start = i * (i + 1) / 2
      return .array(covariance.lowerTriangle[start...(start + i)].map { .number($0) })
    }
    return ["kind": .string(covariance.kind.rawValue), "terms": .array(names), "lower": .array(rows)]
  }

  /// A number that may be absent; one that is not finite stays so and is refused later, not hidden.
  fileprivate static func optional(_ value: Double?) -> JSONValue { value.map { .number($0) } ?? .null }
}

extension Blueprint.Feature {
  fileprivate var content: JSONValue {
    switch encoding {
    case .number(let encoding): encoding.content(named: name, "number")
    case .boolean(let encoding): encoding.content(named: name, "boolean")
    case .category(let encoding):
      [
        "name": .string(name), "encoding": "category", "reference": .string(encoding.reference.string),
        "levels": .array(
          encoding.levels.map {
            ["name": .string($0.name.string), "share": .number($0.share), "role": .string($0.role.rawValue)]
          }),
      ]
    case .ignored: ["name": .string(name), "encoding": "ignored"]
    }
  }
}

extension Blueprint.NumberEncoding {
  fileprivate func content(named name: String, _ encoding: String) -> JSONValue {
    [
      "name": .string(name), "encoding": .string(encoding), "mean": .number(mean),
      "missing_share": TrainedModel.optional(missingShare),
    ]
  }
}

extension TrainedModel.Penalty {
  fileprivate var content: JSONValue {
    switch self {
    case .none: ["kind": "none"]
    case .ridge(let lambda, let scale):
      ["kind": "ridge", "lambda": .number(lambda), "scale": .string(scale.rawValue)]
    }
  }
}

extension FitSummary {
  fileprivate var content: JSONValue {
    [
      "rows": .count(rows), "accounts": accounts.map { .count($0) } ?? nil, "churners": .count(churners),
      "log_likelihood": .number(logLikelihood), "null_log_likelihood": .number(nullLogLikelihood),
      "iterations": .count(iterations), "status": .string(status.rawValue),
      "certificate": [
        "rank": .count(certificate.rank), "condition_number": TrainedModel.optional(certificate.conditionNumber),
        "gradient": .number(certificate.gradient),
        "separation": [
          "kind": .string(certificate.separation.kind.rawValue), "rows": .count(certificate.separation.rows),
          "includes_intercept": .bool(certificate.separation.includesIntercept),
          "terms": .array(
            certificate.separation.culprits.map { ["term": .string($0.term), "rows": .count($0.rows)] }),
        ],
      ],
    ]
  }
}
