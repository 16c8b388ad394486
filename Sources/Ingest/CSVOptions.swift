public import Tables

#if canImport(Glibc)
  import Glibc
#endif

/// How a CSV file is to be read.
public struct CSVOptions: Sendable {
  /// The byte between fields; `nil` finds it in the header line among comma, semicolon, tab and bar.
  public var delimiter: UInt8?
  /// Whether numbers are written 12,5 instead of 12.5 (`--decimal ,`).
  public var decimalComma = false
  /// Texts that mean "no value", compared byte for byte after blanks around the cell are removed; quoted or not.
  /// An empty cell never has a value. `None` is not among the defaults, because it is a level people use.
  public var missingTokens = CSVOptions.defaultMissingTokens
  /// What happens to a row that cannot be read.
  public var onBadRow = BadRowPolicy.stop
  /// Threads that parse; the caller's thread only puts the pieces in order.
  public var threads = CSVOptions.processorCount
  /// Bytes that one thread takes at a time; memory in use is about four times this per thread.
  public var blockBytes = 1 << 19
  /// Bytes a single record may have; a header line may have half of that.
  public var recordLimit = 8 << 20
  /// Different levels above which a column is not a category: an inferred one is read as hashes with a warning, a
  /// wished one is refused.
  public var levelLimit = 1 << 20
  /// Says when cells go to a file; `nil` keeps them in memory.
  public var memory: CellMemory?

  /// The defaults.
  public init() {}

  /// What to do with a bad row.
  public enum BadRowPolicy: Sendable, Equatable {
    /// Stop at the first.
    case stop
    /// Return it beside the table and go on, up to a number of rows. A bad record of several lines still stops,
    /// because an odd quote may have swallowed good rows.
    case setAside(limit: Int?)
  }

  /// Empty, `NA`, `N/A`, `#N/A`, `n/a`, `NULL`, `null`, `NaN`, `nan`.
  public static let defaultMissingTokens = ["", "NA", "N/A", "#N/A", "n/a", "NULL", "null", "NaN", "nan"]

  /// Processors that are on line.
  public static var processorCount: Int { max(1, min(64, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))) }
}
