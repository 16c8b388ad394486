import ArgumentParser
import Workflow

/// Options of the intervals that resample accounts, and of the length of the report.
struct ResamplingOptionGroup: ParsableArguments {
  @Option(
    help: """
      Resamples of whole accounts for the intervals; 0 for none. Default: 200 in evaluate (each resample looks for the \
      best cut again), 2000 in compare.
      """)
  var resamples: Int?

  @Option(help: "Seed of the resampling; the same seed gives the same report, whatever the number of threads.")
  var seed: UInt64 = 1

  @Flag(help: "Show the long parts too; --json always holds them.")
  var details = false

  mutating func validate() throws {
    if let resamples, !(resamples == 0 || (2...1_000_000).contains(resamples)) {
      throw ValidationError("--resamples takes 0, or 2 to 1000000")
    }
  }

  func fill(_ options: inout JudgingOptions) {
    options.resamples = resamples
    options.seed = seed
    options.showsDetails = details
  }
}
