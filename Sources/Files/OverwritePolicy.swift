/// What happens when an output exists already.
public enum OverwritePolicy: Sendable {
  /// It is an error, also when the file appears while ours is being written.
  case refuse
  /// The old file stays whole until the new one, whole, takes its name in one step.
  case replace
}
