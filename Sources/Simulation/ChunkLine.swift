#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// An assembly line: workers fill chunks side by side, and the calling thread takes them off in order while the next
/// are being filled.
///
/// The line has two places per worker, each with one buffer that is used again and again.
final class ChunkLine: @unchecked Sendable {
  /// Fills the buffer with chunk `index` and returns the bytes used.
  typealias Fill = @Sendable (_ index: Int, _ buffer: UnsafeMutableRawPointer) -> Int

  private let count: Int
  private let places: Int
  private let fill: Fill
  private let buffers: [UnsafeMutableRawPointer]
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  // Guarded by the mutex.
  private var started = 0
  private var taken = 0
  private var isStopped = false
  private var filled: [Int?]

  private init(count: Int, workers: Int, capacity: Int, fill: @escaping Fill) {
    self.count = count
    self.fill = fill
    places = 2 * workers
    filled = Array(repeating: nil, count: places)
    buffers = (0..<places).map { _ in .allocate(byteCount: capacity, alignment: 64) }
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    for buffer in buffers { buffer.deallocate() }
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  /// Runs the line.
  /// - Parameters:
  ///   - count: chunks, 0 or more.
  ///   - threads: workers wanted; one chunk or one worker needs no thread.
  ///   - capacity: bytes that hold any chunk.
  ///   - fill: called once per chunk, from any thread.
  ///   - take: called once per chunk, in order, on this thread.
  /// - Throws: what `take` throws, after the workers have stopped.
  static func run<Failure: Error>(
    count: Int, threads: Int, capacity: Int, fill: @escaping Fill,
    take: (Int, UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    let workers = min(threads, count)
    let line = ChunkLine(count: count, workers: max(workers, 1), capacity: capacity, fill: fill)
    let running = workers > 1 ? (0..<workers).compactMap { _ in line.startWorker() } : []
    defer { line.stop(running) }
    for index in 0..<count {
      let buffer = line.buffers[index % line.places]
      let used = running.isEmpty ? fill(index, buffer) : line.waitUntilFilled(index)
      try take(index, UnsafeRawBufferPointer(start: buffer, count: used))
      line.release(index)
    }
  }

  private func startWorker() -> pthread_t? {
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let line = Unmanaged.passRetained(self)
    let failed = pthread_create(&thread, nil, chunkLineWorker, line.toOpaque())
    guard failed == 0 else {
      // Without a thread the others, or the caller alone, do the work.
      line.release()
      return nil
    }
    return thread
  }

  private func stop(_ threads: [pthread_t]) {
    pthread_mutex_lock(mutex)
    isStopped = true
    pthread_cond_broadcast(changed)
    pthread_mutex_unlock(mutex)
    for thread in threads { pthread_join(thread, nil) }
  }

  private func waitUntilFilled(_ index: Int) -> Int {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      if let used = filled[index % places] { return used }
      pthread_cond_wait(changed, mutex)
    }
  }

  private func release(_ index: Int) {
    pthread_mutex_lock(mutex)
    filled[index % places] = nil
    taken = index + 1
    pthread_cond_broadcast(changed)
    pthread_mutex_unlock(mutex)
  }

  /// The next chunk whose place is free, or `nil` at the end.
  private func nextIndex() -> Int? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while !isStopped && started < count && started >= taken + places { pthread_cond_wait(changed, mutex) }
    guard !isStopped && started < count else { return nil }
    started += 1
    return started - 1
  }

  fileprivate func work() {
    while let index = nextIndex() {
      let used = fill(index, buffers[index % places])
      pthread_mutex_lock(mutex)
      filled[index % places] = used
      pthread_cond_broadcast(changed)
      pthread_mutex_unlock(mutex)
    }
  }
}

#if canImport(Darwin)
  private func chunkLineWorker(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<ChunkLine>.fromOpaque(argument).takeRetainedValue().work()
    return nil
  }
#else
  private func chunkLineWorker(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let argument { Unmanaged<ChunkLine>.fromOpaque(argument).takeRetainedValue().work() }
    return nil
  }
#endif
