public import Diagnostics
public import Fitting

/// What a training run says while it works.
public enum TrainingEvent: Sendable {
  /// A stage has ended.
  case stage(String, seconds: Double)
  /// A step of the solver.
  case iteration(IterationRecord)
  /// Something that must not pass in silence.
  case notices([Notice])
}
