import ArgumentParser
import Diagnostics
import Files

#if canImport(Glibc)
  import Glibc
#endif

/// The program: parses, runs, and turns every failure into a message and an exit code.
@main
enum Main {
  static func main() {
    ProcessSetup.prepare()
    do {
      try refuseUnknownCommand()
      var command = try Churn.parseAsRoot()
      try command.run()
    } catch let error as FileError where error.isBrokenPipe {
      exit(128 + SIGPIPE)
    } catch let error as any Diagnosable {
      let problem = error.problem
      Console.complain(problem, asJSON: CommandLine.arguments.contains("--json"))
      exit(problem.kind.exitCode)
    } catch {
      Churn.exit(withError: error)
    }
  }

  /// A mistyped command, which the parser would call an unexpected argument.
  private static func refuseUnknownCommand() throws {
    guard CommandLine.arguments.count > 1 else { return }
    let word = CommandLine.arguments[1]
    let known = Churn.configuration.subcommands.compactMap(\.configuration.commandName) + ["help"]
    guard !word.hasPrefix("-"), !known.contains(word) else { return }
    let near = nearestNames(to: word, among: known)
    throw Problem(
      .usage, code: "usage.unknown-command", "there is no command \"\(word)\"",
      remedies: (near.isEmpty ? [] : ["did you mean \(near.joined(separator: " or "))?"])
        + ["churn --help   lists the commands"])
  }
}
