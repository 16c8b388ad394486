import Numerals
import Tables

/// Scores as CSV: id, p_churn, expected_value, decision, three reasons, model.
///
/// Probabilities and amounts are the shortest decimals that read back to the same double. A reason is the feature (with
/// its level) and its push on the log-odds to two decimals: `tickets +0.83`.
public struct CSVScores: ScoreFormat {
  private let options: ScoreFileOptions
  private let scorer: Scorer
  private let modelField: [UInt8]

  /// Creates the format for a model.
  public init(_ scorer: Scorer, options: ScoreFileOptions) {
    self.scorer = scorer
    self.options = options
    modelField = Array(Self.field(options.model).utf8)
  }

  /// The names of the columns.
  public func header() -> [UInt8] {
    var names = [options.idName, "p_churn", "expected_value", "decision"]
    names += (1...ScoredRows.reasonsPerRow).map { "reason_\($0)" }
    if options.writesContributions {
      names += ["logit", "base"] + scorer.features.map { "contribution:" + $0.name }
    }
    names.append("model")
    names += options.campaign?.names ?? []
    return Array((names.map(Self.field).joined(separator: ",") + "\n").utf8)
  }

  /// The records, one line each.
  public func bytes(of records: ScoreRecords) -> [UInt8] {
    modelField.withUnsafeBytes { bytes(of: records, model: $0) }
  }

  private func bytes(of records: ScoreRecords, model: UnsafeRawBufferPointer) -> [UInt8] {
    let labels = ReasonLabels(scorer, records.columns) { Self.inner($0) }
    let room = roomOfLine(labels)
    let expected = records.count * bytesOfLine(labels, records)
    let numbers = ScoreNumbers(records)
    return LineBuffer.lines(expecting: expected, room: room) { lines in
      guard let ids = records.ids else {
        for row in 0..<records.count {
          lines.begin()
          lines.cursor.write(records.firstRow + row)
          writeRest(row, records, numbers, labels, model, to: &lines.cursor)
          end(row, records, &lines)
        }
        return
      }
      var row = 0
      for piece in ids.segments.pieces {
        piece.withBytes { bytes, ends in
          var start = 0
          for end in ends {
            write(id: start..<end, of: bytes, to: &lines)
            writeRest(row, records, numbers, labels, model, to: &lines.cursor)
            self.end(row, records, &lines)
            start = end
            row += 1
          }
        }
      }
    }
  }

  /// Bytes that most lines take, so that a few more than there are of them hold all.
  private func bytesOfLine(_ labels: ReasonLabels, _ records: ScoreRecords) -> Int {
    let ids = records.ids?.segments.pieces.reduce(0) { $0 + $1.bytes.count } ?? 8 * records.count
    let numbers = options.writesContributions ? scorer.features.count + 4 : 2
    return ids / max(1, records.count) + 20 * numbers + modelField.count + 16
      + ScoredRows.reasonsPerRow * (labels.longest + 8)
  }

  /// Bytes that a line takes at most, a short id among them.
  private func roomOfLine(_ labels: ReasonLabels) -> Int {
    let numbers = options.writesContributions ? scorer.features.count + 4 : 2
    return Self.shortID + numbers * (NumberCursor.room + 1) + modelField.count + 16
      + ScoredRows.reasonsPerRow * (labels.longest + ReasonLabels.padding + NumberCursor.roomForFixed + 8)
  }

  /// Ids up to this length that need no quotes are written straight into the line.
  private static let shortID = 256

  private func write(id range: Range<Int>, of bytes: UnsafeRawBufferPointer, to lines: inout LineBuffer) {
    lines.begin()
    if range.count <= 16 && range.lowerBound + 16 <= bytes.count && !options.isSpreadsheetSafe {
      let words = (
        bytes.loadUnaligned(fromByteOffset: range.lowerBound, as: UInt64.self).littleEndian,
        bytes.loadUnaligned(fromByteOffset: range.lowerBound + 8, as: UInt64.self).littleEndian
      )
      // whatever is special in CSV comes before the minus sign
      let behind = (Self.behind(min(range.count, 8)), Self.behind(max(range.count - 8, 0)))
      if !Self.hasByteBeforeMinus(words.0 | behind.0) && !Self.hasByteBeforeMinus(words.1 | behind.1) {
        return lines.cursor.write(padded: UnsafeRawBufferPointer(rebasing: bytes[range]))
      }
    }
    let id = UnsafeRawBufferPointer(rebasing: bytes[range])
    let isFormula = options.isSpreadsheetSafe && id.first.map { formulaStarts.contains($0) } == true
    let isPlain = !id.contains { $0 == comma || $0 == quote || $0 == newline || $0 == carriageReturn }
    if isPlain && !isFormula && id.count <= Self.shortID { return lines.cursor.write(bytes: id) }
    lines.flush()
    if isPlain && !isFormula { return lines.out.append(contentsOf: id) }
    lines.out.append(quote)
    if isFormula { lines.out.append(UInt8(ascii: "'")) }
    for byte in id {
      if byte == quote { lines.out.append(quote) }
      lines.out.append(byte)
    }
    lines.out.append(quote)
  }

