import Foundation
import Testing

/// What `train` does with columns, levels, missing cells and outcomes.
@Suite struct TrainCommandTests {
  private static let telco = Package.dataset("telco/telco.csv")

  private func report(_ scratch: Scratch, _ arguments: [String]) throws -> JSON {
    let answer = try scratch.run(["train"] + arguments + ["--json", "--quiet"])
    #expect(answer.status == 0, "\(answer.errors)")
    return try answer.json()
  }

  private func terms(_ report: JSON) -> [String] {
    report["coefficients"]?.items.compactMap { $0["term"]?.string } ?? []
  }

  @Test(arguments: ["1", "2", "3"]) func `a stream is read whole, and its sum is that of its bytes`(threads: String)
    throws
  {
    let scratch = try Scratch()
    let rows = (0..<60_000).map { "A\($0),\($0 % 97),\($0 * 7_919 % 11 == 0 ? 1 : 0)\n" }
    try scratch.write("account_id,x,churned\n" + rows.joined(), to: "t.csv")
    let wanted = try scratch.shell("sha256sum t.csv").text.prefix(64)
    for source in ["t.csv", "<(cat t.csv)", "- < t.csv", "- < <(cat t.csv)"] {
      let answer = try scratch.shell(
        "rm -rf models; churn train \(source) --target churned --id account_id --model m --threads \(threads) --json --quiet"
      )
      #expect(answer.status == 0, "\(source): \(answer.errors)")
      #expect(try answer.json()["data.rows"] == .number(60_000))
      let inputs = try scratch.shell("sed -n '/\"inputs\"/,/]/p' models/m/1/training.json").text
      #expect(inputs.contains("\"sha256\": \"\(wanted)\""), "\(source)")
    }
  }

  @Test func `the outcome is understood as 0 and 1, true and false, yes and no, and nothing else by itself`() throws {
    let scratch = try Scratch()
    let rows = [(1.0, 0), (2, 1), (3, 0), (4, 1), (2.5, 0), (1.5, 1), (3.5, 1), (2.2, 0)]
    for (no, yes) in [("0", "1"), ("false", "true"), ("no", "yes"), ("FALSE", "TRUE"), ("No", "Yes"), ("n", "y")] {
      let text = rows.map { "\($0.0),\($0.1 == 1 ? yes : no)\n" }.joined()
      try scratch.write("x,y\n" + text, to: "t.csv")
      let fit = try report(scratch, ["t.csv", "--target", "y", "--no-holdout", "--model", "m"])
      #expect(fit["fit.churners"] == .number(4) && fit["data.positive"] == .string(yes))
    }
    try scratch.write("x,y\n" + rows.map { "\($0.0),\($0.1 == 1 ? "left" : "stayed")\n" }.joined(), to: "t.csv")
    let refused = try scratch.churn("train", "t.csv", "--target", "y", "--no-holdout")
    #expect(refused.status == 65)
    #expect(refused.errors.contains("left") && refused.errors.contains("stayed"))
    #expect(refused.errors.contains("--positive"))
    let chosen = try report(scratch, ["t.csv", "--target", "y", "--positive", "left", "--no-holdout"])
    #expect(chosen["fit.churners"] == .number(4))
    let flipped = try report(scratch, ["t.csv", "--target", "y", "--positive", "stayed", "--no-holdout"])
    for (a, b) in try zip(chosen.list("coefficients"), flipped.list("coefficients")) {
      #expect(try digits(b["estimate"]?.number, of: -a.figure("estimate")) >= 12)
      #expect(try digits(b["standard_error"]?.number, of: a.figure("standard_error")) >= 12)
    }
    let mistyped = try scratch.churn("train", "t.csv", "--target", "y", "--positive", "lefd", "--no-holdout")
    #expect(mistyped.status == 65 && mistyped.errors.contains("--positive left"))
  }

