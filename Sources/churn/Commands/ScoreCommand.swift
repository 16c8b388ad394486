public import ArgumentParser
public import Workflow

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Score accounts with a stored model.",
    discussion: """
      Writes, in input order: the id, p_churn, expected_value of a call, the decision (treat where the expected value \
      is above 0, else leave), the three strongest reasons, and the model version. Memory stays bounded; '-' reads \
      standard input and writes standard output.

      With --campaign also, after these: p_lower and p_upper (95 % interval), break_even_p, break_even_acceptance, the \
      best offer, expected_spend, rank, why_not (does_not_pay, over_limit) and band. Decisions then keep to the \
      campaign's limits, and the input is passed twice.
      """)

  @Argument(help: "The model: NAME, NAME@VERSION, NAME@ALIAS, or a path to a model file.")
  var model: String

  @Argument(help: "CSV file of accounts; '-' is standard input.", completion: .file(extensions: ["csv"]))
  var data: String

  @Option(name: .shortAndLong, help: "The score file; '-' is standard output.")
  var output = "-"

  @Flag(help: "Replace the output if it exists.")
  var force = false

  @Option(name: .customLong("as"), help: "Format of the score file: csv, or jsonl (one JSON object a line).")
  var scoreFormat = ScoreOptions.Format.csv

  @Option(help: "The column that names the account, where it is not the one of training.")
  var id: String?

  @Flag(help: "Also write the logit, the base and every feature's contribution.")
  var contributions = false

  @Option(
    help: "Also write the curve of expected profit, spend and saves by depth to this CSV file.", completion: .file())
  var plan: String?

  @Flag(name: .customLong("no-rank"), help: "No rank column; without limits and fixed cost the input is passed once.")
  var withoutRanks = false

  @Flag(help: "Put an apostrophe before ids that a spreadsheet would run as a formula.")
  var spreadsheetSafe = false

  @OptionGroup(title: "Economics") var economics: EconomicsOptionGroup
  @OptionGroup(title: "Reading") var reading: InputOptionGroup
  @OptionGroup(title: "Store") var store: StoreOptionGroup
  @OptionGroup(title: "Report") var report: ReportOptionGroup

  func validate() throws {
    if plan == "-", output == "-" { throw ValidationError("--plan and --output cannot both be standard output") }
    if let plan, plan != "-", plan == output { throw ValidationError("--plan and --output name the same file") }
  }

  func run() throws {
    let console = Console(options: report)
    let summary = try ScoreRun(options: options).run { console.tell($0) }
    try console.summarise(summary, answerIsElsewhere: output != "-")
  }

  private var options: ScoreOptions {
    var options = ScoreOptions(model: model, input: data, output: output)
    options.replaces = force
    options.format = scoreFormat
    options.id = id
    options.writesContributions = contributions
    options.isSpreadsheetSafe = spreadsheetSafe
    options.plan = plan
    options.ranks = !withoutRanks
    options.store = store.store
    options.economics = economics.options
    options.reading = reading.options
    return options
  }
}

extension ScoreOptions.Format: ExpressibleByArgument {}
