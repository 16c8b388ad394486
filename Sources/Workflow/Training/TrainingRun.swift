import Cohorts
import Diagnostics
import Features
import Fitting
import Models
import Parallel
public import Reporting
import Scoring
import Tables

/// `churn train` as a value: rows → table → split → blueprint → fit → judgement → stored version.
public struct TrainingRun: Sendable {
  /// What was asked for.
  public var options: TrainingOptions

  /// Creates a run.
  public init(options: TrainingOptions) { self.options = options }

  /// What came of it.
  public struct Outcome: Sendable {
    /// The answer.
    public var report: TrainingReport
  }

  /// Trains, judges and stores.
  ///
  /// - Parameter observe: told of stages, iterations and notices while they happen.
  /// - Throws: a `Diagnosable` error of whichever module found the problem; nothing is stored then.
  public func run(observing observe: @escaping (TrainingEvent) -> Void = { _ in }) throws -> Outcome {
    let watch = Stopwatch(observe)
    let store = ModelStore(root: options.store)
    let name = try ModelName(options.model)
    let economics = try Economics(options.economics)
    try store.prepare(for: name)
    var rows = RowChoice(try TrainingData(options, economics, timing: watch))
    let readNotices = economics.judgingNotices + rows.data.notices
    observe(.notices(readNotices))
    let wish = self.wish(rows.data)
    if options.missing == .drop { rows.dropIncomplete(wish) }
    let split = try watch.time("split") { try rows.split(options.holdout) }
    rows.forgetAccounts()
    let judged = try watch.time("fit of the training part") {
      try split.map {
        try fit(rows.training($0), trainingWish(wish, rows), nil, isProvisional: options.refits, observe)
      }
    }
    let judging = judged.flatMap { model in
      split.map { split in Background { [rows] in Result { try judge(model, rows, split, economics) } } }
    }
    // the hold-out's sorting leaves a core free, and the fit of all rows does not wait for what is said of the first
    if options.reading.threads == 1 { _ = judging?.value }
    let stored: FittedModel
    if let judged, !options.refits {
      stored = judged
    } else {
      stored = try watch.time("fit of all rows") { try fit(rows.whole, wish, judged, isProvisional: false, observe) }
    }
    let holdout = try watch.time("rest of the hold-out") { try judging?.value.get() }
    let notices = stored.notices + stored.certificateNotices
    observe(.notices(notices))
    var report = self.report(stored, rows, holdout)
    report.notices = readNotices + notices
    report.fittedOn = judged != nil && !options.refits ? "the training part" : "all rows"
    report.version = try watch.time("save") {
      try save(stored, rows, report, to: store, as: name)
    }
    return Outcome(report: report)
  }

  /// The wish for the training part: with references of all rows where its fit only predicts, and the fit of all rows, which
  /// are many, can go on where it ends.
  private func trainingWish(_ wish: FeatureWish, _ rows: RowChoice) -> FeatureWish {
    guard options.refits, options.ridge == 0, rows.data.weights == nil, rows.count >= 400_000 else { return wish }
    return wish.preferringReferences(of: rows.data.table, rows: rows.kept)
  }

  private func fit(
    _ part: TrainingPart, _ wish: FeatureWish, _ sibling: FittedModel?, isProvisional: Bool,
    _ observe: @escaping (TrainingEvent) -> Void
  ) throws -> FittedModel {
    var fitOptions = FitOptions()
    fitOptions.confirmsGradient = !isProvisional
    fitOptions.ridge = options.ridge
    fitOptions.penaltyScale = options.penaltyScale == .standardised ? .standardised : .original
    if let limit = options.maximumIterations { fitOptions.maximumIterations = limit }
    if options.reading.threads > 0 { fitOptions.threads = options.reading.threads }
    return try FittedModel(part, wish: wish, options: fitOptions, sibling: sibling) { observe(.iteration($0)) }
  }

  private func judge(
    _ model: FittedModel, _ rows: RowChoice, _ split: Split, _ economics: Economics
  ) throws -> TrainingReport.HoldoutSummary {
    let test = split.test.rows
    let (labels, accounts) = rows.outcomes(test)
    let scores = try model.scorer.probabilities(
      rows.data.table, rows: split.test,
      threads: options.reading.threads > 0 ? options.reading.threads : processorCount())
    let judging = try economics.ofRows(
      economics.table(of: rows.data.table, chosen: test), file: options.inputs[0],
      probabilities: scores.probabilities)
    let performance = try judgement(
      labels: labels, scores: scores.probabilities, logits: scores.logits, economics: judging, accounts: accounts)
    return TrainingReport.HoldoutSummary(
      description: split.sentence, trainingRows: split.training.count, testRows: split.test.count,
      section: PerformanceSection(performance, economics: judging.summary))
  }

  /// What the options ask of the features, columns that were not read left aside.
  private func wish(_ data: TrainingData) -> FeatureWish {
    FeatureWish(
      include: options.features, exclude: options.exclude.filter { data.table[$0] != nil },
      reserved: data.roles.reserved, references: options.references, minimumLevelCount: options.minimumLevelCount)
  }
}
