import Dispatch
import Synchronization

/// Something that is made beside other work.
public final class Background<Value: Sendable>: Sendable {
  private let work = DispatchGroup()
  private let result = Mutex<Value?>(nil)

  /// Begins to make it.
  public init(_ make: @escaping @Sendable () -> Value) {
    DispatchQueue.global().async(group: work) { [self] in
      let made = make()
      result.withLock { $0 = made }
    }
  }

  /// What was made; waits for it.
  public var value: Value {
    work.wait()
    guard let made = result.withLock({ $0 }) else { preconditionFailure("the work is done") }
    return made
  }
}
