import Foundation
import Testing

/// Where the answer goes: whole or not at all, never over another file, quiet when nobody listens.
@Suite struct OutputTests {
  private static let data = Package.malformed("01_clean.csv")

  private func desk() throws -> Scratch {
    let scratch = try Scratch()
    #expect(try scratch.churn("train", Self.data, "--target", "churned", "--model", "m", "--quiet").status == 0)
    return scratch
  }

  @Test func `an existing output is refused with 73 and left alone, and replaced with --force`() throws {
    let scratch = try desk()
    try scratch.write("old", to: "s.csv")
    let refused = try scratch.churn("score", "m", Self.data, "--output", "s.csv")
    #expect(refused.status == 73)
    #expect(refused.errors.contains("exists already") && refused.errors.contains("--force"))
    #expect(try scratch.read("s.csv") == Data("old".utf8))
    let forced = try scratch.churn("score", "m", Self.data, "--output", "s.csv", "--force")
    #expect(forced.status == 0)
    #expect(forced.text.contains("accounts are worth a call"), "the summary goes to standard output then")
    #expect(String(decoding: try scratch.read("s.csv"), as: UTF8.self).split(separator: "\n").count == 31)
  }

  @Test(arguments: [
    ("--output models", 73), ("--output absent/s.csv", 73), ("--output m.csv/s.csv", 73), ("--output /dev/full", 74),
    ("> /dev/full", 74), (">&-", 74),
  ])
  func `an output that cannot be is an error with its own code and no leftover`(
    _ output: String, _ status: Int
  ) throws {
    let scratch = try desk()
    try scratch.write("x", to: "m.csv")
    let before = scratch.files()
    let answer = try scratch.shell("churn score m '\(Self.data)' \(output)")
    #expect(answer.status == Int32(status), "\(answer.errors)")
    #expect(answer.errors.contains("error: "))
    #expect(scratch.files() == before)
  }

  @Test(arguments: ["evaluate m DATA", "models list", "models show m", "train DATA --target churned --model n"])
  func `a report that cannot be written is an error too`(_ command: String) throws {
    let scratch = try desk()
    let line = command.replacing("DATA", with: "'\(Self.data)'")
    #expect(try scratch.shell("churn \(line) --quiet > /dev/full").status == 74)
    #expect(try scratch.shell("churn \(line) --quiet >&-").status == 74)
  }

  @Test func `a folder is no input`() throws {
    let scratch = try desk()
    for command in [["train", "models", "--target", "y"], ["score", "m", "models"], ["evaluate", "m", "models"]] {
      let answer = try scratch.run(command)
      #expect(answer.status == 66)
      #expect(answer.errors.contains("folder"))
    }
  }

  @Test func `a listener that leaves early ends the program quietly`() throws {
    let scratch = try desk()
    let answer = try scratch.shell(
      """
      churn simulate table --rows 200000 --seed 3 > big.csv
      churn train big.csv --target churned --id account_id --no-holdout --model big --quiet > /dev/null
      churn score big big.csv --quiet | head -1
      echo ${PIPESTATUS[0]}
      churn simulate table --rows 10000000 | head -1
      echo ${PIPESTATUS[0]}
      """)
    #expect(answer.errors.isEmpty, "\(answer.errors)")
    try #require(answer.lines.count == 4)
    for status in [answer.lines[1], answer.lines[3]] { #expect(["0", "141"].contains(status)) }
  }

  @Test func `a dash is standard input and standard output`() throws {
    let scratch = try desk()
    let there = try scratch.churn("score", "m", Self.data, "--quiet")
    let answer = try scratch.shell("cat '\(Self.data)' | churn score m - --output - --quiet")
    #expect(answer.status == 0 && answer.output == there.output)
    let trained = try scratch.shell(
      "cat '\(Self.data)' | churn train - --target churned --model m --quiet > /dev/null")
    #expect(trained.status == 0)
    #expect(try scratch.read("models/m/2/model.json") == scratch.read("models/m/1/model.json"))
    #expect(try scratch.shell("churn score m - <&-").status != 0, "a closed standard input is no crash")
  }

  @Test func `a file that may not grow as far is an error, and nothing is left of it`() throws {
    let scratch = try desk()
    let before = scratch.files()
    let answer = try scratch.shell("ulimit -f 1; churn score m '\(Self.data)' --output s.csv --quiet")
    #expect(answer.status == 74 && answer.errors.contains("larger than allowed"), "\(answer.status) \(answer.errors)")
    #expect(scratch.files() == before)
  }

  @Test(arguments: ["TERM", "INT"])
  func `a signal in the middle leaves the old output and no temporary file`(_ signal: String) throws {
    let scratch = try Scratch()
    let answer = try scratch.shell(
      """
      mkdir out; echo old > out/s.csv
      churn simulate table --rows 3000 > small.csv
      churn train small.csv --target churned --id account_id --no-holdout --model m --quiet > /dev/null
      env --default-signal=INT,TERM "$CHURN" score m - --output out/s.csv --force < <("$CHURN" simulate table --rows 30000000) & pid=$!
      for i in {1..200}; do [ "$(ls -A out | wc -l)" -gt 1 ] && break; sleep 0.05; done
      ls -A out | wc -l
      kill -\(signal) $pid; wait $pid; echo $?
      ls -A out; cat out/s.csv
      """)
    #expect(answer.lines == ["2", signal == "TERM" ? "143" : "130", "s.csv", "old"], "\(answer.text) \(answer.errors)")
  }

  @Test func `train that is stopped in the middle leaves nothing in the store`() throws {
    let scratch = try Scratch()
    let answer = try scratch.shell(
      """
      "$CHURN" train - --target churned --model m < <("$CHURN" simulate table --rows 30000000) & pid=$!
      sleep 0.5; kill -TERM $pid; wait $pid; echo $?
      """)
    #expect(answer.lines == ["143"], "\(answer.errors)")
    #expect(scratch.files() == [])
  }

  @Test(arguments: ["a b.csv", "it's.csv", "*.csv", "[x].csv", "~", "ü ñ.csv", "-x.csv"])
  func `a path is taken literally`(_ name: String) throws {
    let scratch = try Scratch()
    try Data(contentsOf: URL(filePath: Self.data)).write(to: scratch.url.appending(path: "./" + name))
    let path = name.hasPrefix("-") ? "./" + name : name
    #expect(try scratch.churn("train", path, "--target", "churned", "--model", "m", "--quiet").status == 0)
    let out = try scratch.churn("score", "m", path, "--output", "out \(name)", "--quiet")
    #expect(out.status == 0, "\(out.errors)")
    #expect(scratch.files().contains("out \(name)"))
  }
}
