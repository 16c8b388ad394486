public import Diagnostics
public import Files

/// Why a file cannot become a table.
public enum IngestError: Diagnosable, Equatable {
  /// There is no such file, or it may not be opened; the system's words.
  case cannotOpen(file: String, reason: String)
  /// The path is a folder.
  case isFolder(file: String)
  /// The path is an address on a network.
  case isAddress(file: String)
  /// Reading failed half-way.
  case readFailed(file: String, reason: String)
  /// The file grew, shrank or was written to while it was read.
  case changedWhileReading(file: String)
  /// Nothing but blanks.
  case empty(file: String)
  /// The bytes are something other than CSV.
  case otherFormat(file: String, ForeignFormat)
  /// A title or comment stands where the header should be; `likelyLine` looks like the header.
  case headerNotFound(file: String, line: Int, likelyLine: Int)
  /// The first line holds data.
  case headerIsData(file: String, line: Int)
  /// Two columns share a name; positions count from 1.
  case duplicateName(file: String, line: Int, name: String, positions: [Int])
  /// A column has no name; the position counts from 1.
  case unnamedColumn(file: String, line: Int, position: Int)
  /// All rows have the same number of fields, the header has another.
  case headerWidth(file: String, line: Int, fields: Int, names: Int)
  /// Bytes that are not UTF-8.
  case invalidText(file: String, line: Int, column: String?, byte: UInt8)
  /// A zero byte.
  case zeroByte(file: String, line: Int)
  /// A line without an end.
  case recordTooLong(file: String, line: Int, limit: Int)
  /// A malformed row.
  case row(file: String, line: Int, RowFault)
  /// A cell that is not what its column is.
  case cell(file: String, line: Int, column: String, CellFault)
  /// More rows had to be set aside than allowed; the last of them.
  case tooManyRejected(file: String, limit: Int, last: Problem)
  /// A column wished to be a category has too many levels.
  case tooManyLevels(file: String, column: String, limit: Int)
  /// The temporary copy of a stream could not be written.
  case cannotSpool(file: String, reason: String)
  /// Cells of a file too large for memory could not be written to a temporary file.
  case cannotSpill(file: String, FileError)
}

/// What is wrong with one row.
public enum RowFault: Sendable, Equatable {
  /// Too few or too many fields.
  case fieldCount(expected: Int, found: Int)
  /// Text between a closing quote and the next delimiter.
  case textAfterQuote
  /// A quote within a field that does not start with one.
  case strayQuote
  /// A quoted field that never ends.
  case unclosedQuote
  /// The header line once more.
  case repeatsHeader
  /// A line of totals at the end.
  case totals
}

/// What is wrong with one cell.
public enum CellFault: Sendable, Equatable {
  /// Text where numbers are expected, and what it may have been; shown only when it looks like a number.
  case notNumber(shown: String?, Disguise?)
  /// Text where one of two values is expected.
  case notBoolean
}

// MARK: - What people read

extension IngestError {
  /// Where, what, and what to try.
  public var problem: Problem {
    switch self {
    case .cannotOpen, .isFolder, .isAddress, .readFailed, .changedWhileReading, .cannotSpool, .cannotSpill:
      fileProblem
    case .empty, .otherFormat, .headerNotFound, .headerIsData, .duplicateName, .unnamedColumn, .headerWidth:
      headerProblem
    case .invalidText, .zeroByte, .recordTooLong, .row, .cell, .tooManyRejected, .tooManyLevels: dataProblem
    }
  }

  private var fileProblem: Problem {
    switch self {
    case .cannotOpen(let file, let reason):
      Problem(.noInput, code: "csv.cannot-open", at: .init(file: file), "cannot be opened: \(reason)")
    case .isFolder(let file):
      Problem(.noInput, code: "csv.folder", at: .init(file: file), "is a folder, not a file")
    case .isAddress(let file):
      Problem(
        .noInput, code: "csv.address", at: .init(file: file), "is an address, not a file",
        remedies: ["download it first"])
    case .changedWhileReading(let file):
      Problem(
        .busy, code: "csv.changed", at: .init(file: file), "changed while it was being read",
        remedies: ["run again when the file is complete"])
    case .cannotSpool(let file, let reason):
      Problem(
        .inputOutput, code: "csv.spool", at: .init(file: file),
        "cannot be kept in a temporary file while its types are found: \(reason)",
        remedies: ["free space in TMPDIR, or give a file instead of a stream"])
    case .cannotSpill(let file, let error):
      Problem(
        .inputOutput, code: "csv.spill", at: .init(file: file),
        "is large, so its columns go to a temporary file: \(error.problem.message)",
        remedies: ["free space there, or name another folder in TMPDIR"])
    case .readFailed(let file, let reason):
      Problem(.inputOutput, code: "csv.read-failed", at: .init(file: file), "reading failed: \(reason)")
    default: preconditionFailure("not a problem of the file")
    }
  }

