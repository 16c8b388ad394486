public import Diagnostics

/// What the lines before the data say.
public struct CSVHeader: Sendable {
  /// The names in file order, cleaned of blanks and invisible characters; all different.
  public let names: [String]
  /// The byte between fields.
  public let delimiter: UInt8
  /// Lines up to and with the header line.
  public let lineCount: Int
  /// Remarks on delimiter, names and marks.
  public let notices: [Notice]
  /// Bytes up to the first row.
  let byteCount: Int
  /// The header record as it stands, without its line end.
  public let bytes: [UInt8]
  /// Whether the header line ends with a delimiter and so has a column without a name, which must stay empty.
  let endsWithDelimiter: Bool

  /// Fields of a row.
  var fieldCount: Int { names.count + (endsWithDelimiter ? 1 : 0) }
}