  /// Ones in all bytes of a word but the first.
  @inline(__always)
  private static func behind(_ count: Int) -> UInt64 { count == 8 ? 0 : ~0 &<< UInt64(truncatingIfNeeded: 8 &* count) }

  @inline(__always)
  private static func hasByteBeforeMinus(_ word: UInt64) -> Bool {
    (word &- 0x2D2D_2D2D_2D2D_2D2D) & ~word & 0x8080_8080_8080_8080 != 0
  }

  /// Writes a line from its second field on.
  private func writeRest(
    _ row: Int, _ records: ScoreRecords, _ numbers: ScoreNumbers, _ labels: ReasonLabels,
    _ model: UnsafeRawBufferPointer, to cursor: inout NumberCursor
  ) {
    cursor.write(byte: comma)
    numbers.write(row, to: &cursor)
    cursor.write(word: records.isTreated(row) ? treat : leave, count: 6)
    let first = row * ScoredRows.reasonsPerRow
    for index in first..<(first + ScoredRows.reasonsPerRow) {
      cursor.write(byte: comma)
      write(records.scores.reasons[index], labels, to: &cursor)
    }
    if options.writesContributions { writeContributions(row, records, to: &cursor) }
    cursor.write(byte: comma)
    cursor.write(bytes: model)
  }

  /// Ends a line, the campaign's columns last.
  private func end(_ row: Int, _ records: ScoreRecords, _ lines: inout LineBuffer) {
    if let layout = options.campaign {
      lines.flush()
      appendCampaign(row, records, layout, to: &lines.out)
    }
    lines.cursor.write(byte: newline)
  }

  private func write(_ reason: ScoredRows.Reason, _ labels: ReasonLabels, to cursor: inout NumberCursor) {
    guard reason.feature >= 0 else { return }
    cursor.write(byte: quote)
    cursor.write(padded: labels.label(of: reason))
    cursor.write(byte: blank)
    let hundredths = reason.contribution * 100
    let isSmall = hundredths.magnitude < 1e9
    let rounded = isSmall ? Int(hundredths + (hundredths < 0 ? -0.5 : 0.5)) : 0
    // far from a tie and small, the product's rounding cannot matter
    if isSmall, rounded != 0 || hundredths >= 0, abs(abs(hundredths - Double(rounded)) - 0.5) > 1e-6 {
      cursor.write(signedHundredths: rounded)
    } else {
      if reason.contribution >= 0 { cursor.write(byte: UInt8(ascii: "+")) }
      cursor.write(reason.contribution, decimals: 2)
    }
    cursor.write(byte: quote)
  }

  private func writeContributions(_ row: Int, _ records: ScoreRecords, to cursor: inout NumberCursor) {
    cursor.write(byte: comma)
    cursor.write(shortest: records.scores.logits[row])
    cursor.write(byte: comma)
    cursor.write(shortest: scorer.base)
    for contributions in records.scores.contributions {
      cursor.write(byte: comma)
      cursor.write(shortest: contributions[row])
    }
  }

  /// A field, quoted where it must be.
  static func field(_ text: String) -> String {
    text.utf8.contains { $0 == comma || $0 == quote || $0 == newline || $0 == carriageReturn }
      ? "\"" + inner(text) + "\"" : text
  }

  /// The inside of a quoted field.
  static func inner(_ text: String) -> String {
    guard text.utf8.contains(quote) else { return text }
    return text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
  }
}

private let comma = UInt8(ascii: ",")
private let quote = UInt8(ascii: "\"")
private let newline = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
private let blank = UInt8(ascii: " ")
/// `,treat` and `,leave`, the first byte lowest.
private let (treat, leave): (UInt64, UInt64) = (0x74_6165_7274_2C, 0x65_7661_656C_2C)
private let formulaStarts = Array("=+-@\t\r".utf8)
