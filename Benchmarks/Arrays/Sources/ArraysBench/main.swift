import Evaluation
import Foundation

// ArraysBench LABELS SCORES: one byte and one little-endian double per account. Prints seconds (median of five) and
// the EMPC, and the time of 2,000 paired resamples over the first million accounts.

func seconds(_ work: () throws -> Void) rethrows -> Double {
  let clock = ContinuousClock()
  var times: [Double] = []
  for _ in 0..<5 {
    let time = try clock.measure(work).components
    times.append(Double(time.seconds) + Double(time.attoseconds) * 1e-18)
  }
  return times.sorted()[2]
}

let labels = [UInt8](try Data(contentsOf: URL(filePath: CommandLine.arguments[1])))
let scores = try Data(contentsOf: URL(filePath: CommandLine.arguments[2])).withUnsafeBytes {
  Array($0.bindMemory(to: Double.self))
}
let accounts = try ScoredAccounts(labels: labels, scores: scores)

var empc = 0.0
let rankTime = seconds { _ = Ranking(accounts) }
let empcTime = seconds { empc = Ranking(accounts).expectedMaximumProfit(.literature).perAccount }
let sortTime = seconds { _ = scores.sorted() }
print("sort \(sortTime)")
print("ranking \(rankTime)")
print("empc \(empcTime) \(empc)")

// B calls where A does, but for one account in ten; gains take two values, as with a shared campaign.
let some = min(1_000_000, labels.count)
let differences = (0..<some).map { row -> Double in
  guard row % 10 == 3 else { return 0 }
  return labels[row] == 1 ? 56 : -11
}
let resampleTime = seconds { _ = ProfitDifference.resampled(differences: differences, Resampling(count: 2_000)) }
let distinct = (0..<some).map { scores[$0] - 0.5 }
let worstTime = seconds { _ = ProfitDifference.resampled(differences: distinct, Resampling(count: 2_000)) }
print("resamples \(resampleTime)")
print("resamples_distinct \(worstTime)")
