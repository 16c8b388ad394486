import Cohorts
import Reporting
import Tables

extension Split {
  /// How the rows were chosen, for the report.
  var sentence: String {
    let size = "\(NumberStyle.count(test.count)) rows, fitted on \(NumberStyle.count(training.count))"
    switch rule {
    case .newestCohort(let gap, let disjoint):
      let newest = testPart.cohorts.last?.string ?? ""
      var text = "the newest cohort \(newest) (\(size) older)"
      if gap > 0 {
        let cohorts = gap == 1 ? "cohort" : "\(gap) cohorts"
        text += "; the \(cohorts) before it left out, the outcome not yet known"
      }
      if disjoint { text += "; accounts that appear nowhere in training" }
      return text
    case .accounts:
      let share = Double(testPart.accounts) / Double(max(1, testPart.accounts + trainingPart.accounts))
      return "\(NumberStyle.percent(share, 0)) of the accounts, by hash, stratified by outcome (\(size))"
    case .none: return "none"
    }
  }
}
