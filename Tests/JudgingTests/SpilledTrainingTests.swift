import CanonicalJSON
import Foundation
import Reporting
import Testing

@testable import Workflow

/// Columns in a temporary file give what columns in memory give.
@Suite struct SpilledTrainingTests {
  private func trained(_ name: String, cellMemory: Int, _ change: (inout TrainingOptions) -> Void = { _ in })
    throws
    -> (model: Data, report: JSONValue)
  {
    let firm = SampleFirm.shared
    var options = TrainingOptions(inputs: [firm.path("train.csv")], target: "churned", model: name)
    options.id = "account_id"
    options.store = firm.path("memory-\(name)")
    options.cellMemory = cellMemory
    change(&options)
    var report = try TrainingRun(options: options).run().report
    report.version = nil
    let file = URL(fileURLWithPath: options.store).appending(path: "\(name)/1/model.json")
    return (try Data(contentsOf: file), report.json)
  }

  @Test(arguments: [false, true])
  func `the model and its report do not tell where the columns were`(dropsIncomplete: Bool) throws {
    let change = { (options: inout TrainingOptions) in options.missing = dropsIncomplete ? .drop : .impute }
    let kept = try trained("kept\(dropsIncomplete)", cellMemory: .max, change)
    let spilled = try trained("spilled\(dropsIncomplete)", cellMemory: 0, change)
    #expect(kept.model == spilled.model)
    #expect(kept.report == spilled.report)
  }

  @Test func `several files, a yes-no column and a stream of levels in another order are spilled alike`() throws {
    let firm = SampleFirm.shared
    for (file, flip) in [("2026-01.csv", "yes"), ("2026-02.csv", "no")] {
      let rows = (0..<300).map { row in
        "a\(row),\(row * 7 % 31).5,\(row % 3 == 0 ? flip : flip == "yes" ? "no" : "yes"),\(["x", "y", "z"][row % 3]),\((row * row + row) % 5 < 2 ? 1 : 0)"
      }
      let text = (["id,use,paid,plan,churned"] + rows).joined(separator: "\n") + "\n"
      try text.write(toFile: firm.path(file), atomically: true, encoding: .utf8)
    }
    let change = { (options: inout TrainingOptions) in
      options.inputs = [firm.path("2026-01.csv"), firm.path("2026-02.csv")]
      options.id = "id"
    }
    let kept = try trained("filesKept", cellMemory: .max, change)
    let spilled = try trained("filesSpilled", cellMemory: 0, change)
    #expect(kept.model == spilled.model && kept.report == spilled.report)
  }
}
