public import Features

/// A blueprint and its coefficients, ready to score tables; it learns nothing from them.
///
///     logit = base + Σ contribution of each feature
///     base  = intercept + Σ estimateⱼ · training meanⱼ
///     contribution = Σ over the feature's terms of estimateⱼ · (xⱼ − training meanⱼ)
///
/// A missing number takes the training mean and so contributes what its indicator says; a level that the model does
/// not know and that no pooled level takes in contributes 0: the average account.
public struct Scorer: Sendable {
  /// Log-odds of the average training account.
  public let base: Double
  /// The features that have terms, in file order.
  public let features: [ScoredFeature]

  /// Prepares a model for scoring.
  /// - Parameters:
  ///   - estimates: one per term of the blueprint, dropped terms 0.
  /// - Precondition: as many estimates as terms.
  public init(blueprint: Blueprint, intercept: Double, estimates: [Double]) {
    let terms = blueprint.terms
    precondition(estimates.count == terms.count, "one estimate per term")
    base = zip(estimates, terms).reduce(intercept) { $0 + $1.0 * $1.1.mean }
    var place = 0
    var features: [ScoredFeature] = []
    for feature in blueprint.features {
      let count = feature.encoding.termCount
      defer { place += count }
      guard feature.encoding != .ignored else { continue }
      features.append(ScoredFeature(feature, estimates: Array(estimates[place..<(place + count)])))
    }
    self.features = features
  }
}

/// One feature with its estimates.
public struct ScoredFeature: Sendable {
  /// The column's name.
  public let name: String
  /// What the blueprint says of it.
  public let encoding: Blueprint.Encoding
  let estimates: [Double]

  init(_ feature: Blueprint.Feature, estimates: [Double]) {
    name = feature.name
    encoding = feature.encoding
    self.estimates = estimates
  }

  /// Contribution of the reference level: minus the average of the others.
  var contributionOfReference: Double {
    guard case .category(let encoding) = encoding else { return 0 }
    return -zip(estimates, encoding.levels).reduce(0) { $0 + $1.0 * $1.1.share }
  }
}

extension Blueprint.Encoding {
  /// Terms that the encoding makes.
  public var termCount: Int {
    switch self {
    case .number(let encoding), .boolean(let encoding): encoding.missingShare == nil ? 1 : 2
    case .category(let encoding): encoding.levels.count
    case .ignored: 0
    }
  }
}
