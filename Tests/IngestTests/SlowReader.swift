/// The obvious reader: one character after another, every cell an array of bytes. What it cannot read is a fault.
struct SlowReader {
  struct Row: Equatable {
    var line: Int
    var cells: [[UInt8]]
  }

  private(set) var rows: [Row] = []
  /// Lines of records that have a fault.
  private(set) var faultLines: [Int] = []
  private(set) var blankLines = 0
  private let bytes: [UInt8]
  private let delimiter: UInt8
  private var place = 0
  private var line = 1

  init(_ bytes: [UInt8], delimiter: UInt8, width: Int) {
    self.bytes = bytes
    self.delimiter = delimiter
    while place < bytes.count { readRecord(width) }
  }

  private func isLineEnd(_ place: Int) -> Bool { bytes[place] == 10 || bytes[place] == 13 }

  private mutating func passLineEnd() {
    if place < bytes.count, bytes[place] == 13, place + 1 < bytes.count, bytes[place + 1] == 10 { place += 1 }
    place += 1
    line += 1
  }

  private mutating func readRecord(_ width: Int) {
    let firstLine = line
    let start = place
    var cells: [[UInt8]] = []
    var isBad = false
    while true {
      let (cell, bad) = readCell()
      cells.append(cell)
      isBad = isBad || bad
      guard place < bytes.count, bytes[place] == delimiter else { break }
      place += 1
    }
    let text = bytes[start..<min(place, bytes.count)]
    passLineEnd()
    if text.allSatisfy({ $0 == 32 || ($0 == 9 && delimiter != 9) }) {
      blankLines += 1
    } else if isBad || cells.count != width {
      faultLines.append(firstLine)
    } else {
      rows.append(Row(line: firstLine, cells: cells))
    }
  }

  private mutating func readCell() -> ([UInt8], Bool) {
    var cell: [UInt8] = []
    guard place < bytes.count, bytes[place] == 34 else { return readPlain(cell, isBad: false) }
    place += 1
    while place < bytes.count {
      if bytes[place] == 34 {
        place += 1
        if place < bytes.count, bytes[place] == 34 {
          cell.append(34)
          place += 1
          continue
        }
        let isEnd = place >= bytes.count || bytes[place] == delimiter || isLineEnd(place)
        return isEnd ? (cell, false) : readPlain(cell, isBad: true)
      }
      if bytes[place] == 10 || (bytes[place] == 13 && !(place + 1 < bytes.count && bytes[place + 1] == 10)) {
        line += 1
      }
      cell.append(bytes[place])
      place += 1
    }
    return (cell, true)
  }

  private mutating func readPlain(_ start: [UInt8], isBad: Bool) -> ([UInt8], Bool) {
    var cell = start
    var isBad = isBad
    while place < bytes.count, bytes[place] != delimiter, !isLineEnd(place) {
      isBad = isBad || bytes[place] == 34
      cell.append(bytes[place])
      place += 1
    }
    return (cell, isBad)
  }
}
