import Foundation
import Testing

/// Validation is never in-sample: cohorts, gaps, account-disjoint tests and hashed hold-outs, through the program.
@Suite struct CohortCommandTests {
  private static let stacked = [
    Package.dataset("saas/saas.csv"), "--target", "churned", "--id", "account_id", "--snapshot", "snapshot",
  ]
  private static let files = (1...4).map { Package.dataset("saas/monthly/2024-0\($0).csv") }
  private static let several = files + ["--target", "churned", "--id", "account_id"]

  private func report(_ arguments: [String]) throws -> JSON {
    let answer = try Scratch().run(["train"] + arguments + ["--json", "--quiet", "--model", "m"])
    #expect(answer.status == 0, "\(answer.errors)")
    return try answer.json()
  }

  private func churn(_ arguments: [String]) throws -> Answer { try Scratch().run(["train"] + arguments) }

  @Test func `with a snapshot column the newest cohort is the test and all older ones train`() throws {
    let report = try report(Self.stacked)
    let cohorts = report["data.cohorts"]?.items ?? []
    #expect(cohorts.count == 24)
    #expect(cohorts.last?["label"] == .string("2025-12-31"))
    #expect(report["holdout.test_rows"] == cohorts.last?["rows"])
    let older = try cohorts.dropLast().reduce(0) { try $0 + $1.figure("rows") }
    #expect(report["holdout.training_rows"] == .number(older))
    #expect(report["fit.rows"] == report["data.rows"], "the stored model is refitted on all rows")
    #expect(report["fit.standard_errors"] == .string("clustered"))
  }

  @Test func `--gap leaves out the cohorts between`() throws {
    let report = try report(Self.stacked + ["--gap", "2"])
    let cohorts = report["data.cohorts"]?.items ?? []
    let older = try cohorts.dropLast(3).reduce(0) { try $0 + $1.figure("rows") }
    #expect(report["holdout.training_rows"] == .number(older))
    #expect(report["holdout.test_rows"] == cohorts.last?["rows"])
    #expect(try churn(Self.stacked + ["--gap", "23"]).status == 65, "nothing is left to train on")
    #expect(try churn([Package.malformed("01_clean.csv"), "--target", "churned", "--gap", "1"]).status == 64)
  }

