import Dispatch

/// How to resample accounts.
public struct Resampling: Sendable, Equatable {
  /// Resamples drawn.
  public var count: Int
  /// Equal seeds give equal results, whatever the number of threads.
  public var seed: UInt64
  /// Of the intervals.
  public var confidence: Double
  /// At most so many threads; `nil` for one per core.
  public var threads: Int?

  /// Creates options.
  public init(count: Int = 2_000, seed: UInt64 = 1, confidence: Double = 0.95, threads: Int? = nil) {
    precondition(count > 1 && confidence > 0 && confidence < 1, "several resamples and a confidence between 0 and 1")
    self.count = count
    self.seed = seed
    self.confidence = confidence
    self.threads = threads
  }

  /// Calls `body` once per resample, on all cores, with the resample's own random stream and a workspace of its thread.
  func map<Workspace, Result: Sendable>(
    workspace: @Sendable () -> Workspace,
    _ body: @Sendable (_ resample: Int, _ stream: inout ResamplingStream, _ workspace: inout Workspace) -> Result
  ) -> [Result] {
    let lanes = min(count, max(1, threads ?? Resampling.coreCount))
    return [Result](unsafeUninitializedCapacity: count) { results, filled in
      let target = SharedBuffer(base: results.baseAddress!)
      DispatchQueue.concurrentPerform(iterations: lanes) { lane in
        var workspace = workspace()
        for resample in stride(from: lane, to: count, by: lanes) {
          var stream = ResamplingStream(seed: seed, resample: resample)
          (target.base + resample).initialize(to: body(resample, &stream, &workspace))
        }
      }
      filled = count
    }
  }
}

/// Lets threads write to different places of one buffer.
private struct SharedBuffer<Element>: @unchecked Sendable {
  let base: UnsafeMutablePointer<Element>
}
