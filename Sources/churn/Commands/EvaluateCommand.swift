import ArgumentParser
import Files
import Reporting
import Workflow

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Judge a model, or any column of scores, on accounts whose outcome is known: money first.",
    discussion: """
      churn evaluate MODEL DATA
      churn evaluate --scores FILE --target OUTCOME --score COLUMN   (scores of any tool)

      The report: what calling the accounts worth a call earned, in total and per account, beside simple policies; the       best cut and what hindsight adds to it; the value of a pilot; how far the economics can move; profit by depth;       ranking and calibration.
      """)

  @Argument(help: "The model and the data; no arguments with --scores.")
  var arguments: [String] = []

  @Option(help: "A file that holds scores and outcomes, in place of MODEL and DATA.")
  var scores: String?

  @Option(help: "The column of scores in that file.")
  var score = "score"

  @Option(
    help: """
      A row for each segment of this column: its levels, or fifths of its numbers. Levels of fewer than 10 accounts are \
      pooled and not named.
      """)
  var by: String?

  @Option(help: "Write profit by depth as an SVG picture to this file.", completion: .file(extensions: ["svg"]))
  var chart: String?

  @Flag(help: "Replace the picture if it exists.")
  var force = false

  @OptionGroup(title: "Intervals and length") var resampling: ResamplingOptionGroup
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
    resampling.fill(&options)
    options.by = by
    options.economics = economics.options
    options.reading = reading.options
    options.store = store.store
    let answer = try JudgingRun(options: options).evaluation { console.tell($0) }
    if let chart, let picture = answer.chart {
      try DurableOutput.write(Array(picture.svg.utf8), to: chart, policy: force ? .replace : .refuse)
    }
    try console.answer(answer)
  }
}
