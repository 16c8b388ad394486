public import ArgumentParser
public import Workflow

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a model on historical cohorts and store it as a new version.",
    discussion: """
      One file, or several (one cohort each, oldest first), or one file with --snapshot COLUMN. With cohorts the newest \
      is held out; without, a fifth of the accounts. Metrics come from rows that the model did not see; the stored \
      model is then fitted on all rows (--no-refit keeps the first).
      """)

  @Argument(help: "CSV files of historical accounts with their outcome.", completion: .file(extensions: ["csv"]))
  var data: [String]

  @Option(help: "The column that says who churned.")
  var target: String

  @Option(help: "The level that means churned, where the target is not 0/1, true/false or yes/no.")
  var positive: String?

  @Option(help: "The column that names the account; never a feature.")
  var id: String?

  @Option(help: "Name of the model; a new version of it is stored. Default: the first file's name.")
  var model: String?

  @Option(help: "The column that names the cohort: a date or period.")
  var snapshot: String?

  @Option(help: "The column that weighs the rows.")
  var weights: String?

  @Option(help: "Only these columns as features: a name, or several with commas (may be repeated).")
  var features: [String] = []

  @Option(help: "Not these columns as features; likewise.")
  var exclude: [String] = []

  @Option(help: "Columns to take as categories, whatever they look like; likewise.")
  var categorical: [String] = []

  @Option(name: .customLong("reference"), help: "Reference level of a category, as COLUMN=LEVEL (may be repeated).")
  var references: [String] = []

  @Option(help: "Levels held by fewer accounts are pooled. Default 10, from 100 accounts on.")
  var minLevelCount: Int?

  @Option(help: "Missing cells: impute (mean and indicator; own level), or drop (complete rows only).")
  var missing = TrainingOptions.Missing.impute

  @Option(help: "Ridge penalty: adds λ/2·Σ w² over the slopes to the summed log losses.")
  var ridge = 0.0

  @Option(help: "Scale on which slopes are penalised.")
  var penaltyScale = TrainingOptions.PenaltyScale.standardised

  @Flag(name: .customLong("no-holdout"), help: "Fit all rows and report no hold-out.")
  var withoutHoldout = false

  @Option(
    help:
      "Share of the accounts held out, where there are no cohorts. Default 0.2, but not more than 2,000,000 accounts.")
  var holdoutFraction: Double?

  @Option(help: "Cohorts left out between training and test: those whose outcome was not yet known.")
  var gap = 0

  @Flag(help: "Test on accounts that appear nowhere in training: a hashed fifth, in the newest cohort.")
  var accountDisjoint = false

  @Option(help: "Chooses who is held out.")
  var seed: UInt64 = 1

  @Flag(name: .customLong("no-refit"), help: "Store the model fitted on the training part, not on all rows.")
  var withoutRefit = false

  @Option(help: "Iterations that the solver may take.")
  var maxIterations: Int?

  @Option(help: "Why this version exists; kept in its record.")
  var note: String?

  @OptionGroup(title: "Economics") var economics: EconomicsOptionGroup
  @OptionGroup(title: "Reading") var reading: InputOptionGroup
  @OptionGroup(title: "Store") var store: StoreOptionGroup
  @OptionGroup(title: "Report") var report: ReportOptionGroup

  func validate() throws {
    guard !data.isEmpty else { throw ValidationError("name at least one CSV file") }
    guard ridge.isFinite, ridge >= 0 else { throw ValidationError("--ridge takes a number of 0 or more") }
    guard holdoutFraction.map({ $0 > 0 && $0 < 1 }) ?? true else {
      throw ValidationError("--holdout-fraction takes a number between 0 and 1")
    }
    guard gap >= 0 else { throw ValidationError("--gap takes a whole number from 0 on") }
    if let minLevelCount, minLevelCount < 1 {
      throw ValidationError("--min-level-count takes a whole number from 1 on")
    }
    if let maxIterations, !(1...10_000).contains(maxIterations) {
      throw ValidationError("--max-iterations takes 1 to 10000")
    }
    for reference in references where reference.split(separator: "=", maxSplits: 1).count != 2 {
      throw ValidationError("--reference takes COLUMN=LEVEL; not '\(reference)'")
    }
  }

  func run() throws {
    let console = Console(options: report)
    let outcome = try TrainingRun(options: options).run { console.observe($0) }
    try console.answer(outcome.report)
  }

  /// The names of a comma-separated list.
  private static func names(_ list: String) -> [String] { list.split(separator: ",").map(String.init) }

  private var options: TrainingOptions {
    var options = TrainingOptions(
      inputs: data, target: target, model: model ?? TrainingOptions.modelName(forFile: data[0]))
    options.positive = positive
    options.id = id
    options.snapshot = snapshot
    options.weights = weights
    options.features = features.isEmpty ? nil : features.flatMap(Self.names)
    options.exclude = exclude.flatMap(Self.names)
    options.categorical = categorical.flatMap(Self.names)
    for reference in references {
      let parts = reference.split(separator: "=", maxSplits: 1)
      options.references[String(parts[0])] = String(parts[1])
    }
    options.minimumLevelCount = minLevelCount
    options.missing = missing
    options.ridge = ridge
    options.penaltyScale = penaltyScale
    options.holdout.isOn = !withoutHoldout
    options.holdout.fraction = holdoutFraction
    options.holdout.gap = gap
    options.holdout.isAccountDisjoint = accountDisjoint
    options.holdout.seed = seed
    options.refits = !withoutRefit
    options.maximumIterations = maxIterations
    options.note = note
    options.economics = economics.options
    options.reading = reading.options
    options.store = store.store
    return options
  }
}

extension TrainingOptions.Missing: ExpressibleByArgument {}
extension TrainingOptions.PenaltyScale: ExpressibleByArgument {}
