import ArgumentParser

/// The root command.
struct Churn: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "churn",
    abstract: "Train logistic churn models, keep versions, score accounts, and judge everything by profit.",
    discussion: """
      The usual round:
        churn train history.csv --target churned --id account_id --model acme
        churn score acme accounts.csv --output scores.csv
        churn evaluate acme newer.csv
        churn compare acme@1 acme@2 newer.csv

      The answer goes to standard output, the talk to standard error.
      """,
    version: "0.1.0",
    subcommands: [
      TrainCommand.self, ScoreCommand.self, EvaluateCommand.self, CompareCommand.self, BacktestCommand.self,
      ModelsCommand.self, CampaignCommand.self, SimulateCommand.self,
    ])
}
