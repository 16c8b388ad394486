import CKernels
import Tables

extension BlockParser {
  /// Parses every column that is wanted; cells that are not what their column must be go to `bad`.
  func parseColumns(_ layout: RecordLayout, bad: inout [OddRecord]) -> [ParsedCells] {
    var parsed: [ParsedCells] = []
    parsed.reserveCapacity(plan.columns.count)
    for (column, columnPlan) in plan.columns.enumerated() {
      parsed.append(parse(layout, column, columnPlan, bad: &bad))
    }
    return parsed
  }

  private func parse(
    _ layout: RecordLayout, _ column: Int, _ columnPlan: ColumnPlan, bad: inout [OddRecord]
  ) -> ParsedCells {
    switch columnPlan {
    case .skip: return .skipped
    case .number(let isGuess): return .numbers(numbers(layout, column, isGuess, bad: &bad))
    case .boolean: return .numbers(booleans(layout, column, bad: &bad))
    case .category: return .codes(codes(layout, column))
    case .text:
      let (piece, absent) = texts(layout, column)
      return .texts(piece, absent)
    case .hash:
      let (piece, absent) = hashes(layout, column)
      return .hashes(piece, absent)
    case .nothing:
      var cells = cells(layout, column: column)
      let record = csv_first_present(&cells)
      if record < layout.records { bad.append(OddRecord(record: record, kind: .unnamedValue)) }
      return .skipped
    }
  }

  // MARK: - Numbers

  private func numbers(
    _ layout: RecordLayout, _ column: Int, _ isGuess: Bool, bad: inout [OddRecord]
  ) -> ParsedNumbers {
    guard let member = numberGroups[column] else { preconditionFailure("a column of numbers in no group") }
    if member.place == 0 { read(member.group, layout) }
    let numbers = room.numbers[member.place]
    let absent = absent(numbers.missing_count, numbers.first_missing, layout)
    var result = ParsedNumbers(piece: piece(numbers, layout.records), absent: absent)
    if isGuess {
      result.texts = numbers.bad_count
    } else {
      for place in 0..<numbers.bad_count {
        if place > 0 && !plan.setsAside { break }
        let record = Int(numbers.bad[place])
        var cells = cells(layout, column: column)
        let fault = notNumber(csv_cell_at(&cells, record))
        bad.append(OddRecord(record: record, kind: .cell(column: column, fault)))
      }
    }
    return result
  }

  /// Reads the columns of a group; what is found stays until the next group is read.
  private func read(_ group: NumberGroup, _ layout: RecordLayout) {
    let point = UInt8(ascii: plan.options.decimalComma ? "," : ".")
    for place in group.columns.indices { room.numbers[place] = room.numbers(place, point: point) }
    withUnsafeTemporaryAllocation(of: csv_cells.self, capacity: group.columns.count) { columns in
      for (place, column) in group.columns.enumerated() { columns[place] = cells(layout, column: column) }
      csv_read_number_columns(columns.baseAddress, room.numbers, group.columns.count)
    }
  }

  /// A text is shown only when it looks like a number, and never much of it.
  private func notNumber(_ cell: csv_cell) -> CellFault {
    let text = text(cell).trimmingBlanks
    let comma = plan.options.decimalComma
    if NumberLiteral.isTooLarge(text, decimalComma: comma) {
      return .notNumber(shown: String(text.prefix(40)), .infinite)
    }
    let disguise = Disguise.of(text, decimalComma: comma)
    return .notNumber(shown: disguise == nil ? nil : String(text.prefix(40)), disguise)
  }

  private func piece(_ numbers: csv_numbers, _ records: Int) -> NumberPiece {
    if numbers.is_wide {
      return NumberPiece(
        .double(StoredCells(UnsafeBufferPointer(start: numbers.wide, count: records))), decimals: 0)
    }
    let narrow = UnsafePointer(numbers.narrow!)
    var sum: Int64 = 0
    let storage: NumberPiece.Storage =
      if numbers.magnitude <= UInt32(Int8.max) {
        .int8(narrowed(narrow, records, &sum))
      } else if numbers.magnitude <= UInt32(Int16.max) {
        .int16(narrowed(narrow, records, &sum))
      } else {
        .int32(narrowed(narrow, records, &sum))
      }
    let total = NumberPiece.Total(sum: sum, missing: numbers.missing_count + numbers.bad_count)
    return NumberPiece(storage, decimals: Int(numbers.decimals), total: total)
  }

