/// A place in memory where text of numbers is written, moving on as it goes; the fast way for whole rows.
///
/// The caller owns the memory and sees to it that `NumberCursor.room` bytes are free before every call (words of eight
/// bytes are stored, the unused rest of which the next call overwrites). `Array.append(shortest:)` and its siblings
/// are the safe form.
public struct NumberCursor {
  /// Where the next byte goes.
  public var next: UnsafeMutableRawPointer

  /// Bytes that must be free before any call but `write(_:decimals:)`: the longest text has 24, and words are stored
  /// whole.
  public static let room = 40

  /// Starts writing at a place.
  public init(_ start: UnsafeMutableRawPointer) { next = start }

  /// Writes one byte.
  @inlinable public mutating func write(byte: UInt8) {
    next.storeBytes(of: byte, as: UInt8.self)
    next += 1
  }

  /// Writes bytes as they are; as many as given must be free.
  @inlinable public mutating func write(bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress else { return }
    next.copyMemory(from: source, byteCount: bytes.count)
    next += bytes.count
  }

  /// Writes bytes behind which 16 more may be read; 16 more than given must be free.
  @inlinable public mutating func write(padded bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress else { return }
    var done = 0
    repeat {
      next.advanced(by: done)
        .storeBytes(of: source.loadUnaligned(fromByteOffset: done, as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
      done += 16
    } while done < bytes.count
    next += bytes.count
  }

  /// Writes the lowest bytes of a word, the lowest first.
  /// - Parameter count: 0…8.
  @inlinable public mutating func write(word: UInt64, count: Int) {
    next.storeBytes(of: word.littleEndian, as: UInt64.self)
    next += count
  }

  /// Writes a whole number.
  public mutating func write(_ integer: Int) {
    if integer < 0 { write(byte: UInt8(ascii: "-")) }
    write(UInt64(integer.magnitude))
  }

  /// Writes a whole number.
  public mutating func write(_ number: UInt64) {
    guard number >= 100_000_000 else { return store(number, count: Digits.count(number)) }
    let upper = number / 100_000_000
    let last = number &- upper &* 100_000_000
    if upper < 100_000_000 {
      store(upper, count: Digits.count(upper))
    } else {
      let top = upper / 100_000_000
      store(top, count: Digits.count(top))
      store(upper &- top &* 100_000_000, count: 8)
    }
    store(last, count: 8)
  }

  /// Writes a whole number with zeros before it up to a number of digits, such as an account number.
  /// - Parameter digits: 1…16; a number that needs more is written whole.
  public mutating func write(_ number: UInt64, digits: Int) {
    let needed = Swift.max(Digits.count(number), digits)
    if needed <= 8 {
      store(number, count: needed)
    } else if needed <= 16 {
      store(number / 100_000_000, count: needed - 8)
      store(number % 100_000_000, count: 8)
    } else {
      write(number)
    }
  }

  /// Writes `hundredths / 100` with its sign, plus too, and two decimals: 83 is `+0.83`, −5 is `-0.05`.
  public mutating func write(signedHundredths hundredths: Int) {
    let sign: UInt64 = hundredths < 0 ? 0x2D : 0x2B
    let magnitude = UInt64(hundredths.magnitude)
    guard magnitude < 1_000 else {
      write(byte: UInt8(truncatingIfNeeded: sign))
      return write(scaled: Int(magnitude), decimals: 2)
    }
    let whole = (magnitude &* 41) >> 12
    let cents = magnitude &- whole &* 100
    let tens = (cents &* 103) >> 10
    write(word: sign | whole << 8 | tens << 24 | (cents &- tens &* 10) << 32 | 0x30_302E_3000, count: 5)
  }

  /// Writes `stored / 10^decimals` exactly, with all its decimals: 12345 with 2 decimals is `123.45`, −5 is `-0.05`.
  /// - Parameter decimals: 0…8.
  public mutating func write(scaled stored: Int, decimals: Int) {
    guard decimals > 0 else { return write(stored) }
    if stored < 0 { write(byte: UInt8(ascii: "-")) }
    let magnitude = UInt64(stored.magnitude)
    let whole = magnitude / Digits.powers[decimals]
    write(whole)
    write(byte: UInt8(ascii: "."))
    store(magnitude &- whole &* Digits.powers[decimals], count: decimals)
  }

  /// Stores the last `count` ≤ 8 digits of a number below 10^8.
  @inline(__always)
  mutating func store(_ number: UInt64, count: Int) {
    let text = Digits.eight(number) >> UInt64(truncatingIfNeeded: 64 &- 8 &* count)
    next.storeBytes(of: text.littleEndian, as: UInt64.self)
    next += count
  }
}
