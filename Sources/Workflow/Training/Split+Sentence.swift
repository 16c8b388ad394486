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
      switch gap {
      case 0: break
      case 1: text += "; the cohort before it left out, its outcome not yet known"
      default: text += "; the \(gap) cohorts before it left out, their outcomes not yet known"
      }
      if disjoint { text += "; accounts that appear nowhere in training" }
      return text
    case .accounts:
      let share = Double(testPart.accounts) / Double(testPart.accounts + trainingPart.accounts)
      return "\(NumberStyle.percent(share)) of the accounts, by hash, stratified by outcome (\(size))"
    case .none: return "none"
    }
  }
}
