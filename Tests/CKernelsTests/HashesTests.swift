import CKernels
import Tables
import Testing

/// Hashes of ids, and whether the ids ascend, are those of the texts one by one.
@Suite struct HashesTests {
  /// Ids of one kind, in any order or ascending.
  private enum Kind: CaseIterable {
    case padded, counted, mixed, odd
  }

  private static let oddities = [
    "", "NA", "Nora", "\"A-1\"", "\"a\"\"b\"", "\"", " 7", "é-12", "0123456789abcdef", "0123456789abcdefg",
  ]

  private static func ids(_ kind: Kind, count: Int, _ random: inout Generator) -> [String] {
    let first = Int.random(in: 1...2_000, using: &random)
    var ids = (0..<count).map { place -> String in
      let number = String(first + place)
      switch kind {
      case .padded: return "ACC-" + String(repeating: "0", count: 9 - number.count) + number
      case .counted: return number
      case .mixed:
        return String(
          (0..<Int.random(in: 1...20, using: &random)).map { _ in "0a:zÿN\u{7F}".randomElement(using: &random)! })
      case .odd: return "ID" + number
      }
    }
    if kind == .odd {
      for _ in 0..<2 { ids[Int.random(in: ids.indices, using: &random)] = oddities.randomElement(using: &random)! }
    }
    if kind == .mixed, Bool.random(using: &random) {
      ids.sort { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    }
    // now and then two that are equal, or out of order
    if count > 1, Int.random(in: 0..<4, using: &random) == 0 {
      let place = Int.random(in: 1..<count, using: &random)
      if Bool.random(using: &random) { ids[place] = ids[place - 1] } else { ids.swapAt(place, place - 1) }
    }
    return ids
  }

  /// A column of ids, another column behind it.
  private static func read(_ ids: [String], isLast: Bool) -> (hashes: [UInt64], found: csv_hashed) {
    let margin = [UInt8](repeating: 0, count: Int(CSV_PADDING))
    var (bytes, index) = (margin, [UInt32.max])
    for id in ids {
      let cells = isLast ? ["x", id] : [id, "x"]
      for (place, cell) in cells.enumerated() {
        bytes += Array(cell.utf8)
        index.append(UInt32(bytes.count - margin.count))
        bytes.append(place == 1 ? 0x0A : 0x2C)
      }
    }
    bytes += margin
    var hashes = [UInt64](repeating: 0, count: ids.count)
    let missing: [UInt8] = Array("NA".utf8) + [UInt8](repeating: 0, count: 8)
    let found = bytes.withUnsafeBufferPointer { bytes in
      index.withUnsafeBufferPointer { index in
        missing.withUnsafeBufferPointer { missing in
          let words = [
            csv_text(bytes: missing.baseAddress, count: 2), csv_text(bytes: missing.baseAddress! + 2, count: 0),
          ]
          return words.withUnsafeBufferPointer { words in
            var cells = csv_cells(
              bytes: bytes.baseAddress! + margin.count, index: index.baseAddress! + (isLast ? 1 : 0), stride: 2,
              records: ids.count, is_last: isLast, missing: words.baseAddress, missing_count: 2)
            return csv_read_hashes(&cells, &hashes)
          }
        }
      }
    }
    return (hashes, found)
  }

  /// What stands between a cell's quotes, doubled ones made single.
  private static func text(_ id: String) -> String {
    guard id.count >= 2, id.hasPrefix("\"") else { return id }
    return String(id.dropFirst().dropLast()).replacing("\"\"", with: "\"")
  }

  @Test(arguments: [false, true]) func areThoseOfTheTexts(isLast: Bool) {
    var random = Generator(state: 1)
    for round in 0..<2_000 {
      let kind = Kind.allCases[round % 4]
      let ids = Self.ids(kind, count: [1, 7, 31, 32, 33, 64, 95, 150][Int.random(in: 0..<8, using: &random)], &random)
      let (hashes, found) = Self.read(ids, isLast: isLast)
      let texts = ids.map(Self.text)
      #expect(hashes == texts.map { StableHash.of($0) }, "\(ids)")
      let absent = texts.indices.filter { ["", "NA"].contains(texts[$0].trimmed) }
      #expect(found.empties.empty_count == absent.count)
      if let first = absent.first { #expect(found.empties.first_empty == first) }
      let pairs = zip(texts, texts.dropFirst()).map { (Array($0.utf8), Array($1.utf8)) }
      let isEscaped = ids.contains { $0.dropFirst().dropLast().contains("\"") && $0.hasPrefix("\"") }
      #expect(
        found.by_bytes == (!isEscaped && pairs.allSatisfy { $0.lexicographicallyPrecedes($1) }), "\(ids)")
      let byLength = pairs.allSatisfy {
        $0.count < $1.count || ($0.count == $1.count && $0.lexicographicallyPrecedes($1))
      }
      #expect(found.by_length == (!isEscaped && byLength), "\(ids)")
    }
  }
}

extension String {
  /// Without blanks around.
  fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