  @Test func `several files are cohorts, oldest first, and the same as one stacked file`() throws {
    let report = try report(Self.several)
    #expect(
      report["data.cohorts"]?.items.compactMap { $0["label"]?.string } == ["2024-01", "2024-02", "2024-03", "2024-04"])
    #expect(report["holdout.test_rows"] == report["data.cohorts"]?.items.last?["rows"])
    let scratch = try Scratch()
    let texts = try Self.files.map { try String(contentsOfFile: $0, encoding: .utf8) }
    let header = texts[0].prefix { $0 != "\n" }
    try scratch.write(
      header + texts.map { $0.dropFirst(header.count) }.joined().replacing("\n\n", with: "\n"), to: "s.csv")
    let one = try scratch.churn(
      "train", "s.csv", "--target", "churned", "--id", "account_id", "--snapshot", "snapshot", "--json", "--quiet"
    ).json()
    #expect(one["coefficients"] == report["coefficients"])
    #expect(one["holdout.profit"] == report["holdout.profit"])
  }

  @Test func `of several files the first fault is told, though the next is being read`() throws {
    let scratch = try Scratch()
    let rows = (1...400).map { "A\($0),\($0 % 7),\($0 % 3 == 0 ? 1 : 0)" }
    let good = "account_id,usage,churned\n" + rows.joined(separator: "\n") + "\n"
    for name in ["a", "b", "d"] { try scratch.write(good, to: "\(name).csv") }
    try scratch.write(good + "A401,7\n", to: "bad.csv")
    try scratch.write(good.replacing("usage", with: "use"), to: "other.csv")
    let train = { (files: [String]) in
      try scratch.run(["train"] + files + ["--target", "churned", "--id", "account_id", "--quiet"])
    }
    for next in ["none.csv", "other.csv", "bad.csv", "d.csv"] {
      let end = try train(["a.csv", "bad.csv", next, "b.csv"])
      #expect(end.status == 65 && end.errors.contains("bad.csv:402"), "before \(next)")
    }
    #expect(try train(["a.csv", "none.csv", "bad.csv"]).status == 66)
    #expect(try train(["a.csv", "b.csv", "d.csv"]).status == 0)
  }

  @Test func `the order in which cohort files are named does not decide which is newest`() throws {
    let there = try report(Self.several)
    let back = try report(Self.files.reversed() + Self.several.dropFirst(4))
    #expect(back["holdout.test_rows"] == there["holdout.test_rows"])
    #expect(back["holdout.profit.ev_rule_treated"] == there["holdout.profit.ev_rule_treated"])
  }

  @Test func `--account-disjoint tests a fifth of the newest cohort, on accounts that training never saw`() throws {
    let report = try report(Self.stacked + ["--account-disjoint"])
    let newest = report["data.cohorts"]?.items.last?["rows"]?.number ?? 0
    let tested = report["holdout.test_rows"]?.number ?? 0
    #expect(tested > 0.15 * newest && tested < 0.25 * newest)
    #expect((report["holdout.training_rows"]?.number ?? 0) + newest < (report["data.rows"]?.number ?? 0))
    let text = try churn(Self.stacked + ["--account-disjoint", "--quiet"]).text
    #expect(text.contains("appear nowhere in training"))
  }

  @Test func `without cohorts a fifth of the accounts is held out, stratified, and the seed chooses them`() throws {
    let arguments = [Package.dataset("telco/telco.csv"), "--target", "churn"]
    let report = try report(arguments)
    let (rows, test) = try (report.figure("data.rows"), report.figure("holdout.test_rows"))
    #expect(abs(test / rows - 0.2) < 0.001)
    #expect(try report.figure("holdout.training_rows") + test == rows)
    #expect(try abs(report.figure("holdout.churners") / test - report.figure("data.churners") / rows) < 0.001)
    #expect(try self.report(arguments)["holdout"] == report["holdout"])
    let half = try churn(arguments + ["--holdout-fraction", "0.5", "--quiet"]).text
    #expect(half.contains("Hold-out: 50.0 % of the accounts, by hash"))
    let other = try self.report(arguments + ["--seed", "2"])
    #expect(other["holdout.ranking.auc"] != report["holdout.ranking.auc"])
    #expect(other["coefficients"] == report["coefficients"], "the stored model does not depend on the seed")
  }

  @Test func `--no-refit stores the training part's fit, and the report says which is which`() throws {
    let arguments = [Package.dataset("telco/telco.csv"), "--target", "churn"]
    let (all, part) = (try report(arguments), try report(arguments + ["--no-refit"]))
    #expect(part["fit.rows"] == part["holdout.training_rows"])
    #expect(all["fit.rows"] == all["data.rows"])
    #expect(part["holdout"] == all["holdout"])
    #expect(try churn(arguments + ["--no-refit", "--quiet"]).text.contains("the training part"))
    #expect(try churn(arguments + ["--quiet"]).text.contains("all rows"))
  }

  @Test func `--no-holdout fits all rows and reports none`() throws {
    let report = try report([Package.dataset("telco/telco.csv"), "--target", "churn", "--no-holdout"])
    #expect(report["holdout"] == .null)
    #expect(report["fit.rows"] == report["data.rows"])
  }

  @Test func `files that differ in columns or types are refused with the difference`() throws {
    let scratch = try Scratch()
    try scratch.write("id,x,plan,y\n1,1,a,0\n2,2,b,1\n3,5,a,0\n4,1,b,1\n", to: "2025-01.csv")
    try scratch.write("id,x,tier,y\n1,1,a,0\n2,2,b,1\n", to: "2025-02.csv")
    let columns = try scratch.churn("train", "2025-01.csv", "2025-02.csv", "--target", "y")
    #expect(columns.status == 65)
    #expect(columns.errors.contains("2025-02.csv") && columns.errors.contains("lacks \"plan\""))
    #expect(columns.errors.contains("has \"tier\""))
    try scratch.write("id,x,plan,y\n1,low,a,0\n2,high,b,1\n", to: "2025-02.csv")
    let types = try scratch.churn("train", "2025-01.csv", "2025-02.csv", "--target", "y")
    #expect(types.status == 65)
    #expect(types.errors.contains("column \"x\" holds") && types.errors.contains("numbers"), "\(types.errors)")
    try scratch.write("y,plan,x,id\n0,a,1,1\n1,b,2,2\n1,a,3,3\n0,b,4,4\n", to: "2025-02.csv")
    let order = try scratch.churn("train", "2025-01.csv", "2025-02.csv", "--target", "y")
    #expect(order.status == 0, "columns agree by name: \(order.errors)")
    #expect(scratch.files().filter { $0.hasPrefix("models") }.count >= 2)
  }

  @Test func `a snapshot that is no date or period is refused, naming the level`() throws {
    let scratch = try Scratch()
    try scratch.write("id,when,x,y\n1,2024-01,1,0\n2,2024-01,2,1\n3,soon,5,0\n4,soon,1,1\n", to: "t.csv")
    let answer = try scratch.churn("train", "t.csv", "--target", "y", "--snapshot", "when")
    #expect(answer.status == 65)
    #expect(answer.errors.contains("\"when\"") || answer.errors.contains("soon"), "\(answer.errors)")
  }

  @Test func `a test part with one class only is refused with the counts`() throws {
    let scratch = try Scratch()
    let rows = (0..<60).map { "\($0),2024-0\($0 / 20 + 1),\($0 % 7),\($0 < 40 && $0 % 4 == 0 ? 1 : 0)\n" }.joined()
    try scratch.write("id,when,x,y\n" + rows, to: "t.csv")
    let answer = try scratch.churn("train", "t.csv", "--target", "y", "--snapshot", "when")
    #expect(answer.status == 65, "\(answer.text)")
    #expect(answer.errors.contains("0 churners") || answer.errors.contains("20"), "\(answer.errors)")
  }

  @Test func `evaluation and comparison of several rows per account are clustered and say so`() throws {
    let scratch = try Scratch()
    _ = try scratch.run(["train"] + Self.stacked + ["--model", "m", "--quiet"])
    let report = try scratch.churn("evaluate", "m", Package.dataset("saas/saas.csv"), "--json", "--quiet").json()
    #expect(report["clustered"] == .bool(true))
    #expect((report["accounts"]?.number ?? 0) < (report["rows"]?.number ?? 0))
    let text = try scratch.churn("evaluate", "m", Package.dataset("saas/saas.csv"), "--quiet").text
    #expect(text.contains("by account"))
    let same = try scratch.churn("compare", "m@1", "m@1", Package.dataset("saas/saas.csv"), "--json", "--quiet").json()
    #expect(same["difference.profit.per_account"] == .number(0))
    #expect(same["difference.auc.difference"] == .number(0))
    #expect(same["verdict"] == .string("cannot_tell"))
  }
}