  private var headerProblem: Problem {
    switch self {
    case .empty(let file): Problem(.badData, code: "csv.empty", at: .init(file: file), "file is empty")
    case .otherFormat(let file, let format):
      Problem(
        .badData, code: "csv.format", at: .init(file: file), "this looks like \(format.rawValue), not CSV",
        remedies: [format.remedy])
    case .headerNotFound(let file, let line, let likely):
      Problem(
        .badData, code: "csv.header-not-found", at: .init(file: file, line: line),
        "header not found on line \(line); line \(likely) looks like it",
        remedies: ["remove the lines above the header"])
    case .headerIsData(let file, let line):
      Problem(
        .badData, code: "csv.no-header", at: .init(file: file, line: line),
        "line \(line) holds numbers where the names of columns should be",
        remedies: ["add a header line with a name for each column"])
    case .duplicateName(let file, let line, let name, let positions):
      Problem(
        .badData, code: "csv.duplicate-name", at: .init(file: file, line: line, column: name),
        "duplicate column \"\(name.escapedForDisplay)\" at positions "
          + positions.map(String.init).joined(separator: " and "),
        remedies: ["rename one of them"])
    case .unnamedColumn(let file, let line, let position):
      Problem(
        .badData, code: "csv.unnamed-column", at: .init(file: file, line: line),
        "column \(position) has no name", remedies: ["give it a name in the header line"])
    case .headerWidth(let file, let line, let fields, let names):
      Problem(
        .badData, code: "csv.header-width", at: .init(file: file, line: line),
        "every row has \(fields) fields, header has \(names)",
        remedies: ["add the missing name to the header, or remove the delimiter at the end of the rows"])
    default: preconditionFailure("not a problem of the header")
    }
  }

  private var dataProblem: Problem {
    switch self {
    case .invalidText(let file, let line, let column, let byte):
      Problem(
        .badData, code: "csv.invalid-utf8", at: .init(file: file, line: line, column: column),
        "invalid UTF-8, line \(line), " + (column.map { "column \($0.escapedForDisplay), " } ?? "")
          + "byte \(hexadecimal(byte))",
        remedies: ["convert the file: iconv -f LATIN1 -t UTF-8"])
    case .zeroByte(let file, let line):
      Problem(
        .badData, code: "csv.zero-byte", at: .init(file: file, line: line), "a zero byte (NUL) in the text",
        remedies: ["export the file again as UTF-8 text", "tr -d '\\000' removes such bytes"])
    case .recordTooLong(let file, let line, let limit):
      Problem(
        .badData, code: "csv.record-too-long", at: .init(file: file, line: line),
        "no line end within \(limit >> 10) KiB", remedies: ["check that this is a CSV file with line ends"])
    case .row(let file, let line, let fault): fault.problem(at: .init(file: file, line: line))
    case .cell(let file, let line, let column, let fault):
      fault.problem(at: .init(file: file, line: line, column: column))
    case .tooManyRejected(let file, let limit, let last):
      Problem(
        .badData, code: "csv.too-many-rejected", at: last.location ?? .init(file: file),
        "more than \(limit) bad rows; the last: \(last.message)", remedies: ["raise the limit: --max-bad"])
    case .tooManyLevels(let file, let column, let limit):
      Problem(
        .badData, code: "csv.too-many-levels", at: .init(file: file, column: column),
        "column \"\(column.escapedForDisplay)\" has more than \(limit) different texts and cannot be a category",
        remedies: ["leave the column out"])
    default: preconditionFailure("not a problem of the data")
    }
  }
}

extension RowFault {
  func problem(at location: Problem.Location) -> Problem {
    let aside = "--on-bad-row reject:FILE sets such rows aside and goes on"
    switch self {
    case .fieldCount(let expected, let found):
      return Problem(
        .badData, code: "csv.field-count", at: location, "expected \(expected) fields, found \(found)",
        remedies: [aside])
    case .textAfterQuote:
      return Problem(
        .badData, code: "csv.text-after-quote", at: location, "text after closing quote",
        remedies: ["double the quotes within a quoted field", aside])
    case .strayQuote:
      return Problem(
        .badData, code: "csv.stray-quote", at: location, "a quote within a field that does not start with one",
        remedies: ["quote the whole field and double the quotes within it", aside])
    case .unclosedQuote:
      return Problem(
        .badData, code: "csv.unclosed-quote", at: location, "the quote opened on this line is never closed",
        remedies: ["close it, or double it if it belongs to the text"])
    case .repeatsHeader:
      return Problem(.badData, code: "csv.repeated-header", at: location, "repeats the header", remedies: [aside])
    case .totals:
      return Problem(
        .badData, code: "csv.totals", at: location, "looks like a line of totals, not an account",
        remedies: ["remove it", aside])
    }
  }
}

extension CellFault {
  func problem(at location: Problem.Location) -> Problem {
    let column = (location.column ?? "").escapedForDisplay
    let aside = "--on-bad-row reject:FILE sets such rows aside and goes on"
    switch self {
    case .notBoolean:
      return Problem(
        .badData, code: "csv.not-boolean", at: location,
        "column \"\(column)\" holds text that is neither of its two values", remedies: [aside])
    case .notNumber(let shown, let disguise):
      let hint = disguise.map { " (\($0.rawValue)?)" } ?? ""
      let text = shown.map { ": \"\($0.escapedForDisplay)\" is not a number" } ?? " holds text that is not a number"
      var remedies = ["--categorical '\(column)' reads the column as levels", aside]
      if disguise == .decimalComma { remedies.insert("--decimal , when the file writes 12,5 for 12.5", at: 0) }
      return Problem(
        .badData, code: "csv.not-a-number", at: location, "column \"\(column)\"" + text + hint, remedies: remedies)
    }
  }
}

func hexadecimal(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16, uppercase: true)
  return digits.count < 2 ? "0" + digits : digits
}
