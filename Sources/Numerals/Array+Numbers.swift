extension [UInt8] {
  /// Adds a double with the fewest digits that read back to the same bits; see `NumberCursor.write(shortest:)` for the
  /// layout.
  /// - Complexity: amortised O(1), no allocation of its own.
  public mutating func append(shortest x: Double) {
    appendText(of: NumberCursor.room) { $0.write(shortest: x) }
  }

  /// Adds a double with a fixed number of decimals, its exact value rounded half to even: `12.50`.
  /// - Parameter decimals: 0…17.
  /// - Complexity: amortised O(1) below 2^64, no allocation of its own.
  public mutating func append(_ x: Double, decimals: Int) {
    appendText(of: NumberCursor.roomForFixed) { $0.write(x, decimals: decimals) }
  }

  /// Adds a whole number.
  /// - Complexity: amortised O(1), no allocation of its own.
  public mutating func append(integer: Int) {
    appendText(of: NumberCursor.room) { $0.write(integer) }
  }

  /// Adds a whole number.
  /// - Complexity: amortised O(1), no allocation of its own.
  public mutating func append(integer: UInt64) {
    appendText(of: NumberCursor.room) { $0.write(integer) }
  }

  /// Adds a whole number with zeros before it.
  /// - Parameter digits: 1…16, the least number of digits.
  public mutating func append(integer: UInt64, digits: Int) {
    appendText(of: NumberCursor.room) { $0.write(integer, digits: digits) }
  }

  /// Adds `stored / 10^decimals` exactly, with all its decimals.
  /// - Parameter decimals: 0…8.
  public mutating func append(scaled stored: Int, decimals: Int) {
    appendText(of: NumberCursor.room) { $0.write(scaled: stored, decimals: decimals) }
  }

  private mutating func appendText(of room: Int, _ write: (inout NumberCursor) -> Void) {
    withUnsafeTemporaryAllocation(byteCount: room, alignment: 8) { buffer in
      guard let start = buffer.baseAddress else { return }
      var cursor = NumberCursor(start)
      write(&cursor)
      append(contentsOf: UnsafeRawBufferPointer(start: start, count: cursor.next - start))
    }
  }
}
