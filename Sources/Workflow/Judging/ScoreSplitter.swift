import Features
import Models
import Reporting
import Scoring
import Tables

/// Splits each row's change of log-odds between two models, and between two snapshots, into parts that add up exactly.
///
///     logit_B(now) − logit_A(before) = Δintercept + Σ_f (β_B − β_A)·x_f + Σ_f β_B·(x_f as B has it − as A has it)
///                                      + Σ_f β_A·(x_f now − x_f before)
///
/// Terms are matched by name. Where a feature has other terms in the two models, or is in one of them only, the whole
/// change of its contribution counts as the model's. Rows are taken in blocks, so that memory stays bounded.
struct ScoreSplitter: Sendable {
  /// A, B, and A's encoding with B's coefficients.
  private let scorers: (a: Scorer, b: Scorer, mixed: Scorer)
  private let features: [FeaturePair]
  private let intercept: Double

  /// One feature and where it stands in the scorers.
  private struct FeaturePair: Sendable {
    var name: String
    var a: Int?
    var b: Int?
    var hasSameTerms: Bool
    /// Σ β·mean of the feature's terms: contributions are measured from there.
    var offsets: (a: Double, b: Double, mixed: Double)
  }

  private static let block = 1 << 15

  init(_ a: LoadedModel, _ b: LoadedModel) {
    let (x, y) = (FeatureTerms.of(a.model), FeatureTerms.of(b.model))
    let ofB = Dictionary(
      zip(b.model.blueprint.terms.map { ExactText($0.name) }, b.model.slopes), uniquingKeysWith: { first, _ in first })
    let mixed = a.model.blueprint.terms.map { ofB[ExactText($0.name)] ?? 0 }
    scorers = (
      a.scorer, b.scorer, Scorer(blueprint: a.model.blueprint, intercept: 0, estimates: mixed)
    )
    intercept = b.model.intercept.estimate - a.model.intercept.estimate
    let shared = x.enumerated().map { place, feature in
      let other = y.firstIndex { ExactText($0.name) == ExactText(feature.name) }
      return FeaturePair(
        name: feature.name, a: place, b: other, hasSameTerms: other.map { y[$0].terms == feature.terms } ?? false,
        offsets: (feature.offset(), other.map { y[$0].offset() } ?? 0, feature.offset(with: ofB)))
    }
    let added = y.enumerated().filter { _, feature in !x.contains { ExactText($0.name) == ExactText(feature.name) } }
    features =
      shared
      + added.map { place, feature in
        FeaturePair(name: feature.name, b: place, hasSameTerms: false, offsets: (0, feature.offset(), 0))
      }
  }

  /// Splits the rows of a table.
  ///
  /// - Parameters:
  ///   - now: rows as both models read them.
  ///   - before: the same accounts in the same order, earlier; `nil` for none.
  /// - Throws: as `Scorer.scored`.
  /// - Complexity: O(rows · features).
  func split(_ now: Table, before: Table?) throws -> ScoreChangeSection {
    var tally = Tally(features: features.count, intercept: intercept)
    var start = 0
    while start < now.rowCount {
      let rows = (start..<min(start + Self.block, now.rowCount)).map { Int32($0) }
      try add(now.selecting(rows), before?.selecting(rows), to: &tally)
      start += Self.block
    }
    return section(tally, hasBefore: before != nil)
  }

  private func add(_ now: Table, _ before: Table?, to tally: inout Tally) throws {
    let a = try scorers.a.scored(now, keepingContributions: true)
    let b = try scorers.b.scored(now, keepingContributions: true)
    let mixed = try scorers.mixed.scored(now, keepingContributions: true)
    let earlier = try before.map { try scorers.a.scored($0, keepingContributions: true) }
    for row in 0..<now.rowCount {
      var parts = RowParts()
      for (place, pair) in features.enumerated() {
        let ofA = pair.a.map { a.contributions[$0][row] + pair.offsets.a } ?? 0
        let ofB = pair.b.map { b.contributions[$0][row] + pair.offsets.b } ?? 0
        let between = pair.hasSameTerms ? pair.a.map { mixed.contributions[$0][row] + pair.offsets.mixed } ?? 0 : ofB
        let behaviour = pair.a.flatMap { index in
          earlier.map { a.contributions[index][row] - $0.contributions[index][row] }
        }
        let feature = RowParts(model: between - ofA, encoding: ofB - between, behaviour: behaviour ?? 0)
        parts.add(feature)
        tally.features[place].add(feature)
      }
      tally.add(parts, total: b.logits[row] - (earlier?.logits[row] ?? a.logits[row]))
    }
  }

  private func section(_ tally: Tally, hasBefore: Bool) -> ScoreChangeSection {
    let n = Double(max(tally.rows, 1))
    var section = ScoreChangeSection(
      rows: tally.rows, total: tally.total.part, intercept: intercept,
      parts: (tally.model.part, tally.encoding.part, hasBefore ? tally.behaviour.part : nil),
      features: zip(features, tally.features).map { pair, sum in
        .init(name: pair.name, model: sum.model / n, encoding: sum.encoding / n, behaviour: sum.behaviour / n)
      })
    section.largestResidual = tally.largestResidual
    return section
  }
}

/// What a feature is called, and its terms with their means and estimates.
private struct FeatureTerms {
  var name: String
  var terms: [ExactText]
  var means: [Double]
  var estimates: [Double]

  /// The features that have terms, in the order of the scorer's.
  static func of(_ model: TrainedModel) -> [FeatureTerms] {
    let terms = model.blueprint.terms
    return model.blueprint.features.enumerated().filter { $1.encoding != .ignored }.map { index, feature in
      let places = terms.indices.filter { terms[$0].feature == index }
      return FeatureTerms(
        name: feature.name, terms: places.map { ExactText(terms[$0].name) }, means: places.map { terms[$0].mean },
        estimates: places.map { model.terms[$0].estimate })
    }
  }

  /// Σ β·mean.
  func offset(with others: [ExactText: Double]? = nil) -> Double {
    terms.indices.reduce(0) { sum, place in
      sum + (others.map { $0[terms[place]] ?? 0 } ?? estimates[place]) * means[place]
    }
  }
}
