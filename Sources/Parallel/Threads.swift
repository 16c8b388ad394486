#if canImport(Glibc)
  public import Glibc
#endif

/// Starts a thread of its own for work that waits for other work; the threads that Dispatch shares out are no more than
/// cores, and none of them is to wait.
///
/// - Returns: the thread, to be joined or detached; `nil` when the system has none to give.
public func startThread(_ run: @escaping @Sendable () -> Void) -> pthread_t? {
  var thread = pthread_t()
  let held = Unmanaged.passRetained(ThreadBody(run))
  guard pthread_create(&thread, nil, runThreadBody, held.toOpaque()) == 0 else {
    held.release()
    return nil
  }
  return thread
}

private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

private func runThreadBody(_ body: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let body { Unmanaged<ThreadBody>.fromOpaque(body).takeRetainedValue().run() }
  return nil
}
