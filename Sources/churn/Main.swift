import ArgumentParser
import Diagnostics

#if canImport(Glibc)
  import Glibc
#endif

/// The program: parses, runs, and turns every failure into a message and an exit code.
@main
enum Main {
  static func main() {
    occupyStandardDescriptors()
    do {
      var command = try Churn.parseAsRoot()
      try command.run()
    } catch let error as any Diagnosable {
      let problem = error.problem
      Console.complain(problem, asJSON: CommandLine.arguments.contains("--json"))
      exit(problem.kind.exitCode)
    } catch {
      Churn.exit(withError: error)
    }
  }

  /// A descriptor 0, 1 or 2 that was closed by the caller would be given to the next file opened, and the answer or a
  /// message would be written into it.
  private static func occupyStandardDescriptors() {
    for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) == -1 {
      _ = open("/dev/null", descriptor == 0 ? O_RDONLY : O_WRONLY)
    }
  }
}
