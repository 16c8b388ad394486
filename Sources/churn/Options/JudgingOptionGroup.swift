import ArgumentParser
import Workflow

/// Options of the commands that judge scores against outcomes.
struct JudgingOptionGroup: ParsableArguments {
  @Option(help: "The column that holds the outcome. Default: the model's target.")
  var target: String?

  @Option(help: "The level that means churned. Default: the model's.")
  var positive: String?

  @Option(help: "The column that names the account; errors are clustered by it. Default: the model's.")
  var id: String?

  func fill(_ options: inout JudgingOptions) {
    options.target = target
    options.positive = positive
    options.id = id
  }
}
