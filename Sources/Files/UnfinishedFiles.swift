import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// The paths that must not outlive this process, in plain C memory, so that a signal handler can remove them.
enum UnfinishedFiles {
  private static let capacity = 64
  private static let pathCapacity = 4096
  nonisolated(unsafe) private static let paths = UnsafeMutablePointer<CChar>.allocate(capacity: 64 * 4096)
  /// Bits of the places that are taken.
  private static let taken = Atomic<UInt64>(0)
  /// Bits of the places whose path is complete.
  private static let listed = Atomic<UInt64>(0)

  /// Puts a path on the list.
  /// - Returns: its place, or `nil` when the list is full or the path too long; the sweep of a later run is then
  ///   what removes it after a signal.
  static func add(_ path: String) -> Int? {
    guard path.utf8.count < pathCapacity else { return nil }
    var bits = taken.load(ordering: .relaxed)
    while bits != .max {
      let place = (~bits).trailingZeroBitCount
      let result = taken.compareExchange(
        expected: bits, desired: bits | (1 << UInt64(place)), ordering: .acquiringAndReleasing)
      guard result.exchanged else {
        bits = result.original
        continue
      }
      let target = paths + place * pathCapacity
      for (offset, byte) in path.utf8.enumerated() { target[offset] = CChar(bitPattern: byte) }
      target[path.utf8.count] = 0
      listed.bitwiseOr(1 << UInt64(place), ordering: .releasing)
      return place
    }
    return nil
  }

  /// Takes a path off the list.
  static func remove(at place: Int?) {
    guard let place else { return }
    listed.bitwiseAnd(~(1 << UInt64(place)), ordering: .acquiringAndReleasing)
    taken.bitwiseAnd(~(1 << UInt64(place)), ordering: .releasing)
  }

  /// Removes all listed files, then all listed folders. Makes only calls that are safe in a signal handler.
  static func removeAll() {
    let bits = listed.load(ordering: .acquiring)
    for place in 0..<capacity where bits & (1 << UInt64(place)) != 0 { unlink(paths + place * pathCapacity) }
    for place in 0..<capacity where bits & (1 << UInt64(place)) != 0 { rmdir(paths + place * pathCapacity) }
  }

  /// Touches all that a handler will need, so that nothing is set up inside one.
  static func warmUp() { remove(at: add("")) }
}
