import ArgumentParser

/// How the answer is written.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
  case text, markdown, json
}

/// Options of every command that reports.
struct ReportOptionGroup: ParsableArguments {
  @Option(help: "How the answer is written.")
  var format = ReportFormat.text

  @Flag(help: "The answer as JSON; the same as --format json.")
  var json = false

  @Flag(name: .shortAndLong, help: "Say more on standard error: iterations, stages and their times.")
  var verbose = false

  @Flag(name: .shortAndLong, help: "Say nothing on standard error but errors.")
  var quiet = false

  var chosen: ReportFormat { json ? .json : format }
}

/// Where models are kept.
struct StoreOptionGroup: ParsableArguments {
  @Option(help: "Folder of the version store.")
  var store = "models"
}
