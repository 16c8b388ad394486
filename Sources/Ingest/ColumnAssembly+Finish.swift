import Diagnostics
import Files
import Tables

extension ColumnAssembly {
  /// The finished column; `nil` when it was not wanted.
  /// - Throws: when cells that go to a file cannot.
  func finished(name: String, inferred: Bool) throws(FileError) -> Column? {
    switch plan {
    case .skip, .nothing: return nil
    case .number:
      if inferred && presentCount == 0 { return Column(name: name, kind: .empty, cells: .empty(count)) }
      return Column(name: name, kind: .number, cells: .numbers(numberColumn))
    case .boolean: return Column(name: name, kind: .boolean, cells: .numbers(numberColumn))
    case .category: return try categories(name, inferred)
    case .text: return Column(name: name, kind: .text, cells: .texts(TextColumn(segments: texts)))
    case .hash: return Column(name: name, kind: .hash, cells: .hashes(HashColumn(segments: hashes)))
    }
  }

  private var numberColumn: NumberColumn { NumberColumn(segments: numbers, missingCount: missingCount) }

  private func categories(_ name: String, _ inferred: Bool) throws(FileError) -> Column {
    if inferred, let values = BooleanWords.values(of: levels.map(\.string)) {
      var pieces = Segments<NumberPiece>()
      for piece in codes.pieces { pieces.append(try booleanPiece(piece, values)) }
      let column = NumberColumn(segments: pieces, missingCount: missingCount)
      return Column(name: name, kind: .boolean, cells: .numbers(column))
    }
    let areDates = inferred && !levels.isEmpty && levels.allSatisfy { DatePattern.matches($0.string) }
    let column = CategoryColumn(segments: codes, levels: levels, missingCount: missingCount)
    return Column(name: name, kind: areDates ? .date : .category, cells: .categories(column))
  }

  private func booleanPiece(_ piece: CodePiece, _ values: [Int8]) throws(FileError) -> NumberPiece {
    let cells = piece.codes.map { $0 < 0 ? .min : values[Int($0)] }
    return try kept(NumberPiece(.int8(StoredCells(cells)), decimals: 0))
  }

  /// Remarks on the finished column.
  func notices(name: String) -> [Notice] {
    var notices: [Notice] = []
    let shown = name.escapedForDisplay
    if trimmed {
      notices.append(
        Notice(.note, code: "csv.level-blanks", "column \"\(shown)\": blanks around texts removed"))
    }
    guard plan == .category, levels.count <= 100_000 else { return notices }
    let twins = twins(of: \.string) { !$0.utf8.allSatisfy { $0 < 0x80 } }
    if twins > 0 {
      notices.append(
        Notice(
          .warning, code: "csv.unicode-twins",
          "column \"\(shown)\" has \(twins == 1 ? "a level" : "\(twins) levels") in two Unicode normal forms;"
            + " they look alike and are kept apart",
          remedies: ["normalise the file to NFC"]))
    }
    let caseTwins = self.twins(of: { $0.string.lowercased() }) { _ in levels.count <= 1000 } - twins
    if caseTwins > 0 {
      notices.append(
        Notice(
          .note, code: "csv.case-twins",
          "column \"\(shown)\" has \(caseTwins == 1 ? "a level" : "\(caseTwins) levels") that differ in case only"))
    }
    return notices
  }

  /// Levels that repeat an earlier one under a key compared as Swift compares strings.
  private func twins(of key: (ExactText) -> String, among: (String) -> Bool) -> Int {
    var seen = Set<String>()
    return levels.count { among($0.string) && !seen.insert(key($0)).inserted }
  }
}
