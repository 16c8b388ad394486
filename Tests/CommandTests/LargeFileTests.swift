import Foundation
import Testing

/// What holds where rows are many: the fit then starts at a sample's optimum, and the fit of all rows goes on where that
/// of the training part has ended.
@Suite struct LargeFileTests {
  private static let rows = 560_000

  private func simulated(_ scratch: Scratch) throws -> [String] {
    let made = try scratch.churn(
      "simulate", "table", "--rows", String(Self.rows), "--seed", "11", "-o", "large.csv")
    #expect(made.status == 0, "\(made.errors)")
    return ["train", "large.csv", "--target", "churned", "--id", "account_id", "--json", "--quiet"]
  }

  @Test func `a hold-out does not show in the model, nor do threads or gaps in the data`() throws {
    let scratch = try Scratch()
    let train = try simulated(scratch)
    let one = try scratch.run(train + ["--model", "one", "--threads", "1"])
    let three = try scratch.run(train + ["--model", "three", "--threads", "3"])
    let alone = try scratch.run(train + ["--model", "alone", "--no-holdout"])
    #expect(one.status == 0 && three.status == 0 && alone.status == 0, "\(one.errors)\(alone.errors)")
    #expect(try scratch.read("models/one/1/model.json") == scratch.read("models/three/1/model.json"))
    let (report, other) = (try one.json(), try alone.json())
    #expect(report["holdout"] == (try three.json())["holdout"])
    try expectSame(report, other)
    // numbers that are missing make the two designs of a run differ, so that the second fit makes its own start
    let gap = try scratch.shell("sed '3~500s/,[^,]*,/,,/' large.csv > gap.csv")
    #expect(gap.status == 0)
    let filled = train.map { $0 == "large.csv" ? "gap.csv" : $0 }
    try expectSame(
      try scratch.run(filled + ["--model", "gap"]).json(),
      try scratch.run(filled + ["--model", "bare", "--no-holdout"]).json())
  }

  private func expectSame(_ report: JSON, _ other: JSON) throws {
    let (ours, theirs) = (try report.list("coefficients"), try other.list("coefficients"))
    #expect(ours.count == theirs.count && ours.count > 11)
    for (a, b) in zip(ours, theirs) {
      #expect(a["term"] == b["term"])
      #expect(try digits(a["estimate"]?.number, of: b.figure("estimate")) >= 11, "\(a)")
      #expect(try digits(a["standard_error"]?.number, of: b.figure("standard_error")) >= 11, "\(a)")
    }
    #expect(try digits(report["fit.log_likelihood"]?.number, of: other.figure("fit.log_likelihood")) >= 14)
  }
}
