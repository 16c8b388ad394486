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
}
