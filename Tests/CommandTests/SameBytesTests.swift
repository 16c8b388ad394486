import Foundation
import Testing

/// Same input, same bytes: threads, locale, line ends, quoting and the clock leave no trace in a model or a score file.
@Suite struct SameBytesTests {
  private static let telco = [
    "train", Package.dataset("telco/telco.csv"), "--target", "churn", "--model", "m", "--json", "--quiet",
  ]

  private static let cohorts = [
    "train", Package.dataset("saas/saas.csv"), "--target", "churned", "--id", "account_id", "--snapshot", "snapshot",
    "--model", "m", "--json", "--quiet",
  ]

  @Test(arguments: [telco, cohorts])
  func `the model file and the report are the same on 1, 2, 4 and 8 threads`(_ command: [String]) throws {
    let one = try Scratch()
    let report = try one.run(command + ["--threads", "1"])
    #expect(report.status == 0, "\(report.errors)")
    let model = try one.read("models/m/1/model.json")
    for threads in ["2", "4", "8"] {
      let other = try Scratch()
      #expect(try other.run(command + ["--threads", threads]).output == report.output)
      #expect(try other.read("models/m/1/model.json") == model)
    }
    #expect(try one.run(command).status == 0)
    #expect(try one.read("models/m/2/model.json") == model, "a second run, at a later time")
  }

  @Test func `a German locale changes nothing`() throws {
    let german = ["LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8", "LC_NUMERIC": "de_DE", "TZ": "Asia/Tokyo"]
    let (plain, other) = (try Scratch(), try Scratch())
    let report = try plain.run(Self.telco)
    #expect(try Churn(arguments: Self.telco, environment: german, folder: other.url).run().output == report.output)
    #expect(try other.read("models/m/1/model.json") == plain.read("models/m/1/model.json"))
    let score = ["score", "m", Package.dataset("telco/current.csv"), "--quiet"]
    #expect(
      try Churn(arguments: score, environment: german, folder: other.url).run().output == plain.run(score).output)
  }

  @Test func `line ends, quotes and a byte-order mark in the data change nothing`() throws {
    let rows = try String(contentsOfFile: Package.dataset("telco/telco.csv"), encoding: .utf8)
      .split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let quoted = rows.map { $0.map { $0.isEmpty ? "" : "\"\($0)\"" }.joined(separator: ",") }
    let plain = rows.map { $0.joined(separator: ",") }
    let forms = [
      ("lf", plain.joined(separator: "\n") + "\n"), ("crlf", plain.joined(separator: "\r\n") + "\r\n"),
      ("quoted", quoted.joined(separator: "\n")), ("bom", "\u{FEFF}" + plain.joined(separator: "\n") + "\n"),
      ("tab", plain.map { $0.replacing(",", with: "\t") }.joined(separator: "\n") + "\n"),
    ]
    let scratch = try Scratch()
    for (name, text) in forms {
      try scratch.write(text, to: name + ".csv")
      let answer = try scratch.churn("train", name + ".csv", "--target", "churn", "--model", name, "--quiet")
      #expect(answer.status == 0, "\(answer.errors)")
      #expect(try scratch.read("models/\(name)/1/model.json") == scratch.read("models/lf/1/model.json"), "\(name)")
    }
  }

  @Test func `scores are the same on any number of threads, from a file or from standard input`() throws {
    let scratch = try Scratch()
    _ = try scratch.run(Self.cohorts)
    let data = Package.dataset("saas/saas.csv")
    let scores = try scratch.churn("score", "m", data, "--threads", "1", "--quiet").output
    #expect(try scratch.churn("score", "m", data, "--threads", "4", "--quiet").output == scores)
    #expect(
      try scratch.churn("score", "m", "-", "--quiet", input: Data(contentsOf: URL(filePath: data))).output == scores)
    #expect(try scratch.churn("score", "m", data, "--output", "s.csv", "--quiet").status == 0)
    #expect(try scratch.read("s.csv") == scores)
  }

  @Test func `the order of rows does not matter to the twelfth digit`() throws {
    var rows = try String(contentsOfFile: Package.fit("lbw.csv"), encoding: .utf8).split(separator: "\n")
    let header = rows.removeFirst()
    let scratch = try Scratch()
    try scratch.write(([header] + rows.reversed()).joined(separator: "\n") + "\n", to: "lbw.csv")
    func fit(_ file: String) throws -> [Double] {
      try scratch.churn("train", file, "--target", "low", "--exclude", "id,ftv,bwt", "--no-holdout", "--json")
        .json()["coefficients"]?.items.compactMap { $0["estimate"]?.number } ?? []
    }
    let (there, here) = (try fit(Package.fit("lbw.csv")), try fit("lbw.csv"))
    #expect(there.count == 9 && here.count == 9)
    for (a, b) in zip(here, there) { #expect(digits(a, of: b) >= 12) }
  }
}
