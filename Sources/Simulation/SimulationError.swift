public import Diagnostics

/// What is wrong with a plan.
public enum SimulationError: Error, Sendable, Equatable {
  /// A number of the plan lies outside its range.
  case outOfRange(option: String, value: Int, range: ClosedRange<Int>)
}

extension SimulationError: Diagnosable {
  /// Where, what, and what to try.
  public var problem: Problem {
    switch self {
    case .outOfRange(let option, let value, let range):
      Problem(
        .usage, code: "simulation.out-of-range",
        "\(option) is \(value), but must be \(range.lowerBound) to \(range.upperBound)",
        remedies: ["--\(option) N   with N from \(range.lowerBound) to \(range.upperBound)"])
    }
  }
}

/// Throws unless a number lies in its range.
func check(_ option: String, _ value: Int, in range: ClosedRange<Int>) throws(SimulationError) {
  guard range.contains(value) else { throw .outOfRange(option: option, value: value, range: range) }
}
