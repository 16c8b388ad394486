import Diagnostics
import Evaluation
import Reporting
import Testing

@testable import Workflow

/// Conditions that turn a comparison into an exit code.
@Suite struct GateTests {
  private let firm = SampleFirm.shared

  private func report(_ gates: [String], scores: [String]? = nil) throws -> ComparisonReport {
    var options = firm.options(["small", "full"])
    if let scores {
      options.models = []
      options.scores = scores
      options.target = "churned"
    }
    options.gates = gates
    return try JudgingRun(options: options).comparison()
  }

  @Test func `a condition that holds lets pass, one that does not ends with the code of a gate`() throws {
    let pass = try report(["auc>=-1", "profit_lower > -1000", "slope<10", "psi>=0"])
    #expect(pass.gates.count == 4 && pass.gates.allSatisfy(\.holds) && pass.gateProblem == nil)
    let stop = try report(["auc>=-1", "profit>1e9"])
    #expect(stop.gates.map(\.holds) == [true, false])
    #expect(stop.gateProblem?.kind == .gate && stop.gateProblem?.kind.exitCode == 10)
    #expect(stop.gateProblem?.message.contains("profit>") == true && stop.gateProblem?.message.contains("auc") == false)
  }

  @Test func `conditions see the figures of the report`() throws {
    let report = try report(Gate.Metric.allCases.map { "\($0.rawValue)>=-1e9" })
    let comparison = report.comparison
    let expected: [Double?] = [
      comparison.profit?.mean, comparison.profit?.lower, comparison.profit?.upper, comparison.profit?.total,
      comparison.areas?.difference, comparison.areas?.lower,
    ]
    #expect(report.gates.prefix(6).map(\.value) == expected)
    #expect(report.gates.last?.value == comparison.b.assessment.area?.value)
    #expect(report.gates.allSatisfy { $0.value != nil })
  }

  @Test func `equality counts for at least and at most only`() throws {
    let gates = try ["profit>=0", "profit<=0", "profit>0", "profit<0"].map { try Gate($0) }
    var options = firm.options(["full", "full"])
    options.resamples = 0
    let report = try JudgingRun(options: options).comparison()
    #expect(gates.map { $0.judged(report).holds } == [true, true, false, false])
  }

  @Test func `a figure that is not defined violates its condition`() throws {
    // Values are no probabilities: there is a ranking but no profit.
    let report = try report(["profit>=-1e9", "auc>=-1"], scores: ["value", "value"])
    #expect(report.gates.map(\.holds) == [false, true])
    #expect(report.gateProblem?.message.contains("not defined") == true)
  }

  @Test(arguments: ["profit", "profit>=", ">=0", "profits>=0", "profit=0", "profit>=x", "profit>=nan", ""])
  func `anything else is a mistake of the command line`(_ text: String) {
    #expect(throws: Problem.self) { try Gate(text) }
    #expect((try? Gate(text)) == nil)
  }
}
