import Foundation
import Testing

/// Every file of the catalogue, through the command that its index names.
@Suite struct MalformedFileTests {
  private func train(_ file: String, _ scratch: Scratch, _ options: [String] = []) throws -> Answer {
    try scratch.run(
      ["train", Package.malformed(file), "--target", "churned", "--no-holdout", "--model", "m", "--json"] + options)
  }

  @Test(arguments: MalformedFile.all)
  func `a file of the catalogue ends as its index says`(_ expected: MalformedFile) throws {
    let scratch = try Scratch()
    var answer: Answer
    if expected.command == "score" {
      #expect(try train("01_clean.csv", scratch).status == 0)
      answer = try scratch.churn("score", "m", Package.malformed(expected.file))
    } else {
      answer = try scratch.churn(
        "train", Package.malformed(expected.file), "--target", "churned", "--no-holdout", "--model", "m")
    }
    for text in expected.says { #expect(answer.errors.contains(text), "\(answer.errors)") }
    #expect(!answer.errors.contains("\u{1B}") && !answer.text.contains("\u{1B}]"))
    guard expected.expect == "accept" else {
      #expect(answer.status == 65)
      #expect(answer.output.isEmpty)
      if expected.command == "train" { #expect(scratch.files() == []) }
      return
    }
    #expect(answer.status == 0, "\(answer.errors)")
    if expected.command == "score" {
      #expect(answer.lines.count == expected.rows + 1)
    } else {
      #expect(try train(expected.file, scratch).json()["data.rows"]?.number == Double(expected.rows))
      let model = String(decoding: try scratch.read("models/m/1/model.json"), as: UTF8.self).lowercased()
      #expect(!model.contains("nan") && !model.contains("inf"))
    }
  }

  @Test(arguments: MalformedFile.all.filter { $0.expect == "reject-or-quarantine" })
  func `bad rows set aside are counted, named and kept, and the rest is used`(_ expected: MalformedFile) throws {
    let scratch = try Scratch()
    let answer = try train(expected.file, scratch, ["--on-bad-row", "reject:bad.csv"])
    #expect(answer.status == 0, "\(answer.errors)")
    #expect(try answer.json()["data.rows"]?.number == Double(expected.rows))
    let aside = String(decoding: try scratch.read("bad.csv"), as: UTF8.self).split(separator: "\n")
    #expect(aside.first?.hasPrefix("account_id,") == true)
    let lines = try String(contentsOfFile: Package.malformed(expected.file), encoding: .utf8).split(separator: "\n")
    #expect(aside.count - 1 + expected.rows == lines.count - 1)
    #expect(aside.dropFirst().allSatisfy { lines.contains($0) })
    #expect(answer.errors.contains("bad.csv"))
    #expect(
      try FileManager.default.attributesOfItem(atPath: scratch.path("bad.csv"))[.posixPermissions] as? Int == 0o600)
    let tight = try train(expected.file, scratch, ["--on-bad-row", "skip", "--max-bad", "0"])
    #expect(tight.status == 65)
  }

  @Test(arguments: MalformedFile.sameAsClean)
  func `a variant of the clean file gives the clean file's model, byte for byte`(_ stem: String) throws {
    let (clean, variant) = (try Scratch(), try Scratch())
    _ = try train("01_clean.csv", clean)
    _ = try train(stem + ".csv", variant)
    #expect(try variant.read("models/m/1/model.json") == clean.read("models/m/1/model.json"))
  }

  @Test func `what the index says of single cells and columns`() throws {
    let scratch = try Scratch()
    let bom = try train("05_utf8_bom.csv", scratch, ["--id", "account_id"])
    #expect(bom.status == 0)
    let quotes = try train("21_escaped_quotes.csv", scratch, ["--reference", "plan=basic"]).json()
    #expect(quotes["coefficients"]?.items.contains { $0["term"] == .string("plan=pro \"plus\", annual") } == true)
    let constant = try train("31_constant_column.csv", scratch).json()
    #expect(constant["fit.certificate.dropped"]?.items.first?["term"] == .string("tickets"))
    #expect(constant["fit.certificate.dropped"]?.items.first?["reason"] == .string("constant"))
    let odd = try train("47_sql_in_header.csv", scratch).json()
    let terms = odd["coefficients"]?.items.compactMap { $0["term"]?.string } ?? []
    #expect(terms.contains("usage\" FROM x; DROP TABLE y; --"))
    let markdown = try scratch.churn(
      "train", Package.malformed("45_html_injection.csv"), "--target", "churned", "--no-holdout", "--format",
      "markdown")
    #expect(markdown.text.contains("&lt;script&gt;") && !markdown.text.contains("<script>"))
  }

  @Test func `ids come back byte for byte`() throws {
    let scratch = try Scratch()
    _ = try train("01_clean.csv", scratch)
    func ids(_ file: String, _ options: String...) throws -> [String] {
      try scratch.run(["score", "m", Package.malformed(file), "--quiet"] + options).lines.dropFirst()
        .map { String($0.split(separator: ",")[0]) }
    }
    #expect(try ids("35_leading_zero_ids.csv") == (7...36).map { String(format: "%05d", $0) })
    #expect(try ids("37_duplicate_ids.csv").count == 30)
    #expect(try ids("75_bom_in_middle.csv").dropFirst(6).first == "A007")
    #expect(try ids("49_control_chars.csv").dropFirst(4).first == "A\u{1B}[2J005")
  }
}
