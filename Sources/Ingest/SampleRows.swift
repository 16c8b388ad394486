import CKernels

/// The first records after the header, for judging whether it is one.
struct SampleRows {
  private static let most = 200
  /// Fields of each record and the line it starts on; blank lines left out.
  private(set) var rows: [(line: Int, fields: [[UInt8]])] = []

  init(_ bytes: ArraySlice<UInt8>, delimiter: UInt8, firstLine: Int, isWhole: Bool) {
    var line = firstLine
    var rest = bytes.prefix(1 << 18)
    let endsInside = rest.count < bytes.count || !isWhole
    while !rest.isEmpty && rows.count < Self.most {
      let length = rest.withUnsafeBufferPointer { csv_first_record($0.baseAddress, $0.count, delimiter) }
      if length == 0 && endsInside { break }
      let end = length == 0 ? rest.endIndex : rest.startIndex + length
      var record = Array(rest[rest.startIndex..<end])
      let lines = max(1, csv_count_lines(record, record.count))
      while let last = record.last, last == 10 || last == 13 { record.removeLast() }
      if record.contains(where: { $0 != 32 && $0 != 9 }),
        case .success(let fields) = FieldSplitter.split(record, delimiter)
      {
        rows.append((line, fields))
      }
      line += lines
      rest = rest[end...]
    }
  }

  /// Refuses titles, data and headers of another width than the rows.
  func checkHeader(
    _ header: [[UInt8]], file: String, line: Int, options: CSVOptions
  ) throws(IngestError) {
    let unnamed = header.count { Self.isBlank($0) }
    let widths = Set(rows.map(\.fields.count))
    let commonWidth = widths.count == 1 && rows.count >= 2 ? widths.first : nil
    let suspicious = unnamed >= 2 || header.count == 1 || rows.first.map { $0.fields.count != header.count } ?? false
    if suspicious, let likely = likelyHeader(besides: header, line) {
      throw .headerNotFound(file: file, line: line, likelyLine: likely)
    }
    if let commonWidth, commonWidth != header.count {
      throw .headerWidth(file: file, line: line, fields: commonWidth, names: header.count)
    }
    let numbers = header.count { Self.isNumber($0, options) }
    if numbers > 0 && 2 * numbers >= header.count - unnamed { throw .headerIsData(file: file, line: line) }
  }

  /// A later line with names only, of the width of the line after it, where line 1 has another width or blanks.
  private func likelyHeader(besides header: [[UInt8]], _ line: Int) -> Int? {
    for (place, row) in rows.prefix(20).enumerated() {
      let fields = splitAgain(row.fields)
      guard fields.count >= 2, row.fields.count != header.count || header.contains(where: Self.isBlank) else {
        continue
      }
      guard fields.allSatisfy({ !Self.isBlank($0) && !Self.isNumber($0, CSVOptions()) }) else { continue }
      guard Set(fields).count == fields.count, place + 1 < rows.count else { continue }
      let following = rows[place + 1].fields
      let next = splitAgain(following)
      if next.count == fields.count && next.contains(where: { Self.isNumber($0, CSVOptions()) || Self.isBlank($0) }) {
        return row.line
      }
    }
    return nil
  }

  /// A title line may have hidden the delimiter: a row that is one field is split by its own.
  private func splitAgain(_ fields: [[UInt8]]) -> [[UInt8]] {
    guard fields.count == 1 else { return fields }
    guard case .success(let split) = FieldSplitter.split(fields[0], DelimiterGuess.of(fields[0])) else {
      return fields
    }
    return split
  }

  private static func isBlank(_ field: [UInt8]) -> Bool { field.allSatisfy { $0 == 32 || $0 == 9 } }

  private static func isNumber(_ field: [UInt8], _ options: CSVOptions) -> Bool {
    let text = String(decoding: field, as: UTF8.self)
    return NumberLiteral.value(of: text, decimalComma: options.decimalComma) != nil
  }
}
