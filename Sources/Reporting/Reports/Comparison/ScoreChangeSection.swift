import CanonicalJSON

/// Why scores changed, on the scale of log-odds, exactly: intercept + model + encoding (+ behaviour) = change.
public struct ScoreChangeSection: Sendable {
  /// Rows whose change was split.
  public var rows: Int
  /// The whole change.
  public var total: Part
  /// Of the intercept.
  public var intercept: Double
  /// ΣΔβ·x: other coefficients for the same cells.
  public var model: Part
  /// Cells that the two models encode differently: another fill for a missing number, say.
  public var encoding: Part
  /// Σβ·Δx: other cells than in the older snapshot; `nil` without one.
  public var behaviour: Part?
  /// The parts by feature, in the order of the first model.
  public var features: [Feature]
  /// The largest distance of a row's change from the sum of its parts: rounding only.
  public var largestResidual = 0.0
  /// Accounts without a partner in the other snapshot.
  public var unmatched: (now: Int, before: Int)?

  /// A part of the change.
  public struct Part: Sendable, Equatable {
    /// Over the rows.
    public var mean: Double
    /// Standard deviation over the rows.
    public var spread: Double

    /// Creates a part.
    public init(mean: Double, spread: Double) {
      self.mean = mean
      self.spread = spread
    }
  }

  /// What one feature did, on average.
  public struct Feature: Sendable, Equatable {
    /// The column.
    public var name: String
    /// Mean of its ΣΔβ·x.
    public var model: Double
    /// Mean of its difference in encoding.
    public var encoding: Double
    /// Mean of its Σβ·Δx.
    public var behaviour: Double

    /// Creates a feature's parts.
    public init(name: String, model: Double, encoding: Double, behaviour: Double) {
      self.name = name
      self.model = model
      self.encoding = encoding
      self.behaviour = behaviour
    }
  }

  /// Creates a section.
  public init(
    rows: Int, total: Part, intercept: Double, parts: (model: Part, encoding: Part, behaviour: Part?),
    features: [Feature]
  ) {
    self.rows = rows
    self.total = total
    self.intercept = intercept
    (model, encoding, behaviour) = parts
    self.features = features
  }

  var fact: Document.Fact {
    var parts = [("intercept", intercept), ("coefficients", model.mean)]
    if encoding.mean != 0 || encoding.spread != 0 { parts.append(("encoding", encoding.mean)) }
    if let behaviour { parts.append(("behaviour", behaviour.mean)) }
    let sum = parts.map { "\(Self.signed($0.1)) \($0.0)" }.joined(separator: ", ")
    return Document.Fact(
      "mean change of log-odds", "\(Self.signed(total.mean)) (spread \(NumberStyle.fixed(total.spread, 3))) = \(sum)")
  }

  var grid: Document.Grid {
    let hasBehaviour = behaviour != nil
    func line(_ name: String, _ values: [Double]) -> [String] { [name] + values.map(Self.signed) }
    var titles = ["mean over \(NumberStyle.count(rows)) rows", "coefficients", "encoding"]
    if hasBehaviour { titles.append("behaviour") }
    var rows = features.map { feature in
      line(feature.name, [feature.model, feature.encoding] + (hasBehaviour ? [feature.behaviour] : []))
    }
    rows.append(line("(intercept)", [intercept, 0] + (hasBehaviour ? [0] : [])))
    rows.append(
      line("sum", [model.mean + intercept, encoding.mean] + (behaviour.map { [$0.mean] } ?? [])))
    return .init(titles: titles, rows: rows)
  }

  private static func signed(_ value: Double) -> String {
    (value > 0 ? "+" : "") + NumberStyle.fixed(value, 4)
  }

  var json: JSONValue {
    func part(_ part: Part?) -> JSONValue {
      part.map { ["mean": .number($0.mean), "standard_deviation": .number($0.spread)] } ?? .null
    }
    return [
      "rows": .count(rows), "total": part(total), "intercept": .number(intercept), "model": part(model),
      "encoding": part(encoding), "behaviour": part(behaviour),
      "features": .array(
        features.map {
          [
            "feature": .string($0.name), "model": .number($0.model), "encoding": .number($0.encoding),
            "behaviour": .figure(behaviour == nil ? nil : $0.behaviour),
          ]
        }),
      "largest_residual": .number(largestResidual),
      "unmatched_now": unmatched.map { .count($0.now) } ?? .null,
      "unmatched_before": unmatched.map { .count($0.before) } ?? .null,
    ]
  }
}