  /// The numbers in a narrower form that holds them all, and their sum.
  private func narrowed<Narrow: FixedWidthInteger & Sendable>(
    _ source: UnsafePointer<Int32>, _ count: Int, _ sum: inout Int64
  ) -> StoredCells<Narrow> {
    StoredCells(count: count) { target in sum = churn_narrow(count, source, Int32(MemoryLayout<Narrow>.size), target) }
  }

  // MARK: - Levels

  private func codes(_ layout: RecordLayout, _ column: Int) -> ParsedCodes {
    var cells = cells(layout, column: column)
    var codes = csv_codes()
    codes.codes = room.narrow
    let known = room.levels(ofColumn: column)
    csv_read_codes(&cells, known, &codes)
    let values = UnsafeBufferPointer(start: UnsafePointer(room.narrow), count: layout.records)
    let levels = (codes.first_new..<codes.level_count).map { code in
      let text = csv_level(known, code)
      return ExactText(utf8: UnsafeBufferPointer(start: text.bytes, count: text.count))
    }
    let rows = (0..<codes.level_count).map { csv_level_rows(known, $0) }
    let absent = absent(codes.missing_count, codes.first_missing, layout)
    return ParsedCodes(
      piece: CodePiece(values, largest: Int32(codes.level_count) - 1), newLevels: levels, firstNew: codes.first_new,
      parser: number, rows: rows, absent: absent, trimmed: codes.trimmed)
  }

  private func booleans(_ layout: RecordLayout, _ column: Int, bad: inout [OddRecord]) -> ParsedNumbers {
    let levels = codes(layout, column)
    let known = room.levels(ofColumn: column)
    let values = levels.rows.indices.map { code in
      let text = csv_level(known, code)
      return BooleanWords.value(
        of: String(decoding: UnsafeBufferPointer(start: text.bytes, count: text.count), as: UTF8.self))
    }
    var seen = false
    let codes = levels.piece.codes
    let cells = StoredCells<Int8>(count: codes.count) { target in
      for (record, code) in codes.enumerated() {
        let value = code < 0 ? .some(.min) : values[Int(code)]
        target[record] = value ?? .min
        if value == nil && (plan.setsAside || !seen) {
          seen = true
          bad.append(OddRecord(record: record, kind: .cell(column: column, .notBoolean)))
        }
      }
    }
    return ParsedNumbers(piece: NumberPiece(.int8(cells), decimals: 0), absent: levels.absent)
  }

  // MARK: - Texts and hashes

  private func texts(_ layout: RecordLayout, _ column: Int) -> (TextPiece, Absent) {
    var cells = cells(layout, column: column)
    var total = 0
    for record in 0..<layout.records {
      let place = record * layout.stride + column
      total += Int(layout.index[place + 1]) - Int(layout.index[place] &+ 1)
    }
    var empties = csv_empties()
    var ends: [Int] = []
    let bytes = [UInt8](unsafeUninitializedCapacity: total + 1) { target, filled in
      ends = [Int](unsafeUninitializedCapacity: layout.records) { places, count in
        places.withMemoryRebound(to: Int64.self) { places in
          empties = csv_read_texts(&cells, target.baseAddress, places.baseAddress)
        }
        count = layout.records
      }
      filled = ends.last ?? 0
    }
    let piece = TextPiece(bytes: bytes, ends: ends, hashes: hashes(layout, column).0)
    return (piece, absent(empties.empty_count, empties.first_empty, layout))
  }

  private func hashes(_ layout: RecordLayout, _ column: Int) -> (HashPiece, Absent) {
    var cells = cells(layout, column: column)
    var found = csv_hashed()
    let hashes = StoredCells(count: layout.records) { found = csv_read_hashes(&cells, $0) }
    let order = found.by_bytes || found.by_length ? order(found, &cells) : nil
    return (HashPiece(hashes, order: order), absent(found.empties.empty_count, found.empties.first_empty, layout))
  }

  /// The order of ids that ascend.
  private func order(_ found: csv_hashed, _ cells: inout csv_cells) -> IDOrder {
    guard cells.records > 0 else { return IDOrder() }
    let text = { (cells: inout csv_cells, record: Int) -> [UInt8] in
      let cell = csv_cell_at(&cells, record)
      return Array(UnsafeBufferPointer(start: cell.start, count: cell.end - cell.start))
    }
    return IDOrder(
      first: text(&cells, 0), last: text(&cells, cells.records - 1), byBytes: found.by_bytes, byLength: found.by_length)
  }

  private func absent(_ count: Int, _ first: Int, _ layout: RecordLayout) -> Absent {
    Absent(count: count, firstLine: count > 0 ? layout.line(of: first) : nil)
  }
}
