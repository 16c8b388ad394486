public import CanonicalJSON
import Features
public import Models
import Tables

/// One stored version: what it is, how it was judged, and its coefficients.
public struct ModelCard: Report {
  /// The version as it was loaded.
  public var stored: StoredModel
  /// Aliases that stand for it.
  public var aliases: [String]
  /// What happened to it, oldest first.
  public var history: [StoreEvent]

  /// Creates a card.
  public init(stored: StoredModel, aliases: [String], history: [StoreEvent]) {
    self.stored = stored
    self.aliases = aliases
    self.history = history
  }

  private var model: TrainedModel { stored.model }

  /// For people.
  public var document: Document {
    var blocks: [Document.Block] = [.heading(title, level: 1), .facts(facts), .table(grid)]
    if !references.isEmpty { blocks.append(.paragraph("Reference levels: \(references.joined(separator: ", ")).")) }
    if !history.isEmpty {
      blocks.append(.table(HistoryReport.grid(history)))
    }
    return Document(blocks)
  }

  private var title: String { stored.version?.description ?? stored.path }

  private var facts: [Document.Fact] {
    let fit = model.fit
    var facts = [
      Document.Fact("predicts", "\(model.target.column) = \(model.target.positive.string)"),
      Document.Fact("file", stored.path), Document.Fact("sha256", stored.sha256),
    ]
    if !aliases.isEmpty { facts.append(Document.Fact("aliases", aliases.joined(separator: ", "))) }
    facts += recordFacts
    facts += [
      Document.Fact(
        "fitted on",
        "\(NumberStyle.count(fit.rows)) rows"
          + (fit.accounts.map { $0 == fit.rows ? "" : " of \(NumberStyle.count($0)) accounts" } ?? "")
          + ", \(NumberStyle.count(fit.churners)) churners"),
      Document.Fact("log-likelihood", NumberStyle.fixed(fit.logLikelihood, 3)),
      Document.Fact(
        "certificate",
        "\(fit.status.rawValue.split(separator: "_").joined(separator: " ")) after \(fit.iterations) iterations, "
          + "gradient \(NumberStyle.significant(fit.certificate.gradient, 2)); rank \(fit.certificate.rank); "
          + "separation: \(fit.certificate.separation.kind.rawValue); "
          + "condition \(NumberStyle.significant(fit.certificate.conditionNumber, 3))"),
    ]
    if case .ridge(let lambda, let scale) = model.penalty {
      facts.append(Document.Fact("penalty", "ridge \(NumberStyle.significant(lambda, 6)), \(scale.rawValue) scale"))
    }
    return facts
  }

  /// Window, fingerprint and hold-out of the training record.
  private var recordFacts: [Document.Fact] {
    guard let record = stored.record.map({ JSONCursor($0) }) else { return [] }
    var facts: [Document.Fact] = []
    if let time = try? record.member("time").string() { facts.append(Document.Fact("trained", time)) }
    if let note = try? record.member("note").unlessNull?.string() { facts.append(Document.Fact("note", note)) }
    if let cohorts = try? record.member("data").member("cohorts").elements(), let first = cohorts.first,
      let last = cohorts.last, let from = try? first.member("label").string(),
      let to = try? last.member("label").string()
    {
      facts.append(Document.Fact("training window", "\(from) to \(to), \(cohorts.count) cohorts"))
    }
    for input in (try? record.member("inputs").elements()) ?? [] {
      guard let path = try? input.member("path").string(), let sum = try? input.member("sha256").string() else {
        continue
      }
      facts.append(Document.Fact("data", "\(path), sha256 \(sum.prefix(16))…"))
    }
    if let holdout = try? record.member("holdout").unlessNull {
      if let profit = try? holdout.member("profit").member("ev_rule").unlessNull?.number() {
        let auc = (try? holdout.member("ranking").member("auc").unlessNull?.number()) ?? nil
        facts.append(
          Document.Fact(
            "hold-out", "profit \(NumberStyle.money(profit)) per account by the EV rule; AUC \(NumberStyle.fixed(auc))"
          ))
      }
    }
    return facts
  }

  private var grid: Document.Grid {
    var rows = [row("(intercept)", model.intercept.estimate, model.intercept.standardError, nil)]
    rows += model.terms.map { row($0.term, $0.estimate, $0.standardError, $0.droppedReason) }
    return .init(titles: ["term", "estimate", "std. error", ""], rows: rows, leftColumns: [0, 3])
  }

  private func row(_ term: String, _ estimate: Double, _ error: Double?, _ dropped: String?) -> [String] {
    [
      term, dropped == nil ? NumberStyle.significant(estimate) : NumberStyle.undefined,
      NumberStyle.significant(error, 3), dropped.map { "dropped: \($0)" } ?? "",
    ]
  }

  private var references: [String] {
    model.blueprint.features.compactMap { feature in
      guard case .category(let encoding) = feature.encoding else { return nil }
      return "\(feature.name)=\(encoding.reference.string)"
    }
  }

  /// For machines.
  public var json: JSONValue {
    [
      "name": .text(stored.version?.name.text), "version": stored.version.map { .count($0.number) } ?? .null,
      "path": .string(stored.path), "sha256": .string(stored.sha256),
      "aliases": .array(aliases.map { .string($0) }), "target": .string(model.target.column),
      "positive": .string(model.target.positive.string),
      "coefficients": .array(
        [
          [
            "term": .string("(intercept)"), "estimate": .number(model.intercept.estimate),
            "standard_error": .figure(model.intercept.standardError), "dropped": .null,
          ]
        ]
          + model.terms.map {
            [
              "term": .string($0.term), "estimate": .number($0.estimate),
              "standard_error": .figure($0.standardError), "dropped": .text($0.droppedReason),
            ]
          }),
      "record": stored.record ?? .null, "history": .array(history.map(HistoryReport.json)),
    ]
  }
}
