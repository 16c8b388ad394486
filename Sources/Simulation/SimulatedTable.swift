/// A table that can be written as CSV, any number of times, always the same bytes.
public protocol SimulatedTable: Sendable {
  /// The names of the columns, in order.
  var columnNames: [String] { get }

  /// Makes the rows, in order, a chunk of whole lines at a time, without the header.
  ///
  /// The bytes do not depend on the number of threads; memory is bounded by a few chunks per thread.
  ///
  /// - Parameters:
  ///   - threads: workers, at least 1; `take` is called on the calling thread only.
  ///   - take: gets each chunk; may not keep its bytes.
  /// - Throws: what `take` throws; no further chunk is made then.
  func forEachChunk<Failure: Error>(
    threads: Int, _ take: (TableChunk) throws(Failure) -> Void
  ) throws(Failure)
}

/// Some rows of a table as CSV.
public struct TableChunk {
  /// Whole lines, each ending in a line feed; valid during the call only.
  public let bytes: UnsafeRawBufferPointer
  /// Lines in `bytes`.
  public let rows: Int
  /// The month of all its rows, when the table has snapshots: a file of each month can be written from it.
  public let snapshot: CalendarMonth?
}

extension SimulatedTable {
  /// The first line of the file.
  public var header: [UInt8] { Array(columnNames.joined(separator: ",").utf8) + [UInt8(ascii: "\n")] }

  /// Writes the whole file, header first.
  /// - Parameters:
  ///   - threads: workers, at least 1.
  ///   - sink: gets the bytes in order; may not keep them.
  /// - Throws: what `sink` throws.
  public func write<Failure: Error>(
    threads: Int, to sink: (UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    let first = header
    var failure: Failure?
    first.withUnsafeBytes { bytes in
      do throws(Failure) { try sink(bytes) } catch { failure = error }
    }
    if let failure { throw failure }
    try forEachChunk(threads: threads) { chunk throws(Failure) in try sink(chunk.bytes) }
  }

  /// The whole file in memory, for tests and small tables.
  public func csv(threads: Int = 1) -> [UInt8] {
    var bytes: [UInt8] = []
    write(threads: threads) { bytes.append(contentsOf: $0) }
    return bytes
  }
}
