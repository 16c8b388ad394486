import CKernels

extension BlockParser {
  /// Finds the cells of a block: the fast way when every line is a record of the right width, else with care.
  func locate(_ block: Block, _ result: inout ParsedBlock) -> RecordLayout {
    let columns = plan.columns.count
    let bytes = block.bytes.baseAddress!
    room.reserve(bytes: block.count, columns: columns)
    let scan = csv_index(bytes, block.count, plan.delimiter, room.index + 1)
    var careful = !csv_is_regular(bytes, room.index + 1, scan, columns)
    if scan.smallest == 0 { result.fatal = zeroByte(block) }
    if scan.has_high {
      let invalid = csv_first_invalid_utf8(bytes, block.count)
      if invalid < block.count { result.fatal = invalidText(block, at: invalid) }
      careful = careful || hasByteOrderMark(block)
    }
    if careful || result.fatal != nil || block.isOverlong { return locateCarefully(block, &result) }
    room.index[0] = .max
    room.reserve(records: scan.lines)
    result.lineCount = scan.lines
    return RecordLayout(bytes: bytes, index: room.index, stride: columns, records: scan.lines, lines: nil)
  }

  private func hasByteOrderMark(_ block: Block) -> Bool {
    let bytes = block.bytes
    var place = 0
    while place + 2 < bytes.count {
      if bytes[place] == 0xEF && bytes[place + 1] == 0xBB && bytes[place + 2] == 0xBF { return true }
      place += 1
    }
    return false
  }

  private func locateCarefully(_ block: Block, _ result: inout ParsedBlock) -> RecordLayout {
    let columns = plan.columns.count
    let bytes = block.bytes.baseAddress!
    room.reserveLines(block.count + 1)
    var records = csv_records()
    records.index = room.index
    records.lines = room.lines
    csv_read_records(bytes, block.count, plan.delimiter, columns, &records)
    defer { csv_records_free(&records) }
    room.reserve(records: records.records)
    result.lineCount = records.line_count
    result.blankLines = records.blank_lines
    result.endsBlank = records.ends_blank
    result.carriageReturns = records.carriage_returns
    result.byteOrderMarks = records.byte_order_marks
    if records.byte_order_marks > 0 { result.byteOrderMarkLine = Int(records.first_mark_line) }
    for fault in UnsafeBufferPointer(start: records.faults, count: records.fault_count) {
      take(fault, bytes, &result)
    }
    if block.isOverlong && result.fatal == nil { result.fatal = BlockFault(line: 0, kind: .recordTooLong) }
    return RecordLayout(
      bytes: bytes, index: room.index, stride: columns + 1, records: records.records, lines: room.lines)
  }

  /// A record that spans several lines must not be set aside: an odd quote may have swallowed good rows.
  private func take(_ fault: csv_fault, _ bytes: UnsafePointer<UInt8>, _ result: inout ParsedBlock) {
    let kind: RowFault =
      switch Int(fault.kind) {
      case csv_ragged: .fieldCount(expected: plan.columns.count, found: Int(fault.fields))
      case csv_stray_text: .textAfterQuote
      case csv_stray_quote: .strayQuote
      default: .unclosedQuote
      }
    var taken = BlockFault(line: Int(fault.fault_line), kind: .row(kind), followsBlank: fault.after_blank)
    let isFatal = fault.last_line > fault.first_line || kind == .unclosedQuote
    if isFatal {
      if result.fatal == nil || taken.line < result.fatal!.line { result.fatal = taken }
    } else {
      if plan.setsAside {
        let count = Int(fault.end - fault.start)
        taken.bytes = Array(UnsafeBufferPointer(start: bytes + Int(fault.start), count: count))
      }
      result.faults.append(taken)
    }
  }

  private func zeroByte(_ block: Block) -> BlockFault {
    let place = block.bytes.firstIndex(of: 0) ?? 0
    return BlockFault(line: csv_count_lines(block.bytes.baseAddress, place), kind: .zeroByte)
  }

  private func invalidText(_ block: Block, at place: Int) -> BlockFault {
    let bytes = block.bytes
    let line = csv_count_lines(bytes.baseAddress, place)
    var start = place
    while start > 0 && bytes[start - 1] != 0x0A { start -= 1 }
    let before = bytes[start..<place]
    let isQuoted = before.contains(UInt8(ascii: "\""))
    let column = isQuoted ? nil : before.count { $0 == plan.delimiter }
    return BlockFault(line: line, kind: .invalidText(column: column, byte: bytes[place]))
  }
}
