import Foundation
import Testing

/// The command line itself: help, versions, mistakes in it, and the exit codes of sysexits.
@Suite struct UsageTests {
  private static let clean = Package.malformed("01_clean.csv")

  @Test(arguments: [
    ["--help"], ["--version"], ["help", "train"], ["train", "--help"], ["score", "--help"], ["evaluate", "--help"],
    ["compare", "--help"], ["models", "--help"], ["models", "show", "--help"], ["simulate", "table", "--help"],
  ])
  func `help and version are answers: exit 0, on standard output`(_ arguments: [String]) throws {
    let answer = try Scratch().run(arguments)
    #expect(answer.status == 0)
    #expect(!answer.output.isEmpty)
    #expect(answer.errors.isEmpty)
  }

  @Test(arguments: [
    [], ["train"], ["train", clean], ["score", "m"], ["evaluate", "m"], ["compare", "a", "b"],
    ["train", clean, "--target"], ["models", "show"], ["evaluate", "--scores", clean, "extra"],
    ["compare", "--scores", clean, "--target", "y", "--score", "a"],
  ])
  func `a command line with something missing exits 64, or shows the help`(_ arguments: [String]) throws {
    let answer = try Scratch().run(arguments)
    #expect(answer.status == (arguments.isEmpty ? 0 : 64))
    #expect(arguments.isEmpty || (answer.output.isEmpty && !answer.errors.isEmpty))
  }

  @Test(arguments: [
    (["train", clean, "--target", "churned", "--exlude", "usage"], "Did you mean '--exclude'?"),
    (["score", "m", clean, "--contribution"], "Did you mean '--contributions'?"),
    (["trian", clean], "churn train"), (["evalute", "m", clean], "churn evaluate"),
    (["frobnicate"], "there is no command \"frobnicate\""),
  ])
  func `a mistyped option or command exits 64 and names what was meant`(_ arguments: [String], _ hint: String) throws {
    let answer = try Scratch().run(arguments)
    #expect(answer.status == 64)
    #expect(answer.output.isEmpty)
    #expect(answer.errors.contains(hint), "\(answer.errors)")
  }

  @Test(arguments: [
    (["--target", "churnd"], 65, "--target churned"), (["--id", "acount_id", "--target", "churned"], 65, "account_id"),
    (["--target", "churned", "--exclude", "usge"], 64, "--exclude usage"),
    (["--target", "churned", "--features", "usage,login"], 64, "--features logins"),
    (["--target", "churned", "--reference", "plans=pro"], 64, "--reference plan"),
    (["--target", "churned", "--value", "mrr"], 64, "the columns are: account_id"),
  ])
  func `a mistyped column is answered with the nearest names`(
    _ options: [String], _ status: Int, _ hint: String
  ) throws {
    let answer = try Scratch().run(["train", Self.clean] + options)
    #expect(answer.status == Int32(status))
    #expect(answer.errors.contains(hint), "\(answer.errors)")
  }

  static let numericOptions: [(option: String, refused: [String], taken: [String])] = [
    ("--ridge", ["-1", "", "nan", "inf", "x"], ["0", "1e99"]),
    ("--holdout-fraction", ["-1", "0", "1", "1e99", "", "nan", "inf"], ["0.5"]),
    ("--gap", ["-1", "1e99", "", "nan", "1.5", "99999999999"], ["0"]),
    ("--max-iterations", ["-1", "0", "1e99", "", "nan", "99999999999"], ["50"]),
    ("--min-level-count", ["-1", "0", "1e99", "", "nan"], ["1", "99999999999"]),
    ("--seed", ["-1", "1e99", "", "nan", "1.5"], ["0", "99999999999"]),
    ("--threads", ["-1", "0", "1e99", "", "nan", "99999999999"], ["1"]),
    ("--max-bad", ["-1", "1e99", "", "nan"], ["0", "99999999999"]),
    ("--value", ["-1", "", "nan", "inf", "-inf"], ["0", "1e99"]),
    ("--incentive", ["-1", "", "nan", "inf"], ["0", "1e99"]),
    ("--contact", ["-1", "", "nan", "inf"], ["0", "99999999999"]),
    ("--accept", ["-1", "0", "1", "1e99", "", "nan", "beta:0,1", "beta:nan,1", "beta:1", "beta:inf,inf"], ["0.5"]),
  ]

  @Test(arguments: numericOptions)
  func `a number out of range exits 64 naming the option, and stores nothing`(
    _ numeric: (option: String, refused: [String], taken: [String])
  ) throws {
    let scratch = try Scratch()
    for value in numeric.refused {
      let answer = try scratch.churn("train", Self.clean, "--target", "churned", "\(numeric.option)=\(value)")
      #expect(answer.status == 64, "\(numeric.option)=\(value)")
      #expect(answer.errors.contains(numeric.option), "\(answer.errors)")
    }
    #expect(scratch.files() == [])
    for value in numeric.taken {
      let answer = try scratch.churn("train", Self.clean, "--target", "churned", "\(numeric.option)=\(value)")
      #expect(answer.status == 0, "\(numeric.option)=\(value) \(answer.errors)")
      #expect(!answer.text.lowercased().contains("nan"), "\(numeric.option)=\(value)")
    }
  }

  @Test(arguments: ["--rows", "--columns", "--regions", "--first-row", "--seed", "--threads"])
  func `simulate refuses numbers out of range too`(_ option: String) throws {
    for value in ["-1", "1e99", "", "nan"] {
      let answer = try Scratch().churn("simulate", "table", "--rows", "3", "\(option)=\(value)")
      #expect(answer.status == 64, "\(option)=\(value)")
      #expect(answer.output.isEmpty)
    }
  }

  @Test(arguments: ["--accounts", "--months"])
  func `a firm of no accounts or no months is refused`(_ option: String) throws {
    for value in ["-1", "0", "99999999999", "nan"] {
      #expect(try Scratch().churn("simulate", "table", "\(option)=\(value)").status == 64, "\(option)=\(value)")
    }
  }
}
