/// How input files are read; the same for every command.
public struct InputOptions: Sendable, Equatable {
  /// Field separator; found from the header line when not given.
  public var delimiter: Character?
  /// Whether numbers are written 12,5.
  public var decimalComma: Bool
  /// Texts that stand for a missing cell, besides the built-in ones.
  public var missingTokens: [String]
  /// What happens to malformed rows.
  public var badRows: BadRows
  /// Threads; does not change any result.
  public var threads: Int

  /// Creates options; the defaults stop at the first malformed row and use all cores.
  public init(
    delimiter: Character? = nil, decimalComma: Bool = false, missingTokens: [String] = [], badRows: BadRows = .stop,
    threads: Int = 0
  ) {
    self.delimiter = delimiter
    self.decimalComma = decimalComma
    self.missingTokens = missingTokens
    self.badRows = badRows
    self.threads = threads
  }

  /// What happens to malformed rows.
  public enum BadRows: Sendable, Equatable {
    /// The first one stops the work.
    case stop
    /// They are set aside into a file, at most so many.
    case setAside(file: String, limit: Int?)
    /// They are left out and counted, at most so many.
    case skip(limit: Int?)
  }
}
