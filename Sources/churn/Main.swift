import ArgumentParser
import Diagnostics
import Files
import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#endif

/// The program: parses, runs, and turns every failure into a message and an exit code.
@main
enum Main {
  static func main() {
    ProcessSetup.prepare()
    BLASThreads.end()
    do {
      try checkCommand(CommandLine.arguments.dropFirst().first)
      var command = try Churn.parseAsRoot()
      try command.run()
    } catch let error as FileError where error.isBrokenPipe {
      exit(128 + SIGPIPE)
    } catch let error as any Diagnosable {
      let problem = error.problem
      Console.complain(problem, asJSON: wantsJSON)
      exit(problem.kind.exitCode)
    } catch {
      guard wantsJSON, !(error is ExitCode), Churn.exitCode(for: error) == .validationFailure else {
        Churn.exit(withError: error)
      }
      let problem = Problem(.usage, code: "usage", Churn.message(for: error), remedies: ["churn help"])
      Console.complain(problem, asJSON: true)
      exit(problem.kind.exitCode)
    }
  }

  /// A mistyped command gets the names nearest to it; the parser would only call it unexpected.
  private static func checkCommand(_ word: String?) throws(Problem) {
    let names = Churn.configuration.subcommands.compactMap { $0.configuration.commandName }
    guard let word, !word.hasPrefix("-"), word != "help", !names.contains(word) else { return }
    throw Problem(
      .usage, code: "usage.unknown-command", "there is no command \"\(word)\"",
      remedies: nearestNames(to: word, among: names).map { "churn \($0)" }
        + ["churn --help   lists the commands: \(names.joined(separator: ", "))"])
  }

  /// Whether errors, like the answer, go to a machine; asked before or without a successful parse.
  private static var wantsJSON: Bool {
    let words = CommandLine.arguments
    return words.contains("--json") || words.contains("--format=json")
      || zip(words, words.dropFirst()).contains { $0 == "--format" && $1 == "json" }
  }
}
