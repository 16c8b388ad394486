public import CanonicalJSON
import Diagnostics
public import Models

/// The answer of `churn models list`.
public struct ModelListReport: Report {
  /// One line of the list.
  public struct Line: Sendable, Equatable {
    /// The entry of the store.
    public var entry: ModelEntry
    /// Hold-out profit per account of the version that the bare name stands for.
    public var profit: Double?
    /// When that version was trained.
    public var trained: String?
    /// The version that the bare name stands for.
    public var current: Int?

    /// Creates a line.
    public init(entry: ModelEntry, current: Int?, trained: String?, profit: Double?) {
      self.entry = entry
      self.current = current
      self.trained = trained
      self.profit = profit
    }
  }

  /// The lines.
  public var lines: [Line]
  /// The store's folder.
  public var store: String

  /// Creates a list.
  public init(lines: [Line], store: String) {
    self.lines = lines
    self.store = store
  }

  /// For people.
  public var document: Document {
    guard !lines.isEmpty else {
      return Document([.paragraph("No models in \(store). Train one: churn train DATA --target COLUMN --model NAME")])
    }
    return Document([
      .table(
        .init(
          titles: ["model", "stands for", "versions", "aliases", "trained", "hold-out profit/account"],
          rows: lines.map { line in
            [
              line.entry.name.text, line.current.map { "@\($0)" } ?? NumberStyle.undefined,
              NumberStyle.count(line.entry.versions.count),
              line.entry.aliases.map { "\($0.name)=@\($0.version)" }.joined(separator: " "),
              line.trained ?? NumberStyle.undefined, NumberStyle.money(line.profit),
            ]
          }, leftColumns: [0, 1, 3, 4]))
    ])
  }

  /// For machines.
  public var json: JSONValue {
    [
      "models": .array(
        lines.map { line in
          [
            "name": .string(line.entry.name.text), "current": line.current.map { .count($0) } ?? .null,
            "versions": .array(line.entry.versions.map { .count($0) }),
            "aliases": .object(JSONObject(line.entry.aliases.map { ($0.name, .count($0.version)) })),
            "trained": .text(line.trained), "holdout_profit": .figure(line.profit),
          ]
        })
    ]
  }
}

/// The answer of `churn models verify`.
public struct VerificationReport: Report {
  /// What was verified.
  public var subject: String
  /// One finding per file.
  public var findings: [ModelStore.Finding]

  /// Creates a report.
  public init(subject: String, findings: [ModelStore.Finding]) {
    self.subject = subject
    self.findings = findings
  }

  /// Whether nothing is wrong.
  public var isSound: Bool { findings.allSatisfy { $0.problem == nil } }

  /// For people.
  public var document: Document {
    let bad = findings.filter { $0.problem != nil }.count
    return Document([
      .paragraph(
        bad == 0
          ? "\(subject) is sound: \(NumberStyle.count(findings.count)) files verified."
          : "\(subject) is damaged: \(bad) of \(NumberStyle.count(findings.count)) findings are bad."),
      .table(
        .init(
          titles: ["file", "finding"], rows: findings.map { [$0.path, $0.problem?.message ?? "sound"] },
          leftColumns: [0, 1])),
    ])
  }

  /// For machines.
  public var json: JSONValue {
    [
      "subject": .string(subject), "sound": .bool(isSound),
      "findings": .array(findings.map { ["file": .string($0.path), "problem": .text($0.problem?.message)] }),
    ]
  }
}

/// The answer of `churn models history`.
public struct HistoryReport: Report {
  /// The model.
  public var name: String
  /// What happened, oldest first.
  public var events: [StoreEvent]

  /// Creates a history.
  public init(name: String, events: [StoreEvent]) {
    self.name = name
    self.events = events
  }

  /// For people.
  public var document: Document { Document([.heading("History of \(name)", level: 1), .table(Self.grid(events))]) }

  /// For machines.
  public var json: JSONValue { ["name": .string(name), "events": .array(events.map(Self.json))] }

  static func grid(_ events: [StoreEvent]) -> Document.Grid {
    .init(
      titles: ["time", "event", "version", "alias", "before", "note"],
      rows: events.map {
        [
          $0.stamp.time, $0.kind.rawValue.split(separator: "_").joined(separator: " "), "@\($0.version)",
          $0.alias ?? "", $0.previous.map { "@\($0)" } ?? "", $0.stamp.note ?? "",
        ]
      }, leftColumns: [0, 1, 2, 3, 4, 5])
  }

  static func json(_ event: StoreEvent) -> JSONValue {
    [
      "time": .string(event.stamp.time), "event": .string(event.kind.rawValue), "version": .count(event.version),
      "alias": .text(event.alias), "previous": event.previous.map { .count($0) } ?? .null,
      "note": .text(event.stamp.note),
    ]
  }
}
