import Foundation
import Testing

/// Batch scoring through the program.
@Suite struct ScoreCommandTests {
  private static let current = Package.dataset("telco/current.csv")

  private func desk() throws -> Scratch {
    let scratch = try Scratch()
    let trained = try scratch.churn(
      "train", Package.dataset("telco/telco.csv"), "--target", "churn", "--positive", "Yes", "--model", "telco",
      "--quiet")
    #expect(trained.status == 0, "\(trained.errors)")
    return scratch
  }

  @Test func `contributions and base add up to the logit for every account to 1e-12`() throws {
    let scratch = try desk()
    let csv = try scratch.churn("score", "telco", Self.current, "--contributions", "--quiet")
    let header = csv.lines[0].split(separator: ",").map(String.init)
    let parts = header.indices.filter { header[$0] == "base" || header[$0].hasPrefix("contribution:") }
    #expect(parts.count == 20)
    let (logit, p) = (header.firstIndex(of: "logit")!, header.firstIndex(of: "p_churn")!)
    #expect(csv.lines.count == 1410)
    for line in csv.lines.dropFirst() {
      // Reasons are quoted and hold no comma.
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      #expect(cells.count == header.count)
      let sum = parts.reduce(0.0) { $0 + Double(cells[$1])! }
      let eta = Double(cells[logit])!
      #expect(abs(sum - eta) <= 1e-12, "\(cells[0])")
      #expect(abs(1 / (1 + exp(-eta)) - Double(cells[p])!) <= 1e-15, "\(cells[0])")
    }
  }

  @Test func `the same scores come as JSON lines`() throws {
    let scratch = try desk()
    let csv = try scratch.churn("score", "telco", Self.current, "--contributions", "--quiet").lines
    let json = try scratch.churn("score", "telco", Self.current, "--contributions", "--as", "jsonl", "--quiet").lines
    #expect(json.count == csv.count - 1)
    for (object, line) in zip(json, csv.dropFirst()) {
      let value = try JSON(Data(object.utf8))
      let cells = line.split(separator: ",").map(String.init)
      #expect(value["account_id"]?.string == cells[0])
      #expect(value["p_churn"]?.number == Double(cells[1]))
      #expect(value["expected_value"]?.number == Double(cells[2]))
      #expect(value["decision"]?.string == cells[3])
      #expect(value["reasons"]?.items.count == 3)
      let sum = value["contributions"]!.members.values.reduce(value["base"]!.number!) { $0 + $1.number! }
      #expect(abs(sum - value["logit"]!.number!) <= 1e-12)
    }
  }

  @Test func `rows come in input order; the decision is EV above 0; reasons are the strongest contributions`() throws {
    let scratch = try desk()
    let ids = try PlainCSV(path: Self.current)["account_id"]
    let scores = try scratch.churn("score", "telco", Self.current, "--as", "jsonl", "--contributions", "--quiet").lines
    #expect(try scores.map { try JSON(Data($0.utf8))["account_id"]?.string } == ids)
    for line in scores {
      let row = try JSON(Data(line.utf8))
      let p = row["p_churn"]!.number!
      let value = p * (0.3 * 190 - 1) - (1 - p) * 11
      expectClose(row["expected_value"]?.number, value, "expected value", within: 1e-12, floor: 1e-12)
      #expect(row["decision"] == .string(value > 0 ? "treat" : "leave"))
      let strongest = row["contributions"]!.members.values.map { abs($0.number!) }.sorted(by: >).prefix(3)
      #expect(row["reasons"]!.items.map { abs($0["contribution"]!.number!) } == Array(strongest))
    }
  }

  @Test func `p_churn reads back as the same double, and --value may name a column`() throws {
    let scratch = try desk()
    let rows = try scratch.churn("score", "telco", Self.current, "--quiet", "--value", "monthly_charges").lines
    let charges = try PlainCSV(path: Self.current).numbers("monthly_charges")
    for (line, value) in zip(rows.dropFirst(), charges) {
      let cells = line.split(separator: ",")
      let p = Double(cells[1])!
      #expect("\(p)" == cells[1] || p < 1e-4)
      expectClose(Double(cells[2])!, p * (0.3 * (value - 10) - 1) - (1 - p) * 11, "\(cells[0])", within: 1e-12)
    }
  }

