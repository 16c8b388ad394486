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
        text += "; the \(gap == 1 ? "cohort" : "\(gap) cohorts") before it left out, their outcome not yet known"
      }
      if disjoint { text += "; accounts that appear nowhere in training" }
      return text
    case .accounts: return "\(share) of the accounts, by hash, stratified by outcome (\(size))"
    case .none: return "none"
    }
  }

  private var share: String {
    let share = Double(testPart.accounts) / Double(testPart.accounts + trainingPart.accounts)
    return abs(share - 0.2) < 0.005 ? "a fifth" : NumberStyle.percent(share)
  }
}
