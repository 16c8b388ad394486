public import CanonicalJSON

/// The answer of `churn evaluate`.
public struct EvaluationReport: Report {
  /// What was judged: a model version or a score file.
  public var subject: String
  /// The data it was judged on.
  public var data: String
  /// The figures.
  public var section: PerformanceSection

  /// Creates a report.
  public init(subject: String, data: String, section: PerformanceSection) {
    self.subject = subject
    self.data = data
    self.section = section
  }

  /// For people.
  public var document: Document {
    Document([.heading("\(subject) on \(data)", level: 1)] + section.blocks)
  }

  /// For machines.
  public var json: JSONValue {
    .object(JSONObject([("subject", .string(subject)), ("data", .string(data))] + section.members))
  }
}