  @Test func `ids are never features, and a column of nearly all distinct text is refused with a hint`() throws {
    let scratch = try Scratch()
    let rows = (0..<200).map { "u\($0)@example.com,\($0 % 7),\($0 % 3 == 0 ? 1 : 0)\n" }.joined()
    try scratch.write("email,x,churned\n" + rows, to: "t.csv")
    let refused = try scratch.churn("train", "t.csv", "--target", "churned")
    #expect(refused.status == 65, "\(refused.errors)")
    #expect(refused.errors.contains("\"email\"") && refused.errors.contains("--exclude email"), "\(refused.errors)")
    #expect(!refused.errors.contains("u17@example.com"))
    #expect(terms(try report(scratch, ["t.csv", "--target", "churned", "--id", "email"])) == ["(intercept)", "x"])
    #expect(
      terms(try report(scratch, ["t.csv", "--target", "churned", "--exclude", "email"])) == ["(intercept)", "x"])
    #expect(terms(try report(scratch, ["t.csv", "--target", "churned", "--features", "x"])) == ["(intercept)", "x"])
  }

  @Test func `levels held by fewer than ten accounts are pooled and not named anywhere`() throws {
    let scratch = try Scratch()
    let rows = (0..<400).map { row -> String in
      let plan = row % 100 == 7 ? "platinum" : row % 150 == 9 ? "gold" : row % 3 == 0 ? "pro" : "basic"
      return "A\(row),\(row % 11),\(plan),\((row * 7) % 5 == 0 ? 1 : 0)\n"
    }.joined()
    try scratch.write("account_id,x,plan,churned\n" + rows, to: "t.csv")
    let answer = try scratch.churn("train", "t.csv", "--target", "churned", "--model", "m")
    #expect(answer.status == 0)
    #expect(answer.errors.contains("2 levels held by fewer than 10 accounts"))
    var all = answer.text + answer.errors
    for file in scratch.files() where file != "t.csv" { all += String(decoding: try scratch.read(file), as: UTF8.self) }
    #expect(!all.contains("platinum") && !all.contains("gold"))
    #expect(all.contains("plan=other"))
    let named = try report(scratch, ["t.csv", "--target", "churned", "--min-level-count", "1"])
    #expect(terms(named).contains("plan=platinum") && terms(named).contains("plan=gold"))
  }

  @Test func `missing numbers get the mean and an indicator, missing categories a level, or rows are dropped`() throws {
    let scratch = try Scratch()
    let file = Package.malformed("29_missing_tokens.csv")
    let imputed = try report(scratch, [file, "--target", "churned", "--no-holdout"])
    #expect(terms(imputed).filter { $0.contains("missing") } == ["usage:missing", "logins:missing", "plan=missing"])
    #expect(imputed["fit.rows"] == .number(30))
    let dropped = try report(scratch, [file, "--target", "churned", "--no-holdout", "--missing", "drop"])
    #expect(terms(dropped).allSatisfy { !$0.contains("missing") })
    let rows = dropped["fit.rows"]?.number ?? 0
    #expect(rows + (dropped["data.left_out"]?.items.first?["rows"]?.number ?? 0) == 30)
    #expect(rows < 30)
  }

  @Test func `the reference level is the most frequent, stated, and can be chosen`() throws {
    let scratch = try Scratch()
    let arguments = [Self.telco, "--target", "churn", "--features", "contract,tenure", "--no-holdout"]
    let usual = try report(scratch, arguments)
    #expect(usual["references.contract"] == .string("Month-to-month"))
    let chosen = try report(scratch, arguments + ["--reference", "contract=Two year"])
    #expect(chosen["references.contract"] == .string("Two year"))
    #expect(terms(chosen) == ["(intercept)", "tenure", "contract=Month-to-month", "contract=One year"])
    expectClose(
      usual["fit.log_likelihood"]?.number, chosen["fit.log_likelihood"]?.number, "log-likelihood", within: 1e-13)
    let absent = try scratch.run(["train"] + arguments + ["--reference", "contract=Weekly"])
    #expect([64, 65].contains(absent.status) && absent.errors.contains("Weekly"))
  }

  @Test func `types come from the whole column, and --categorical overrides them`() throws {
    let scratch = try Scratch()
    let report = try report(
      scratch, [Self.telco, "--target", "churn", "--features", "senior_citizen,tenure", "--no-holdout"])
    #expect(terms(report) == ["(intercept)", "senior_citizen", "tenure"])
    let levels = try self.report(
      scratch,
      [
        Self.telco, "--target", "churn", "--features", "senior_citizen,tenure", "--categorical", "senior_citizen",
        "--no-holdout",
      ])
    #expect(terms(levels) == ["(intercept)", "senior_citizen=1", "tenure"])
    let rows = (0..<5000).map { "\($0 % 97),\($0 % 4 == 0 ? 1 : 0)\n" }.joined()
    try scratch.write("x,churned\n" + rows + "many,1\n", to: "late.csv")
    let late = try scratch.churn("train", "late.csv", "--target", "churned")
    #expect(late.status == 65 && late.errors.contains("late.csv:5002: column \"x\""), "\(late.errors)")
  }

  @Test func `weight 2 is the row twice, weight 0 is no row, and bad weights are refused by row`() throws {
    let scratch = try Scratch()
    let rows = try PlainCSV(path: Package.fit("lbw.csv"))
    func table(_ lines: [(weight: Int, cells: [String])]) -> String {
      "low,age,lwt,smoke,w\n" + lines.map { ($0.cells + ["\($0.weight)"]).joined(separator: ",") + "\n" }.joined()
    }
    let cells = rows.rows.indices.map { row in ["low", "age", "lwt", "smoke"].map { rows[$0][row] } }
    try scratch.write(table(cells.enumerated().map { (($0 % 3), $1) }), to: "weighted.csv")
    let repeated = cells.enumerated().flatMap { place, row in Array(repeating: (1, row), count: place % 3) }
    try scratch.write(table(repeated), to: "repeated.csv")
    let options = ["--target", "low", "--no-holdout", "--weights", "w"]
    let (a, b) = (try report(scratch, ["weighted.csv"] + options), try report(scratch, ["repeated.csv"] + options))
    for (x, y) in try zip(a.list("coefficients"), b.list("coefficients")) {
      #expect(try digits(x["estimate"]?.number, of: y.figure("estimate")) >= 12)
      #expect(try digits(x["standard_error"]?.number, of: y.figure("standard_error")) >= 11)
    }
    for bad in ["-1", "nan", "inf", "", "x"] {
      try scratch.write("low,age,w\n0,20,1\n1,30,2\n0,40,\(bad)\n1,22,1\n", to: "bad.csv")
      let answer = try scratch.churn("train", "bad.csv", "--target", "low", "--no-holdout", "--weights", "w")
      #expect(answer.status == 65 && answer.errors.contains("\"w\""), "\(bad) \(answer.errors)")
    }
    try scratch.write("low,age,w\n0,20,0\n1,30,0\n", to: "zero.csv")
    #expect(try scratch.churn("train", "zero.csv", "--target", "low", "--no-holdout", "--weights", "w").status == 65)
  }

  @Test func `too little to fit is refused, and a ridge makes it fit`() throws {
    let scratch = try Scratch()
    try scratch.write("x,y\n1,0\n", to: "one.csv")
    #expect(try scratch.churn("train", "one.csv", "--target", "y", "--no-holdout").status == 65)
    try scratch.write("a,b,c,y\n1,2,7,0\n2,1,1,1\n", to: "two.csv")
    let plain = try scratch.churn("train", "two.csv", "--target", "y", "--no-holdout")
    #expect(plain.status == 65 || plain.errors.contains("separation"), "\(plain.errors)")
    let ridge = try scratch.churn("train", "two.csv", "--target", "y", "--no-holdout", "--ridge", "1")
    #expect(ridge.status == 0, "\(ridge.errors)")
    try scratch.write("x,y\n", to: "none.csv")
    #expect(try scratch.churn("train", "none.csv", "--target", "y").status == 65)
  }

  @Test func `a fit that stops early says so in the report, the model and the scores`() throws {
    let scratch = try Scratch()
    let answer = try scratch.churn(
      "train", Self.telco, "--target", "churn", "--max-iterations", "1", "--no-holdout", "--json", "--model", "m")
    #expect(answer.status == 0)
    #expect(try answer.json()["fit.status"] == .string("iteration_limit"))
    #expect(answer.errors.contains("did not converge") && answer.errors.contains("gradient"))
    #expect(try scratch.churn("score", "m", Self.telco).errors.contains("not converged"))
  }
}
