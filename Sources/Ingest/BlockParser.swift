import CKernels
import Tables

/// One worker's parser: bytes of a block to cells. Its room is reused from block to block.
final class BlockParser: @unchecked Sendable {  // one thread's at a time
  let plan: PassPlan
  let room: ParserRoom
  /// Among the parsers of a reading.
  let number: Int
  private let missing: MissingTexts
  private let headerText: MissingTexts
  /// Of each column of numbers, those it is read with and its place among them.
  let numberGroups: [NumberGroup.Member?]

  /// - Parameters:
  ///   - number: tells the parsers of one reading apart.
  ///   - keepsLevels: whether levels are known by the same code from block to block.
  init(_ plan: PassPlan, number: Int = 0, keepsLevels: Bool) {
    self.plan = plan
    self.number = number
    room = ParserRoom(columns: plan.columns.count, keepsLevels: keepsLevels)
    missing = MissingTexts(plan.options.missingTokens.map { Array($0.utf8) } + [[]])
    headerText = MissingTexts([plan.headerBytes])
    numberGroups = NumberGroup.members(plan.columns)
  }

  /// Parses a block.
  func parse(_ block: Block) -> ParsedBlock {
    var result = ParsedBlock()
    var layout = locate(block, &result)
    guard result.fatal == nil else { return result }
    let odd = repeatedHeaders(layout) + totals(layout, isLast: block.isLast)
    leaveOut(odd, &layout, &result)
    var bad: [OddRecord] = []
    result.columns = parseColumns(layout, bad: &bad)
    if !bad.isEmpty {
      leaveOut(bad, &layout, &result)
      var none: [OddRecord] = []
      // levels of rows that are left out are no levels
      room.forgetLevels()
      if plan.setsAside { result.columns = parseColumns(layout, bad: &none) }
    }
    result.records = layout.records
    result.lines = layout.run
    result.faults.sort { $0.line < $1.line }
    return result
  }

  func cells(_ layout: RecordLayout, column: Int) -> csv_cells {
    csv_cells(
      bytes: UnsafePointer(layout.bytes), index: layout.index + column, stride: layout.stride,
      records: layout.records, is_last: column == plan.columns.count - 1, missing: missing.pointer,
      missing_count: missing.count)
  }

  // MARK: - Rows that are no accounts

  private func repeatedHeaders(_ layout: RecordLayout) -> [OddRecord] {
    guard plan.headerBytes.count > 0, layout.records > 0 else { return [] }
    var first = cells(layout, column: 0)
    let count = csv_find_records(&first, headerText.pointer[0], room.bad)
    return UnsafeBufferPointer(start: room.bad, count: count).compactMap { record in
      let next = layout.bytes[layout.start(of: Int(record)) + plan.headerBytes.count]
      guard next == 0x0A || next == 0x0D else { return nil }
      return OddRecord(record: Int(record), kind: .row(.repeatsHeader))
    }
  }

  private static let totalWords: Set<String> = [
    "total", "totals", "total:", "grand total", "subtotal", "sum", "sum:", "summe", "gesamt", "total general", "totaal",
    "totale",
  ]

  private func totals(_ layout: RecordLayout, isLast: Bool) -> [OddRecord] {
    guard isLast, layout.records > 1 else { return [] }
    var first = cells(layout, column: 0)
    let text = self.text(csv_cell_at(&first, layout.records - 1))
    guard text.utf8.count < 20, Self.totalWords.contains(text.lowercased().trimmingBlanks) else { return [] }
    return [OddRecord(record: layout.records - 1, kind: .row(.totals))]
  }

  /// A cell's text with its doubled quotes made single.
  func text(_ cell: csv_cell) -> String {
    let bytes = [UInt8](unsafeUninitializedCapacity: cell.end - cell.start) { buffer, count in
      count = buffer.count == 0 ? 0 : csv_copy_cell(cell, buffer.baseAddress)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Takes records out of the layout and notes them as faults.
  private func leaveOut(_ odd: [OddRecord], _ layout: inout RecordLayout, _ result: inout ParsedBlock) {
    guard !odd.isEmpty else { return }
    var seen = Set<Int>()
    for odd in odd.sorted(by: { $0.record < $1.record }) where seen.insert(odd.record).inserted {
      let bytes = plan.setsAside ? layout.bytes(of: odd.record, columns: plan.columns.count) : []
      result.faults.append(BlockFault(line: layout.line(of: odd.record), kind: odd.kind, bytes: bytes))
    }
    layout.leaveOut(seen, columns: plan.columns.count, room)
  }
}

/// Columns of numbers that are read together.
struct NumberGroup {
  /// A column's place in its group.
  struct Member {
    var group: NumberGroup
    var place: Int
  }

  /// Ascending.
  private(set) var columns: [Int]

  /// The members by column: as many columns from left to right as can be read together.
  static func members(_ plans: [ColumnPlan]) -> [Member?] {
    var groups: [NumberGroup] = []
    for (column, plan) in plans.enumerated() {
      guard case .number = plan else { continue }
      if let group = groups.last, group.columns.count < Int(CSV_NUMBER_GROUP),
        column - group.columns[0] <= Int(CSV_NUMBER_SPAN)
      {
        groups[groups.count - 1].columns.append(column)
      } else {
        groups.append(NumberGroup(columns: [column]))
      }
    }
    var members = [Member?](repeating: nil, count: plans.count)
    for group in groups {
      for (place, column) in group.columns.enumerated() { members[column] = Member(group: group, place: place) }
    }
    return members
  }
}

/// A record that must not become a row.
struct OddRecord {
  var record: Int
  var kind: BlockFault.Kind
}

/// Texts at stable addresses.
final class MissingTexts: @unchecked Sendable {  // immutable
  let pointer: UnsafeMutablePointer<csv_text>
  let count: Int

  init(_ texts: [[UInt8]]) {
    count = texts.count
    pointer = .allocate(capacity: max(1, texts.count))
    for (place, text) in texts.enumerated() {
      let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: text.count + 8)
      bytes.initialize(repeating: 0, count: text.count + 8)
      for (offset, byte) in text.enumerated() { bytes[offset] = byte }
      pointer[place] = csv_text(bytes: bytes, count: text.count)
    }
  }

  deinit {
    for place in 0..<count { pointer[place].bytes.deallocate() }
    pointer.deallocate()
  }
}

extension String {
  /// The text without blanks and tabs around it.
  var trimmingBlanks: String {
    var part = Substring(self)
    while let first = part.first, first == " " || first == "\t" { part.removeFirst() }
    while let last = part.last, last == " " || last == "\t" { part.removeLast() }
    return String(part)
  }
}
