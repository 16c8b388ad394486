import Diagnostics
import Files
import Ingest

extension InputOptions {
  /// The reader's options.
  var csv: CSVOptions {
    var options = CSVOptions()
    options.delimiter = delimiter?.asciiValue
    options.decimalComma = decimalComma
    options.missingTokens += missingTokens
    if threads > 0 { options.threads = threads }
    switch badRows {
    case .stop: options.onBadRow = .stop
    case .setAside(_, let limit), .skip(let limit): options.onBadRow = .setAside(limit: limit)
    }
    return options
  }

  /// Writes the rows that were set aside, with their header, if the user named a file for them.
  func keep(_ rejected: [RejectedRow], header: CSVHeader) throws -> [Notice] {
    guard !rejected.isEmpty else { return [] }
    let first = rejected[0].problem
    var notice = Notice(
      .warning, code: "csv.rejected",
      "\(rejected.count) malformed rows were left out; the first: line \(rejected[0].line), \(first.message)")
    if case .setAside(let file, _) = badRows {
      let output = try DurableOutput(to: file, policy: .replace)
      try output.write(header.bytes + [UInt8(ascii: "\n")])
      for row in rejected { try output.write(row.bytes + [UInt8(ascii: "\n")]) }
      try output.commit()
      notice.message += "; they are in \(file)"
    }
    return [notice]
  }
}
