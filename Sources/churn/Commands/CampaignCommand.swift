import ArgumentParser
import Workflow

struct CampaignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "campaign", abstract: "Explain and check campaign files.", subcommands: [CampaignCheckCommand.self])
}

struct CampaignCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Say in words what a campaign file means, and check it.",
    discussion: """
      Prints every parameter with where it comes from, the break-even probability, and what is a default of the \
      literature. With DATA also checks the columns that the campaign names and shows how its numbers are spread.
      """)

  @Argument(help: "The campaign file.", completion: .file(extensions: ["yml", "yaml"]))
  var file: String

  @Argument(help: "CSV file of accounts.", completion: .file(extensions: ["csv"]))
  var data: String?

  @OptionGroup(title: "Reading") var reading: InputOptionGroup
  @OptionGroup(title: "Report") var report: ReportOptionGroup

  func run() throws {
    let console = Console(options: report)
    var check = CampaignCheck(file: file)
    check.data = data
    check.reading = reading.options
    let answer = try check.run { console.tell($0) }
    try console.answer(answer)
  }
}
