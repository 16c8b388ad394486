/// Tells how long stages take.
struct Stopwatch {
  private let observe: (TrainingEvent) -> Void
  private let clock = ContinuousClock()

  init(_ observe: @escaping (TrainingEvent) -> Void) { self.observe = observe }

  func time<Result>(_ stage: String, _ work: () throws -> Result) rethrows -> Result {
    let start = clock.now
    let result = try work()
    let duration = clock.now - start
    observe(
      .stage(stage, seconds: Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18))
    return result
  }
}
