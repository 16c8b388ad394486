import Numerals

/// The texts of a run of rows' probabilities and expected values, made some rows at a time; rows are written in order.
struct ScoreNumbers {
  private let records: ScoreRecords
  private let probabilities = DecimalTexts()
  private let expectedValues = DecimalTexts()

  init(_ records: ScoreRecords) { self.records = records }

  /// Writes a row's probability, a comma and its expected value.
  @inline(__always)
  func write(_ row: Int, to cursor: inout NumberCursor) {
    let place = row % DecimalTexts.capacity
    if place == 0 { prepare(row..<min(row + DecimalTexts.capacity, records.count)) }
    cursor.write(place, of: probabilities, shortest: records.scores.probabilities[row])
    cursor.write(byte: UInt8(ascii: ","))
    cursor.write(place, of: expectedValues, shortest: records.expectedValues[row])
  }

  private func prepare(_ rows: Range<Int>) {
    records.scores.probabilities.withUnsafeBufferPointer { probabilities.take(.init(rebasing: $0[rows])) }
    records.expectedValues.withUnsafeBufferPointer { expectedValues.take(.init(rebasing: $0[rows])) }
  }
}
