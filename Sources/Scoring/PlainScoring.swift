import CKernels
import Dispatch

/// Probabilities of many rows at once, shared out over threads in runs of rows; each row is on its own.
struct PlainScoring: @unchecked Sendable {
  let rows: UnsafeBufferPointer<Int32>
  let columns: [BoundColumn]
  /// Filled with the base.
  let logits: UnsafeMutableBufferPointer<Double>
  let probabilities: UnsafeMutableBufferPointer<Double>

  private static let block = 1024
  private static let blocksOfTask = 64

  func run(threads: Int) {
    let task = Self.block * Self.blocksOfTask
    let tasks = (rows.count + task - 1) / task
    let workers = max(1, min(threads, tasks))
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.block) { values in
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: Self.block) { codes in
          for index in stride(from: worker, to: tasks, by: workers) {
            let end = min((index + 1) * task, rows.count)
            for start in stride(from: index * task, to: end, by: Self.block) {
              score(start..<min(start + Self.block, end), values, codes)
            }
          }
        }
      }
    }
  }

  private func score(
    _ run: Range<Int>, _ values: UnsafeMutableBufferPointer<Double>, _ codes: UnsafeMutableBufferPointer<Int32>
  ) {
    let chosen = UnsafeBufferPointer(rebasing: rows[run])
    for column in columns {
      column.contributions(of: .chosen(chosen), into: values, codes)
      churn_add(run.count, values.baseAddress!, logits.baseAddress! + run.lowerBound)
    }
    for row in run { (probabilities.baseAddress! + row).initialize(to: logistic(logits[row])) }
  }
}
