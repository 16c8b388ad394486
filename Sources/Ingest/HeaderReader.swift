import CKernels
import Diagnostics

/// Finds delimiter and names at the start of a file, and refuses what is no header.
struct HeaderReader {
  private let file: String
  private let bytes: [UInt8]
  private let isWhole: Bool
  private let options: CSVOptions
  private var place = 0
  private var line = 1
  private var notices: [Notice] = []

  /// - Parameter isWhole: whether `bytes` is all of the file.
  static func read(
    file: String, bytes: [UInt8], isWhole: Bool, options: CSVOptions
  ) throws(IngestError) -> CSVHeader {
    var reader = HeaderReader(file: file, bytes: bytes, isWhole: isWhole, options: options)
    return try reader.header()
  }

  private init(file: String, bytes: [UInt8], isWhole: Bool, options: CSVOptions) {
    self.file = file
    self.bytes = bytes
    self.isWhole = isWhole
    self.options = options
  }

  private mutating func header() throws(IngestError) -> CSVHeader {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
    if let format = ForeignFormat.of(bytes[place...]) { throw .otherFormat(file: file, format) }
    skipBlankLines()
    let announced = takeSeparatorLine()
    skipBlankLines()
    let record = nextRecord(at: place)
    guard !record.bytes.isEmpty else { throw .empty(file: file) }
    try checkText(record.bytes)
    let delimiter = announced ?? options.delimiter ?? DelimiterGuess.of(record.bytes)
    var fields = try split(record.bytes, delimiter)
    let headerLine = line
    place = record.end
    line += csv_count_lines(Array(bytes[record.start..<record.end]), record.end - record.start)
    let sample = SampleRows(bytes[place...], delimiter: delimiter, firstLine: line, isWhole: isWhole)
    let endsOpen = fields.count > 1 && fields.last?.allSatisfy { $0 == 32 || $0 == 9 } ?? false
    try sample.checkHeader(fields, file: file, line: headerLine, options: options)
    if endsOpen { fields.removeLast() }
    noteDelimiter(delimiter, announced: announced != nil)
    let names = try HeaderNames.cleaned(fields, file: file, line: headerLine, notices: &notices)
    if endsOpen {
      notices.append(
        Notice(
          .note, code: "csv.trailing-delimiter", "the header ends with a delimiter; the column behind it is left out"))
    }
    return CSVHeader(
      names: names, delimiter: delimiter, lineCount: line - 1, notices: notices, byteCount: place,
      bytes: record.bytes, endsWithDelimiter: endsOpen)
  }

  private mutating func skipBlankLines() {
    while place < bytes.count {
      var end = place
      while end < bytes.count, bytes[end] == 32 || bytes[end] == 9 { end += 1 }
      guard end == bytes.count || bytes[end] == 10 || bytes[end] == 13 else { return }
      if end < bytes.count, bytes[end] == 13, end + 1 < bytes.count, bytes[end + 1] == 10 { end += 1 }
      place = min(end + 1, bytes.count)
      line += 1
    }
  }

  /// `sep=;` on a line of its own, as Excel writes and reads it.
  private mutating func takeSeparatorLine() -> UInt8? {
    let record = nextRecord(at: place)
    let text = record.bytes.filter { $0 != UInt8(ascii: "\"") }
    guard text.count == 5, text[..<4].map({ $0 | 0x20 }) == Array("sep=".utf8).map({ $0 | 0x20 }) else { return nil }
    place = record.end
    line += 1
    return text[4]
  }

  private mutating func noteDelimiter(_ delimiter: UInt8, announced: Bool) {
    guard delimiter != UInt8(ascii: ","), options.delimiter == nil else { return }
    let name =
      switch delimiter {
      case 9: "tab"
      case UInt8(ascii: ";"): "semicolon"
      case UInt8(ascii: "|"): "bar"
      default: "\"" + String(UnicodeScalar(delimiter)).escapedForDisplay + "\""
      }
    let source = announced ? "taken from the sep line" : "found in the header"
    notices.append(Notice(.note, code: "csv.delimiter", "delimiter \(name) \(source)"))
  }

  private func nextRecord(at start: Int) -> (bytes: [UInt8], start: Int, end: Int) {
    let firstLine = Array(bytes[start...].prefix { $0 != 10 && $0 != 13 })
    let delimiter = options.delimiter ?? DelimiterGuess.of(firstLine)
    let length = bytes[start...].withUnsafeBufferPointer { rest in
      csv_first_record(rest.baseAddress, rest.count, delimiter)
    }
    let end = length == 0 ? bytes.count : start + length
    var record = bytes[start..<end]
    if record.last == 10 { record.removeLast() }
    if record.last == 13 { record.removeLast() }
    return (Array(record), start, end)
  }

  private func checkText(_ record: [UInt8]) throws(IngestError) {
    if record.contains(0) { throw .zeroByte(file: file, line: line) }
    let invalid = record.withUnsafeBufferPointer { csv_first_invalid_utf8($0.baseAddress, $0.count) }
    if invalid < record.count { throw .invalidText(file: file, line: line, column: nil, byte: record[invalid]) }
  }

  private func split(_ record: [UInt8], _ delimiter: UInt8) throws(IngestError) -> [[UInt8]] {
    switch FieldSplitter.split(record, delimiter) {
    case .success(let fields): return fields
    case .failure(let fault): throw .row(file: file, line: line, fault.rowFault)
    }
  }
}
