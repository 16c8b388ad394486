#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A piece of text that is equal only to the same bytes.
///
/// Swift's `String` calls `é` in its composed and decomposed form equal; a customer's level or id must come back as it
/// was read, so here equality, order and hashing go by UTF-8 bytes.
public struct ExactText: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The text, for display.
  public let string: String

  /// Wraps a string.
  public init(_ string: String) { self.string = string }

  /// Decodes UTF-8 bytes that are known to be valid.
  public init(utf8 bytes: some Collection<UInt8>) { string = String(decoding: bytes, as: UTF8.self) }

  /// The text itself.
  public var description: String { string }

  /// Same bytes.
  public static func == (a: Self, b: Self) -> Bool {
    guard a.string.utf8.count == b.string.utf8.count else { return false }
    let isSame = a.string.utf8.withContiguousStorageIfAvailable { a in
      b.string.utf8.withContiguousStorageIfAvailable { b in
        a.isEmpty || memcmp(a.baseAddress!, b.baseAddress!, a.count) == 0
      }
    }
    return (isSame ?? nil) ?? a.string.utf8.elementsEqual(b.string.utf8)
  }

  /// Order of the bytes.
  public static func < (a: Self, b: Self) -> Bool { a.string.utf8.lexicographicallyPrecedes(b.string.utf8) }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) {
    // a string in another memory than Swift's own is the same text and must have the same hash
    if string.utf8.withContiguousStorageIfAvailable({ hasher.combine(bytes: UnsafeRawBufferPointer($0)) }) == nil {
      Array(string.utf8).withUnsafeBytes { hasher.combine(bytes: $0) }
    }
    hasher.combine(0xFF as UInt8)
  }
}
