public import Diagnostics
import Evaluation
public import Reporting

/// `churn evaluate` and `churn compare` as values.
public struct JudgingRun: Sendable {
  /// What was asked for.
  public var options: JudgingOptions

  /// Creates a run.
  public init(options: JudgingOptions) { self.options = options }

  /// Judges one model or one column of scores.
  /// - Throws: a `Diagnosable` error.
  public func evaluation(observing observe: ([Notice]) -> Void = { _ in }) throws -> EvaluationReport {
    let data = try JudgingData(options)
    observe(data.notices)
    let subject = data.subjects[0]
    let performance = try judgement(
      labels: data.labels, scores: subject.scores, logits: subject.logits, economics: data.economics,
      accounts: data.accounts)
    return EvaluationReport(
      subject: subject.name, data: options.data,
      section: PerformanceSection(performance, economics: data.economics.summary))
  }

  /// Compares two models or two columns of scores.
  /// - Throws: a `Diagnosable` error.
  public func comparison(observing observe: ([Notice]) -> Void = { _ in }) throws -> ComparisonReport {
    let data = try JudgingData(options)
    observe(data.notices)
    let (a, b) = (data.subjects[0], data.subjects[1])
    let comparison = try Comparison(
      labels: data.labels, (scores: a.scores, logits: a.logits), (scores: b.scores, logits: b.logits),
      economics: data.economics.economics,
      clusters: data.accounts.map { Clusters($0) })
    return ComparisonReport(
      names: (a: a.name, b: b.name), data: options.data, comparison: comparison, economics: data.economics.summary)
  }
}