  @Test func `missing columns, extra columns, wrong types and unseen levels`() throws {
    let scratch = try Scratch()
    _ = try scratch.churn("train", Package.malformed("01_clean.csv"), "--target", "churned", "--model", "m")
    let header = "account_id,usage,logins,tickets,tenure_months,plan"
    try scratch.write("\(header),colour\nA1,10,3,0,5,pro,red\nA2,11,3,0,5,gold,red\nA3,11,3,0,5,gold,\n", to: "a.csv")
    let extra = try scratch.churn("score", "m", "a.csv")
    #expect(extra.status == 0 && extra.lines.count == 4)
    #expect(extra.errors.contains("note: column not used by the model: colour"))
    #expect(extra.errors.contains("plan=gold: not seen in training, 2 rows"))
    try scratch.write("\(header)\nA1,much,3,0,5,pro\n", to: "b.csv")
    let typed = try scratch.churn("score", "m", "b.csv", "--output", "s.csv")
    #expect(typed.status == 65 && typed.errors.contains("b.csv:2: column \"usage\""))
    try scratch.write("\(header)\n,10,3,0,5,pro\n,11,3,0,5,pro\n", to: "c.csv")
    let nameless = try scratch.churn("score", "m", "c.csv", "--output", "s.csv")
    #expect(nameless.status == 65 && nameless.errors.contains("names no account"))
    #expect(!scratch.files().contains("s.csv"))
    try scratch.write("plan,tenure_months,tickets,logins,usage,account_id\npro,5,0,3,10,A1\n", to: "d.csv")
    let reordered = try scratch.churn("score", "m", "d.csv", "--quiet")
    #expect(reordered.lines[1] == extra.lines[1], "columns are found by name")
  }

  @Test func `a file without rows gives a header and a note`() throws {
    let scratch = try desk()
    try scratch.write(String(contentsOfFile: Self.current, encoding: .utf8).prefix { $0 != "\n" } + "\n", to: "e.csv")
    let answer = try scratch.churn("score", "telco", "e.csv")
    #expect(answer.status == 0)
    #expect(answer.lines == ["account_id,p_churn,expected_value,decision,reason_1,reason_2,reason_3,model"])
    #expect(answer.errors.contains("no rows"))
    let lines = try scratch.churn("score", "telco", "e.csv", "--as", "jsonl")
    #expect(lines.status == 0 && lines.output.isEmpty)
    #expect(try scratch.churn("evaluate", "telco", "e.csv", "--target", "female").status == 65)
  }

  @Test func `no row is lost or moved at the borders of chunks`() throws {
    let scratch = try Scratch()
    let answer = try scratch.shell(
      """
      churn simulate table --rows 122881 --seed 7 > all.csv
      head -3001 all.csv > train.csv
      churn train train.csv --target churned --id account_id --no-holdout --model m --quiet > /dev/null
      churn score m all.csv --quiet > all.scores
      for n in 1 2047 2048 2049 4096 4097 65535 65536 65537 122879 122880 122881; do
        head -$((n + 1)) all.csv > part.csv
        churn score m part.csv --quiet | cmp - <(head -$((n + 1)) all.scores) || echo $n
      done
      cut -d, -f1 all.csv | cmp - <(cut -d, -f1 all.scores)
      """)
    #expect(answer.text.isEmpty && answer.errors.isEmpty, "\(answer.text) \(answer.errors)")
  }

  @Test func `ids that a spreadsheet would run are exact by default and defused on request`() throws {
    let scratch = try Scratch()
    _ = try scratch.churn("train", Package.malformed("01_clean.csv"), "--target", "churned", "--model", "m")
    let ids = ["=cmd", "+1", "-1", "@x"]
    let rows = ids.map { "\($0),10,3,0,5,pro\n" }.joined()
    try scratch.write("account_id,usage,logins,tickets,tenure_months,plan\n" + rows, to: "a.csv")
    func first(_ options: String...) throws -> [String] {
      try scratch.run(["score", "m", "a.csv", "--quiet"] + options).lines.dropFirst()
        .map { String($0.split(separator: ",")[0]) }
    }
    #expect(try first() == ids)
    #expect(try first("--spreadsheet-safe") == ids.map { "\"'\($0)\"" })
    let safe = try scratch.churn("score", "m", "a.csv", "--quiet", "--spreadsheet-safe").lines
    let plain = try scratch.churn("score", "m", "a.csv", "--quiet").lines
    let numbers = { (line: String) in line.split(separator: ",").dropFirst() }
    #expect(safe.map(numbers) == plain.map(numbers), "figures are never touched, negative ones neither")
  }
}
