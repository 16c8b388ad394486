import CKernels
import Testing

/// Columns of numbers that are read together are those that are read one after another, whatever stands in them.
@Suite struct NumberColumnsTests {
  /// Texts of cells: how a column is mostly written, and what may turn up in any.
  private struct Texts {
    private var generator: Generator

    init(seed: UInt64) { generator = Generator(state: seed) }

    private mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

    mutating func number(_ style: Int) -> String {
      let digits = { (texts: inout Texts, count: Int) in
        String((0..<count).map { _ in Character(String(texts.below(10))) })
      }
      let sign = below(3) == 0 ? "-" : ""
      switch style {
      case 0: return sign + digits(&self, 1 + below(5))
      case 1: return sign + digits(&self, 1 + below(4)) + "." + digits(&self, 2)
      case 2: return sign + digits(&self, below(3)) + "." + digits(&self, 1 + below(5))
      case 3: return below(3) == 0 ? "" : digits(&self, 1)
      case 4: return digits(&self, 8 + below(3))
      default: return sign + digits(&self, 1 + below(3)) + (below(2) == 0 ? "" : "." + digits(&self, 1))
      }
    }

    private static let oddities = [
      "-", ".", "-.", ".-", "--5", "1.2.3", "..", "5-3", "5.", "-.5", "-0", "00012", " 5", "5 ", "\t7", "\"12\"",
      "\"\"", "1e3",
      "NA", "abc", "99999999", "-99999999", "21474836.48", "0.00000001", "123456789012345", "0.1000000000000000055",
      "é", "١",
      "1,5", "+4", "inf", "nan",
    ]

    mutating func cell(_ style: Int, isRegular: Bool) -> String {
      guard !isRegular, below(50) == 0 else { return number(style) }
      return Self.oddities[below(Self.oddities.count)]
    }

    mutating func style() -> Int { below(6) }
    mutating func yes(_ chance: Int) -> Bool { below(chance) == 0 }
  }

  /// A block of a file with its margins, and the positions of its separators.
  private struct Block {
    var bytes = [UInt8](repeating: 0, count: Int(CSV_PADDING))
    var index: [UInt32] = [.max]

    init(_ rows: [[String]], lineEnd: String) {
      for row in rows {
        for (column, cell) in row.enumerated() {
          bytes += Array(cell.utf8)
          let isLast = column == row.count - 1
          if isLast { bytes += Array(lineEnd.utf8.dropLast()) }
          index.append(UInt32(bytes.count - Int(CSV_PADDING)))
          bytes.append(isLast ? 0x0A : 0x3B)
        }
      }
      bytes += [UInt8](repeating: 0, count: Int(CSV_PADDING))
      index += [UInt32](repeating: 0, count: 64)
    }
  }

  /// What was read of a column.
  private struct Column: Equatable {
    var numbers: [UInt64]
    var bad: [UInt32]
    var isWide: Bool
    var decimals: Int32
    var magnitude: UInt32
    var missing: [Int]
  }

  private func read(
    _ block: Block, columns: [Int], of width: Int, records: Int, point: UInt8,
    _ body: (UnsafePointer<csv_cells>, UnsafeMutablePointer<csv_numbers>) -> Void
  ) -> [Column] {
    let narrow = UnsafeMutablePointer<Int32>.allocate(capacity: columns.count * records + 1)
    let wide = UnsafeMutablePointer<Double>.allocate(capacity: columns.count * records + 1)
    let bad = UnsafeMutablePointer<UInt32>.allocate(capacity: columns.count * records + 1)
    defer {
      narrow.deallocate()
      wide.deallocate()
      bad.deallocate()
    }
    return block.bytes.withUnsafeBufferPointer { bytes in
      block.index.withUnsafeBufferPointer { index in
        let cells = columns.map { column in
          csv_cells(
            bytes: bytes.baseAddress! + Int(CSV_PADDING), index: index.baseAddress! + column, stride: width,
            records: records, is_last: column == width - 1, missing: nil, missing_count: 0)
        }
        var numbers = columns.indices.map { place in
          var numbers = csv_numbers()
          numbers.narrow = narrow + place * records
          numbers.wide = wide + place * records
          numbers.bad = bad + place * records
          numbers.point = point
          return numbers
        }
        body(cells, &numbers)
        return numbers.map { n in
          Column(
            numbers: (0..<records).map {
              n.is_wide ? n.wide[$0].bitPattern : UInt64(bitPattern: Int64(n.narrow[$0]))
            }, bad: (0..<n.bad_count).map { n.bad[$0] }, isWide: n.is_wide, decimals: n.decimals,
            magnitude: n.is_wide ? 0 : n.magnitude, missing: [n.missing_count, n.first_missing])
        }
      }
    }
  }

  @Test(arguments: 0..<60)
  func `columns read together are those read alone`(seed: Int) {
    var texts = Texts(seed: UInt64(seed))
    let (width, records) = (1 + seed % 12, [0, 1, 7, 8, 9, 40, 403][seed % 7])
    let styles = (0..<width).map { _ in texts.style() }
    let (isRegular, comma) = (seed % 3 == 0, seed % 5 == 0)
    let rows = (0..<records).map { _ in
      (0..<width).map { column in
        let cell = texts.cell(styles[column], isRegular: isRegular)
        return comma && !texts.yes(20) ? cell.replacing(".", with: ",") : cell
      }
    }
    let block = Block(rows, lineEnd: seed % 4 == 1 ? "\r\n" : "\n")
    let first = seed % 2 == 0 ? 0 : width / 2
    let step = seed % 6 == 5 ? 2 : 1
    let columns = Array(stride(from: first, to: width, by: step).prefix(Int(CSV_NUMBER_GROUP)))
    let point = UInt8(ascii: comma ? "," : ".")
    let alone = read(block, columns: columns, of: width, records: records, point: point) { cells, numbers in
      for place in columns.indices { csv_read_numbers(cells + place, numbers + place) }
    }
    let together = read(block, columns: columns, of: width, records: records, point: point) { cells, numbers in
      csv_read_number_columns(cells, numbers, columns.count)
    }
    for place in columns.indices { #expect(together[place] == alone[place], "column \(columns[place])") }
  }

  /// Rows longer than the one vector of 64 bytes, and than two.
  @Test(arguments: [1, 2, 7, 14, 18, 40])
  func `long rows`(padding: Int) {
    let text = String(repeating: "x", count: padding)
    let rows = (0..<50).map { row in
      (0..<15).map { column in column % 2 == 0 ? "\(row * 7 - column).\(column)" : text }
    }
    let block = Block(rows, lineEnd: "\n")
    let columns = Array(stride(from: 0, to: 15, by: 2))
    let read = read(block, columns: columns, of: 15, records: 50, point: UInt8(ascii: ".")) { cells, numbers in
      csv_read_number_columns(cells, numbers, columns.count)
    }
    for (place, column) in columns.enumerated() {
      let decimals = column < 10 ? 1 : 2
      #expect(Int(read[place].decimals) == decimals)
      let expected = (0..<50).map { row in
        let whole = (row * 7 - column) * (decimals == 1 ? 10 : 100)
        return Int64(whole < 0 ? whole - column : whole + column)
      }
      #expect(read[place].numbers == expected.map { UInt64(bitPattern: $0) })
    }
  }
}
