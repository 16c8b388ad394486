import ArgumentParser
import Simulation
import Workflow

struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate", abstract: "Make data of a simulated firm whose truth is known.",
    subcommands: [SimulateTableCommand.self])
}

struct SimulateTableCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "table",
    abstract: "Write a table of accounts with their outcome as CSV.",
    discussion: """
      With --rows: one row per account, 9 numbers, a category and the outcome. Without: the monthly cohorts of a \
      subscription firm (account_id, snapshot, usage, logins, tickets, tenure_months, plan, mrr, churned). The same \
      options give the same bytes on every machine.
      """)

  @Option(help: "Rows of a table with one row per account.")
  var rows: Int?

  @Option(help: "Rows of that table left out before the first, to make it in pieces.")
  var firstRow = 0

  @Option(help: "Numeric columns of that table, from 9 on.")
  var columns = 9

  @Option(help: "Levels of a further category in that table; 0 is none.")
  var regions = 0

  @Option(help: "Accounts of the firm at its first month.")
  var accounts = 1000

  @Option(help: "Months of the firm, one cohort each.")
  var months = 24

  @Flag(name: .customLong("no-drift"), help: "The firm's truth stays the same over the months.")
  var withoutDrift = false

  @Flag(name: .customLong("no-missing"), help: "No cell of the firm's table is missing.")
  var withoutMissing = false

  @Option(help: "Another seed is another draw under the same truth.")
  var seed: UInt64 = 1

  @Option(name: .shortAndLong, help: "Where to write; '-' is standard output.")
  var output = "-"

  @Flag(help: "Replace the output if it exists.")
  var force = false

  @Option(help: "Threads to use; the bytes do not depend on it.")
  var threads: Int?

  func validate() throws {
    if let threads, !(1...1024).contains(threads) { throw ValidationError("--threads takes 1 to 1024") }
  }

  func run() throws {
    try SimulationRun(plan: plan, output: output, replaces: force, threads: threads ?? 0).run()
  }

  private var plan: SimulationRun.Plan {
    if let rows {
      var plan = AccountsPlan()
      plan.rows = rows
      plan.firstRow = firstRow
      plan.seed = seed
      plan.numericColumns = columns
      plan.regions = regions
      return .accounts(plan)
    }
    var plan = FirmPlan()
    plan.accounts = accounts
    plan.months = months
    plan.seed = seed
    plan.hasDrift = !withoutDrift
    plan.hasMissing = !withoutMissing
    return .firm(plan)
  }
}
