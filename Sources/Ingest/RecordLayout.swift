/// Where the cells of a block's records are.
struct RecordLayout {
  var bytes: UnsafeMutablePointer<UInt8>
  /// Cell c of record r lies between the bytes `index[r * stride + c]` and `index[r * stride + c + 1]`.
  var index: UnsafeMutablePointer<UInt32>
  var stride: Int
  var records: Int
  /// The line of each record, when they do not follow one another line by line.
  var lines: UnsafeMutablePointer<UInt32>?

  func start(of record: Int) -> Int { Int(index[record * stride] &+ 1) }

  func line(of record: Int) -> Int { lines.map { Int($0[record]) } ?? record }

  /// A record without its line end.
  func bytes(of record: Int, columns: Int) -> [UInt8] {
    var end = Int(index[record * stride + columns])
    let start = start(of: record)
    if end > start && bytes[end - 1] == 0x0D { end -= 1 }
    return Array(UnsafeBufferPointer(start: bytes + start, count: end - start))
  }

  /// Where the records stand, for the table's rows.
  var run: RowLines.Run {
    guard let lines, records > 0 else { return .consecutive(from: 0) }
    let first = lines[0]
    if (0..<records).allSatisfy({ lines[$0] == first + UInt32($0) }) { return .consecutive(from: Int(first)) }
    return .listed(Array(UnsafeBufferPointer(start: lines, count: records)), base: 0)
  }

  /// Takes records out.
  mutating func leaveOut(_ odd: Set<Int>, columns: Int, _ room: ParserRoom) {
    if lines == nil {
      room.reserveLines(records)
      for record in 0..<records { room.lines[record] = UInt32(record) }
      lines = room.lines
    }
    if stride == columns { widenStride(columns: columns) }
    var kept = 0
    for record in 0..<records where !odd.contains(record) {
      if kept < record {
        (index + kept * stride).update(from: index + record * stride, count: stride)
        lines?[kept] = lines?[record] ?? 0
      }
      kept += 1
    }
    records = kept
  }

  /// Gives each record its own entry for the byte before it; from the back, in place.
  private mutating func widenStride(columns: Int) {
    for record in (0..<records).reversed() {
      let source = index + record * columns
      let target = index + record * (columns + 1)
      for cell in (0...columns).reversed() { target[cell] = source[cell] }
    }
    stride = columns + 1
  }
}
