/// Which of two versions is better, as far as the data can tell.
public enum Verdict: String, Sendable, Equatable {
  /// The first: the whole interval of B − A lies below 0.
  case a
  /// The second: the whole interval of B − A lies above 0.
  case b
  /// The interval holds 0.
  case cannotTell = "cannot_tell"

  init(lower: Double, upper: Double) {
    self = lower > 0 ? .b : upper < 0 ? .a : .cannotTell
  }
}
