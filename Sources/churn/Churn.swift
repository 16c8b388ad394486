import ArgumentParser

@main
struct Churn: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "churn",
    abstract: "Train logistic churn models, keep versions, score accounts, and judge everything by profit.",
    discussion: """
      The usual round:
        churn train history.csv --target churned --model acme
        churn score acme accounts.csv --output scores.csv
        churn evaluate acme newer.csv
        churn compare acme@1 acme@2 newer.csv
      """,
    version: "0.1.0",
    subcommands: [])
}
