import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// Something that is made beside other work, on a thread of its own.
public final class Background<Value: Sendable>: Sendable {
  private let work = DispatchGroup()
  private let result = Mutex<Value?>(nil)

  /// Begins to make it.
  public init(_ make: @escaping @Sendable () -> Value) {
    work.enter()
    let finish: @Sendable () -> Void = { [self] in
      let made = make()
      result.withLock { $0 = made }
      work.leave()
    }
    if let thread = startThread(finish) { pthread_detach(thread) } else { finish() }
  }

  /// What was made; waits for it.
  public var value: Value {
    work.wait()
    guard let made = result.withLock({ $0 }) else { preconditionFailure("the work is done") }
    return made
  }
}
