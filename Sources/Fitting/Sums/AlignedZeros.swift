/// Numbers that are 0 at first, in memory that begins with a line of the cache.
final class AlignedZeros {
  /// How many.
  let count: Int
  /// The first of them.
  let start: UnsafeMutablePointer<Double>

  init(count: Int) {
    self.count = count
    start = ReadBlock.room(count, filledWith: 0)
  }

  deinit { start.deallocate() }

  subscript(place: Int) -> Double {
    precondition(place >= 0 && place < count, "a number beyond the last")
    return start[place]
  }
}
