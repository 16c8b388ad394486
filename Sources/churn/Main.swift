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
    let word: String = CommandLine.arguments[1]
    var known: [String] = ["help"]
    for command in Churn.configuration.subcommands {
      if let name = command.configuration.commandName { known.append(name) }
    }
    guard !word.hasPrefix("-"), !known.contains(word) else { return }
    var remedies: [String] = []
    let near = nearestNames(to: word, among: known)
    if !near.isEmpty { remedies.append("did you mean \(near.joined(separator: " or "))?") }
    remedies.append("churn --help   lists the commands")
    throw Problem(.usage, code: "usage.unknown-command", "there is no command \"\(word)\"", remedies: remedies)
  }
}
