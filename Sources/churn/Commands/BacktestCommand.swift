import ArgumentParser
import Workflow

struct BacktestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "Measure stored scores, of any tool, against what happened later: by band and by horizon.",
    discussion: """
      churn backtest scores.csv cancellations.csv --scored-on 2024-01-31 --churn-date cancelled_on --absent-stayed
      churn backtest health.csv accounts.csv --score health --low-is-risk --outcome churned

      Joins by id and counts what does not match. A churn on the day of the score or before it means that the account \
      had left already. An account counts for a horizon only if it was watched that long (--observed-until).
      """)

  @Argument(help: "Scores as they were stored: an id and a score per row.", completion: .file(extensions: ["csv"]))
  var scores: String

  @Argument(help: "What happened later: an id and a churn date, or a 0/1 outcome.", completion: .file(extensions: ["csv"]))
  var outcomes: String

  @Option(help: "The id column. Default: recognised by its name.")
  var id: String?

  @Option(help: "The id column of OUTCOMES, where it is called otherwise there.")
  var outcomeId: String?

  @Option(help: "The column of scores. Default: p_churn or score.")
  var score: String?

  @Flag(help: "A low score means risk, as in a health score.")
  var lowIsRisk = false

  @Option(help: "When the scores were made: a date such as 2024-01-31, or a column of SCORES.")
  var scoredOn: String?

  @Option(help: "The column of churn dates; an empty cell is an account that stayed.")
  var churnDate: String?

  @Option(help: "The column of outcomes (0/1, yes/no, …), in place of dates; there is then one horizon.")
  var outcome: String?

  @Option(help: "The level of --outcome that means churned.")
  var positive: String?

  @Option(help: "The last day on which churn is known. Default: the latest churn date.")
  var observedUntil: String?

  @Flag(help: "Accounts that OUTCOMES does not list have stayed. Default: they are left out and counted.")
  var absentStayed = false

  @Option(help: "Cut-offs of the score, separated by commas, in place of deciles.")
  var cuts: String?

  @Option(help: "Horizons in days, separated by commas.")
  var horizons = "30,60,90,180"

  @Option(help: "The column of what an account is worth, in either file: adds the money lost.")
  var value: String?

  @Option(
    help: """
      Write the ids of false greens to this file: accounts of the safest band (of deciles: of the safer half) that \
      churned within the longest horizon.
      """)
  var falseGreens: String?

  @Flag(help: "Replace that file if it exists.")
  var force = false

  @Flag(help: "Show the table of every horizon.")
  var details = false

  @OptionGroup(title: "Reading") var reading: InputOptionGroup
  @OptionGroup(title: "Report") var report: ReportOptionGroup

  func validate() throws {
    guard (churnDate == nil) != (outcome == nil) else {
      throw ValidationError("backtest takes either --churn-date COLUMN or --outcome COLUMN")
    }
    if let cuts, !Self.areCuts(Self.numbers(cuts)) {
      throw ValidationError("--cuts takes different numbers such as 0.3,0.15; not '\(cuts)'")
    }
    let days = Self.numbers(horizons)
    guard let days, !days.isEmpty, days.allSatisfy({ (1...36_500).contains($0) && $0 == $0.rounded() }) else {
      throw ValidationError("--horizons takes whole numbers of days such as 30,90; not '\(horizons)'")
    }
  }

  private static func areCuts(_ cuts: [Double]?) -> Bool {
    guard let cuts, !cuts.isEmpty, cuts.count < 254 else { return false }
    return Set(cuts).count == cuts.count && cuts.allSatisfy(\.isFinite)
  }

  private static func numbers(_ text: String) -> [Double]? {
    let numbers = text.split(separator: ",").map { Double($0.filter { $0 != " " }) }
    return numbers.contains(nil) ? nil : numbers.compactMap(\.self)
  }

  func run() throws {
    let console = Console(options: report)
    try console.answer(try BacktestRun(options: options).run { console.tell($0) })
  }

  private var options: BacktestOptions {
    var options = BacktestOptions(scores: scores, outcomes: outcomes)
    options.id = id
    options.outcomeID = outcomeId
    options.score = score
    options.lowIsRisk = lowIsRisk
    options.scoredOn = scoredOn
    options.churnDate = churnDate
    options.outcome = outcome
    options.positive = positive
    options.observedUntil = observedUntil
    options.absentStayed = absentStayed
    options.cuts = cuts.flatMap(Self.numbers) ?? []
    options.horizons = Array(Set((Self.numbers(horizons) ?? []).map { Int32($0) })).sorted()
    options.value = value
    options.falseGreens = falseGreens
    options.replaces = force
    options.showsDetails = details
    options.reading = reading.options
    return options
  }
}
