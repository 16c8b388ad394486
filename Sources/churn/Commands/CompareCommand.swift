import ArgumentParser
import Workflow

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare two models, or two columns of scores, on the same accounts: paired, in money, with a verdict.",
    discussion: """
      churn compare MODEL_A MODEL_B DATA
      churn compare --scores FILE --target OUTCOME --score A --score B   (scores of any tool)
      """)

  @Argument(help: "Two models and the data; no arguments with --scores.")
  var arguments: [String] = []

  @Option(help: "A file that holds both scores and outcomes, in place of models and DATA.")
  var scores: String?

  @Option(name: .customLong("score"), help: "A column of scores in that file; twice.")
  var scoreColumns: [String] = []

  @OptionGroup(title: "Data") var judging: JudgingOptionGroup
  @OptionGroup(title: "Economics") var economics: EconomicsOptionGroup
  @OptionGroup(title: "Reading") var reading: InputOptionGroup
  @OptionGroup(title: "Store") var store: StoreOptionGroup
  @OptionGroup(title: "Report") var report: ReportOptionGroup

  func validate() throws {
    if scores == nil {
      guard arguments.count == 3 else { throw ValidationError("compare takes two models and DATA") }
    } else {
      guard arguments.isEmpty, scoreColumns.count == 2 else {
        throw ValidationError("--scores FILE takes --score COLUMN twice, and no models")
      }
    }
  }

  func run() throws {
    let console = Console(options: report)
    var options = JudgingOptions(data: scores ?? arguments[2])
    if scores == nil { options.models = Array(arguments[0..<2]) } else { options.scores = scoreColumns }
    judging.fill(&options)
    options.economics = economics.options
    options.reading = reading.options
    options.store = store.store
    let answer = try JudgingRun(options: options).comparison { console.tell($0) }
    try console.answer(answer)
  }
}
