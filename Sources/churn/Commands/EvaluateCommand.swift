import ArgumentParser
import Workflow

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Judge a model, or any column of scores, on accounts whose outcome is known: money first.",
    discussion: """
      churn evaluate MODEL DATA
      churn evaluate --scores FILE --target OUTCOME --score COLUMN   (scores of any tool)
      """)

  @Argument(help: "The model and the data; no arguments with --scores.")
  var arguments: [String] = []

  @Option(help: "A file that holds scores and outcomes, in place of MODEL and DATA.")
  var scores: String?

  @Option(help: "The column of scores in that file.")
  var score = "score"

  @OptionGroup(title: "Data") var judging: JudgingOptionGroup
  @OptionGroup(title: "Economics") var economics: EconomicsOptionGroup
  @OptionGroup(title: "Reading") var reading: InputOptionGroup
  @OptionGroup(title: "Store") var store: StoreOptionGroup
  @OptionGroup(title: "Report") var report: ReportOptionGroup

  func validate() throws {
    if scores == nil {
      guard arguments.count == 2 else {
        throw ValidationError("evaluate takes MODEL and DATA, or --scores FILE --target COLUMN --score COLUMN")
      }
    } else {
      guard arguments.isEmpty else { throw ValidationError("--scores takes the place of MODEL and DATA") }
    }
  }

  func run() throws {
    let console = Console(options: report)
    var options = JudgingOptions(data: scores ?? arguments[1])
    if scores == nil { options.models = [arguments[0]] } else { options.scores = [score] }
    judging.fill(&options)
    options.economics = economics.options
    options.reading = reading.options
    options.store = store.store
    let answer = try JudgingRun(options: options).evaluation { console.tell($0) }
    try console.answer(answer)
  }
}
