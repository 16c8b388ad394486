// What README.md shows between the marks is this file's text, compiled and run (see LibraryExampleTests).
// example:begin
import Evaluation
import Reporting
import Workflow

/// Trains a model, stores it, and says what its rule would have earned per account on other accounts.
func profitOfANewModel(data folder: String, store: String) throws -> Double? {
  var training = TrainingOptions(inputs: ["\(folder)/telco.csv"], target: "churn", model: "telco")
  training.store = store
  let trained = try TrainingRun(options: training).run()

  var judging = JudgingOptions(data: "\(folder)/holdout.csv")
  judging.models = ["telco@\(trained.report.version?.version ?? 1)"]
  judging.store = store
  let report = try JudgingRun(options: judging).evaluation()
  return report.section.performance.assessment.profit.evRule?.profitPerAccount
}
// example:end
