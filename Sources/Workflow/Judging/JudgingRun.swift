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
    return try evaluation(of: data.subjects[0], data)
  }

  /// Compares two models or two columns of scores.
  /// - Throws: a `Diagnosable` error.
  public func comparison(observing observe: ([Notice]) -> Void = { _ in }) throws -> ComparisonReport {
    let gates = try options.gates.map { try Gate($0) }
    let data = try JudgingData(options)
    let order = try ChampionOrder(options.champion, data)
    observe(data.notices)
    var report = try comparison(of: order.challengers[0], against: order.champion, data)
    let before = try options.before.map { try PairedSnapshot(file: $0, data, options) }
    observe(before?.notices ?? [])
    try explain(&report, order.challengers[0], order.champion, data, before)
    report.gates = gates.map { $0.judged(report) }
    return report
  }

  /// Compares several models or columns of scores with a champion.
  /// - Throws: a `Diagnosable` error.
  public func league(observing observe: ([Notice]) -> Void = { _ in }) throws -> LeagueReport {
    let gates = try options.gates.map { try Gate($0) }
    let data = try JudgingData(options)
    let order = try ChampionOrder(options.champion, data)
    observe(data.notices)
    let comparisons = try order.challengers.map { challenger in
      var report = try comparison(of: challenger, against: order.champion, data)
      report.gates = gates.map { $0.judged(report) }
      return report
    }
    return LeagueReport(comparisons)
  }

  /// The resampling that was asked for; `nil` for none.
  func resampling(usually count: Int) -> Resampling? {
    let count = options.resamples ?? count
    guard count > 1 else { return nil }
    return Resampling(
      count: count, seed: options.seed, threads: options.reading.threads > 0 ? options.reading.threads : nil)
  }
}
