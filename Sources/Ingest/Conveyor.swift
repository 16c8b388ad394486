import Parallel

#if canImport(Glibc)
  import Glibc
#endif

/// Workers that produce numbered things side by side, and a consumer that takes them in the order of their numbers.
enum Conveyor {
  /// A numbered product, or `nil` when there is no more.
  typealias Worker<Product> = @Sendable () -> (number: Int, product: Product)?

  /// Runs every worker until it returns `nil`, calling `consume` on this thread with products 0, 1, 2, ….
  ///
  /// At most four products per worker wait. One worker runs on this thread. When `consume` throws, the workers stop
  /// after the product they are at.
  static func run<Product: Sendable, Failure: Error>(
    _ workers: [Worker<Product>], consume: (Product) throws(Failure) -> Void
  ) throws(Failure) {
    if workers.count == 1 {
      while let (_, product) = workers[0]() { try consume(product) }
      return
    }
    let belt = Belt<Product>(room: 4 * workers.count)
    var threads: [pthread_t] = []
    for worker in workers {
      if let thread = belt.start(worker) { threads.append(thread) }
    }
    defer {
      belt.stop()
      for thread in threads { pthread_join(thread, nil) }
    }
    if threads.isEmpty {
      while let (_, product) = workers[0]() { try consume(product) }
      return
    }
    while let product = belt.next(started: threads.count) { try consume(product) }
  }
}

/// What waits between workers and consumer.
private final class Belt<Product: Sendable>: @unchecked Sendable {  // all state is under `mutex`
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let room: Int
  private var waiting: [Int: Product] = [:]
  private var issued = 0
  private var delivered = 0
  private var finishedWorkers = 0
  private var stopped = false

  init(room: Int) {
    self.room = room
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    pthread_cond_destroy(changed)
    mutex.deallocate()
    changed.deallocate()
  }

  /// Starts a thread that works until there is no more; `nil` when the system has no thread to give.
  func start(_ worker: @escaping Conveyor.Worker<Product>) -> pthread_t? {
    startThread { [self] in
      while admit() {
        guard let (number, product) = worker() else { break }
        put(product, at: number)
      }
      finish()
    }
  }

  private func locked<R>(_ body: () -> R) -> R {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }

  private func admit() -> Bool {
    locked {
      while !stopped && issued - delivered >= room { pthread_cond_wait(changed, mutex) }
      issued += 1
      return !stopped
    }
  }

  private func put(_ product: Product, at number: Int) {
    locked {
      waiting[number] = product
      pthread_cond_broadcast(changed)
    }
  }

  private func finish() {
    locked {
      finishedWorkers += 1
      pthread_cond_broadcast(changed)
    }
  }

  /// The next product in order; `nil` when all workers have finished.
  func next(started: Int) -> Product? {
    locked {
      while true {
        if let product = waiting.removeValue(forKey: delivered) {
          delivered += 1
          pthread_cond_broadcast(changed)
          return product
        }
        if finishedWorkers == started { return nil }
        pthread_cond_wait(changed, mutex)
      }
    }
  }

  func stop() {
    locked {
      stopped = true
      pthread_cond_broadcast(changed)
    }
  }
}
