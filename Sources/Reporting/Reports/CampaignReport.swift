public import CanonicalJSON

/// The answer of `churn campaign check`: what a campaign file means.
public struct CampaignReport: Report {
  /// The campaign file.
  public var file: String
  /// The data it was checked against, if any.
  public var data: String?
  /// Rows of the data.
  public var rows: Int?
  /// What the campaign means, in sentences.
  public var meaning: [String] = []
  /// Every parameter with its value and source.
  public var parameters: [Parameter] = []
  /// The break-even probability of each offer.
  public var breakEvens: [BreakEven] = []
  /// The spread of every number over the data's accounts.
  public var spreads: [Spread] = []

  /// Creates a report.
  public init(file: String) { self.file = file }

  /// One parameter.
  public struct Parameter: Sendable, Equatable {
    /// Its key in the file.
    public var name: String
    /// `200`, `12 × mrr`.
    public var words: String
    /// `campaign.yml:3`, or who stands for it.
    public var source: String
    /// Whether nobody chose it.
    public var isDefault: Bool

    /// Creates a parameter.
    public init(_ name: String, _ words: String, source: String, isDefault: Bool = false) {
      self.name = name
      self.words = words
      self.source = source
      self.isDefault = isDefault
    }
  }

  /// The churn probability from which an offer pays.
  public struct BreakEven: Sendable, Equatable {
    /// The offer; empty where there is only one.
    public var offer: String
    /// p* where all accounts share it.
    public var probability: Double?
    /// Whether it differs by account.
    public var varies: Bool
    /// Its spread over the data's accounts.
    public var spread: Spread?
    /// Accounts of the data that the offer can never pay for.
    public var never: Int?

    /// Creates an entry.
    public init(offer: String, probability: Double?, varies: Bool) {
      self.offer = offer
      self.probability = probability
      self.varies = varies
    }
  }

  /// How a number is spread over accounts.
  public struct Spread: Sendable, Equatable {
    /// What it is.
    public var name: String
    /// Minimum, lower quartile, median, upper quartile, maximum.
    public var quantiles: [Double]
    /// Mean.
    public var mean: Double

    /// Measures values; `nil` where there are none.
    public init?(_ name: String, _ values: [Double]) {
      guard !values.isEmpty else { return nil }
      let sorted = values.sorted()
      self.name = name
      quantiles = [0, 0.25, 0.5, 0.75, 1].map { sorted[Int((Double(sorted.count - 1) * $0).rounded())] }
      mean = values.reduce(0, +) / Double(values.count)
    }
  }

  /// For people.
  public var document: Document {
    var blocks: [Document.Block] = [.heading("Campaign \(file)", level: 1)]
    blocks += meaning.map { .paragraph($0) }
    blocks.append(
      .table(
        .init(
          titles: ["parameter", "value", "from"], rows: parameters.map { [$0.name, $0.words, $0.source] },
          leftColumns: [0, 1, 2])))
    blocks += breakEvens.map { .paragraph(sentence($0)) }
    let defaults = parameters.filter(\.isDefault).map(\.name)
    blocks.append(
      .paragraph(
        defaults.isEmpty
          ? "Nothing is taken from the literature: every number is yours."
          : "From the literature, not from you: \(defaults.joined(separator: ", "))."))
    guard let data, let rows else { return Document(blocks) }
    if spreads.isEmpty {
      blocks.append(.paragraph("No number differs by account, so nothing was looked up in \(data)."))
    } else {
      blocks.append(.paragraph("The \(NumberStyle.count(rows)) accounts of \(data):"))
      blocks.append(.table(spreadGrid))
    }
    return Document(blocks)
  }

  private var spreadGrid: Document.Grid {
    let all = spreads + breakEvens.compactMap(\.spread)
    return Document.Grid(
      titles: ["number", "least", "lower quarter", "median", "upper quarter", "most", "mean"],
      rows: all.map { spread in
        [spread.name] + (spread.quantiles + [spread.mean]).map { NumberStyle.significant($0, 5) }
      })
  }

  private func sentence(_ entry: BreakEven) -> String {
    let subject = entry.offer.isEmpty ? "An account" : "With the offer \(entry.offer) an account"
    if let p = entry.probability {
      return "\(subject) is worth treating above p* = \(NumberStyle.fixed(p, 5))."
    }
    guard entry.varies else {
      return "\(subject) is never worth treating: even a sure churner costs more than he brings."
    }
    guard let never = entry.never, let rows else {
      return "\(subject) has a break-even probability p* of its own; give DATA to see the spread."
    }
    return "\(subject) has a break-even probability p* of its own; "
      + "\(NumberStyle.count(never)) of \(NumberStyle.count(rows)) accounts can never be worth treating."
  }

  /// For machines.
  public var json: JSONValue {
    [
      "file": .string(file), "data": .text(data), "rows": rows.map { .count($0) } ?? .null,
      "meaning": .array(meaning.map { .string($0) }),
      "parameters": .array(
        parameters.map {
          [
            "parameter": .string($0.name), "value": .string($0.words), "source": .string($0.source),
            "default": .bool($0.isDefault),
          ]
        }),
      "break_even": .array(
        breakEvens.map {
          [
            "offer": .text($0.offer.isEmpty ? nil : $0.offer), "probability": .figure($0.probability),
            "varies": .bool($0.varies), "never": $0.never.map { .count($0) } ?? .null,
            "spread": $0.spread.map(\.json) ?? .null,
          ]
        }),
      "spreads": .array(spreads.map(\.json)),
    ]
  }
}

extension CampaignReport.Spread {
  fileprivate var json: JSONValue {
    [
      "number": .string(name), "min": .figure(quantiles[0]), "lower_quartile": .figure(quantiles[1]),
      "median": .figure(quantiles[2]), "upper_quartile": .figure(quantiles[3]), "max": .figure(quantiles[4]),
      "mean": .figure(mean),
    ]
  }
}
