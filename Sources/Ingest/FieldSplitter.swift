/// Splits one record into the bytes of its fields, quotes taken off: for headers and first looks.
enum FieldSplitter {
  struct Fault: Error {
    var rowFault: RowFault
  }

  static func split(_ record: [UInt8], _ delimiter: UInt8) -> Result<[[UInt8]], Fault> {
    let quote = UInt8(ascii: "\"")
    var fields: [[UInt8]] = []
    var place = 0
    while true {
      var field: [UInt8] = []
      if place < record.count, record[place] == quote {
        place += 1
        while true {
          guard place < record.count else { return .failure(Fault(rowFault: .unclosedQuote)) }
          if record[place] == quote {
            place += 1
            guard place < record.count, record[place] == quote else { break }
          }
          field.append(record[place])
          place += 1
        }
        if place < record.count, record[place] != delimiter { return .failure(Fault(rowFault: .textAfterQuote)) }
      }
      while place < record.count, record[place] != delimiter {
        if record[place] == quote { return .failure(Fault(rowFault: .strayQuote)) }
        field.append(record[place])
        place += 1
      }
      fields.append(field)
      if place >= record.count { return .success(fields) }
      place += 1
    }
  }
}

/// The delimiter of a header line: the one of comma, semicolon, tab and bar that occurs most outside quotes.
enum DelimiterGuess {
  static let candidates: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), 9, UInt8(ascii: "|")]

  static func of(_ record: [UInt8]) -> UInt8 {
    var counts = [Int](repeating: 0, count: candidates.count)
    var quoted = false
    for byte in record {
      if byte == UInt8(ascii: "\"") { quoted.toggle() }
      if !quoted, let place = candidates.firstIndex(of: byte) { counts[place] += 1 }
    }
    let most = counts.max() ?? 0
    return candidates[counts.firstIndex(of: most) ?? 0]
  }
}
