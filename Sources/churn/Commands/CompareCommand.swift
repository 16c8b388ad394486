import ArgumentParser
import Diagnostics
import Reporting
import Workflow

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare models, or columns of scores, on the same accounts: paired, in money, with a verdict.",
    discussion: """
      churn compare MODEL_A MODEL_B DATA
      churn compare MODEL_A MODEL_B MODEL_C … DATA --champion MODEL_A   (a league table)
      churn compare --scores FILE --target OUTCOME --score A --score B   (scores of any tool)

      --gate turns the verdict into an exit code: 0 when every condition holds, 10 when one is violated or its figure \
      is not defined. Figures, challenger less champion: profit, profit_lower, profit_upper (per account), \
      profit_total, auc, auc_lower, brier, log_loss; of the challenger itself: slope, in_the_large, own_profit, \
      own_auc; of both: psi. With more than two versions the conditions hold for every challenger.
      """)

  @Argument(help: "Two or more models and, last, the data; no arguments with --scores.")
  var arguments: [String] = []

  @Option(help: "A file that holds all scores and outcomes, in place of models and DATA.")
  var scores: String?

  @Option(name: .customLong("score"), help: "A column of scores in that file; twice or more.")
  var scoreColumns: [String] = []

  @Option(help: "The version that the others are compared with. Default: the first.")
  var champion: String?

  @Option(
    help: "An older snapshot of the same accounts, matched by id: splits changes of scores into model and behaviour.",
    completion: .file(extensions: ["csv"]))
  var before: String?

  @Option(
    name: .customLong("gate"), help: "A condition such as 'profit>=0' or 'profit_lower>-0.1' (may be repeated).")
  var gates: [String] = []

  @OptionGroup(title: "Intervals and length") var resampling: ResamplingOptionGroup
  @OptionGroup(title: "Data") var judging: JudgingOptionGroup
  @OptionGroup(title: "Economics") var economics: EconomicsOptionGroup
  @OptionGroup(title: "Reading") var reading: InputOptionGroup
  @OptionGroup(title: "Store") var store: StoreOptionGroup
  @OptionGroup(title: "Report") var report: ReportOptionGroup

  func validate() throws {
    if scores == nil {
      guard arguments.count >= 3 else { throw ValidationError("compare takes two or more models and DATA") }
      guard scoreColumns.isEmpty else { throw ValidationError("--score belongs to --scores FILE") }
    } else {
      guard arguments.isEmpty, scoreColumns.count >= 2 else {
        throw ValidationError("--scores FILE takes --score COLUMN twice or more, and no models")
      }
    }
    if before != nil, versionCount > 2 { throw ValidationError("--before compares two versions, not \(versionCount)") }
  }

  private var versionCount: Int { scores == nil ? arguments.count - 1 : scoreColumns.count }

  func run() throws {
    let console = Console(options: report)
    let run = JudgingRun(options: options)
    let problem: Problem?
    if versionCount > 2 {
      let answer = try run.league { console.tell($0) }
      try console.answer(answer)
      problem = answer.gateProblem
    } else {
      let answer = try run.comparison { console.tell($0) }
      try console.answer(answer)
      problem = answer.gateProblem
    }
    if let problem { throw problem }
  }

  private var options: JudgingOptions {
    var options = JudgingOptions(data: scores ?? arguments[arguments.count - 1])
    if scores == nil { options.models = Array(arguments.dropLast()) } else { options.scores = scoreColumns }
    judging.fill(&options)
    resampling.fill(&options)
    options.champion = champion
    options.before = before
    options.gates = gates
    options.economics = economics.options
    options.reading = reading.options
    options.store = store.store
    return options
  }
}
