public import Simulation
import Files

/// Writes a simulated table to a file or to standard output.
public struct SimulationRun: Sendable {
  /// What is simulated.
  public enum Plan: Sendable {
    /// One row per account.
    case accounts(AccountsPlan)
    /// A firm's monthly cohorts.
    case firm(FirmPlan)
  }

  /// What is simulated.
  public var plan: Plan
  /// Where to; `-` is standard output.
  public var output: String
  /// Whether an existing file is replaced.
  public var replaces: Bool
  /// Threads; the bytes do not depend on it.
  public var threads: Int

  /// Creates a run.
  public init(plan: Plan, output: String, replaces: Bool = false, threads: Int = 0) {
    self.plan = plan
    self.output = output
    self.replaces = replaces
    self.threads = threads
  }

  /// Writes the table.
  /// - Throws: `SimulationError`, `FileError`.
  public func run() throws {
    switch plan {
    case .accounts(let plan): try write(SimulatedAccounts(plan))
    case .firm(let plan): try write(SimulatedFirm(plan))
    }
  }

  private func write(_ table: some SimulatedTable) throws {
    let target = try DurableOutput(to: output, policy: replaces ? .replace : .refuse)
    do {
      try table.write(threads: threads > 0 ? threads : processorCount()) { bytes throws(FileError) in
        try target.write(bytes)
      }
      try target.commit()
    } catch {
      target.discard()
      throw error
    }
  }
}
