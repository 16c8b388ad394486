import CKernels
import Dispatch
import Tables

/// Probabilities of many rows at once, shared out over threads in runs of rows; each row is on its own.
struct PlainScoring: @unchecked Sendable {
  /// The rows to score.
  let rows: RowSet
  let columns: [BoundColumn]
  /// Filled with the base.
  let logits: UnsafeMutableBufferPointer<Double>
  let probabilities: UnsafeMutableBufferPointer<Double>

  /// Rows of the table that are gone through at a time.
  private static let block = 4_096
  private static let blocksOfTask = 64

  func run(threads: Int) {
    let task = Self.block * Self.blocksOfTask
    let tasks = (rows.rowCount + task - 1) / task
    var starts = [0]
    for index in 0..<tasks {
      starts.append(starts[index] + rows.count(in: (index * task)..<min((index + 1) * task, rows.rowCount)))
    }
    let workers = max(1, min(threads, tasks))
    DispatchQueue.concurrentPerform(iterations: workers) { [starts] worker in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.block) { values in
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: Self.block) { codes in
          for index in stride(from: worker, to: tasks, by: workers) {
            var place = starts[index]
            let end = min((index + 1) * task, rows.rowCount)
            for start in stride(from: index * task, to: end, by: Self.block) {
              place += score(start..<min(start + Self.block, end), to: place, values, codes)
            }
          }
        }
      }
    }
  }

  /// Scores the chosen rows of a run.
  /// - Returns: how many.
  private func score(
    _ run: Range<Int>, to place: Int, _ values: UnsafeMutableBufferPointer<Double>,
    _ codes: UnsafeMutableBufferPointer<Int32>
  ) -> Int {
    let count = rows.count(in: run)
    guard count > 0 else { return 0 }
    rows.words.withUnsafeBufferPointer { words in
      let kept = count < run.count ? churn_kept(words: words.baseAddress, first: run.lowerBound) : nil
      for column in columns {
        column.contributions(of: run, keeping: kept, into: values, codes)
        churn_add(count, values.baseAddress!, logits.baseAddress! + place)
      }
    }
    for row in place..<(place + count) {
      (probabilities.baseAddress! + row).initialize(to: logistic(logits[row]))
    }
    return count
  }
}
