import Dispatch

#if canImport(Glibc)
  import Glibc
#endif

/// Makes results side by side and returns them in the order of their numbers 0 ..< count.
///
/// What `body` gives must depend on its number alone; then the results do not depend on the threads.
///
/// - Parameters:
///   - threads: how many at most; `nil` is one for each core.
///   - body: called once for each number, on any thread, several at a time.
public func concurrently<Result>(_ count: Int, threads: Int? = nil, _ body: (Int) -> Result) -> [Result] {
  [Result](unsafeUninitializedCapacity: count) { results, filled in
    nonisolated(unsafe) let (slots, body) = (results, body)
    let workers = min(count, max(1, threads ?? count))
    if workers == 1 {
      for number in 0..<count { slots.initializeElement(at: number, to: body(number)) }
    } else {
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        for number in stride(from: worker, to: count, by: workers) {
          slots.initializeElement(at: number, to: body(number))
        }
      }
    }
    filled = count
  }
}

/// Makes two results that need nothing of each other side by side, the second on a thread of its own: the threads that Dispatch
/// shares out may be at work for somebody else, and this work is waited for.
public func together<First, Second>(_ first: () -> First, _ second: () -> Second) -> (First, Second) {
  nonisolated(unsafe) var other: Second?
  let one = withoutActuallyEscaping(second) { second in
    nonisolated(unsafe) let second = second
    let thread = startThread { other = second() }
    let one = first()
    if let thread { pthread_join(thread, nil) } else { other = second() }
    return one
  }
  guard let other else { preconditionFailure("both were made") }
  return (one, other)
}
