import Diagnostics
import Files
import Tables

/// Puts parsed blocks together in the order of the file.
struct TableAssembly {
  private let file: String
  private let header: CSVHeader
  private let plan: PassPlan
  private(set) var columns: [ColumnAssembly]
  private(set) var lines = RowLines()
  private(set) var rejected: [RejectedRow] = []
  private(set) var summary = ReadSummary()
  /// Lines before the next block.
  private var lineBase: Int
  private var carriageReturns = 0
  private var marks = 0
  private var endsBlank = false
  private var firstMarkLine: Int?
  private var hasLeftMemory = false

  init(file: String, header: CSVHeader, plan: PassPlan) {
    self.file = file
    self.header = header
    self.plan = plan
    lineBase = header.lineCount
    columns = plan.columns.map { ColumnAssembly($0, levelLimit: plan.options.levelLimit) }
  }

  /// Takes the next block.
  /// - Throws: the first fault of the block unless rows are set aside.
  mutating func take(_ block: ParsedBlock) throws(IngestError) {
    try takeFaults(block)
    let firstLine = lineBase + 1
    do throws(FileError) {
      let before = columns.reduce(0) { $0 + $1.byteCount }
      for (place, cells) in block.columns.enumerated() { try columns[place].take(cells, firstLine: firstLine) }
      try leaveMemory(adding: columns.reduce(0) { $0 + $1.byteCount } - before)
    } catch {
      throw .cannotSpill(file: file, error)
    }
    lines.append(block.lines.moved(by: firstLine), count: block.records)
    summary.readRows += block.records + block.faults.count
    summary.blankLines += block.blankLines
    carriageReturns += block.carriageReturns
    marks += block.byteOrderMarks
    if firstMarkLine == nil, let line = block.byteOrderMarkLine { firstMarkLine = firstLine + line }
    lineBase += block.lineCount
    if block.lineCount > 0 { endsBlank = block.endsBlank }
  }

  /// Moves all cells to a file once there are too many for memory.
  private mutating func leaveMemory(adding bytes: Int) throws(FileError) {
    guard let file = try plan.options.memory?.add(bytes), !hasLeftMemory else { return }
    hasLeftMemory = true
    for place in columns.indices { try columns[place].move(to: file) }
    CellMemory.returnFreed()
  }

  /// Takes a chunk whose cells have gone on; forgets its rejected rows and lines, which are returned.
  mutating func takeChunk(
    _ block: ParsedBlock, _ names: [String], _ totals: inout [MissingCells?]
  ) throws(IngestError) -> (RowLines, [RejectedRow], [MissingCells]) {
    let firstLine = lineBase + 1
    let before = rejected.count
    try take(block)
    var place = RowLines()
    place.append(block.lines.moved(by: firstLine), count: block.records)
    var missing: [MissingCells] = []
    for (column, name) in names.enumerated() where column < block.absences.count {
      let absent = block.absences[column]
      guard absent.count > 0, let line = absent.firstLine else { continue }
      missing.append(MissingCells(column: name, count: absent.count, firstLine: firstLine + line))
      totals[column] = MissingCells(
        column: name, count: (totals[column]?.count ?? 0) + absent.count,
        firstLine: totals[column]?.firstLine ?? firstLine + line)
    }
    return (place, Array(rejected[before...]), missing)
  }

  /// Notes how much was read.
  mutating func note(bytes: Int, sha256: String?) { (summary.byteCount, summary.sha256) = (bytes, sha256) }

  private mutating func takeFaults(_ block: ParsedBlock) throws(IngestError) {
    for fault in block.faults {
      if let fatal = block.fatal, fatal.line <= fault.line { break }
      let error = error(for: fault)
      if isFatal(fault) { throw error }
      guard case .setAside(let limit) = plan.options.onBadRow else { throw error }
      if let limit, rejected.count >= limit {
        throw .tooManyRejected(file: file, limit: limit, last: error.problem)
      }
      rejected.append(
        RejectedRow(line: lineBase + 1 + fault.line, problem: error.problem, bytes: fault.bytes))
      summary.rejectedRows += 1
    }
    if let fatal = block.fatal { throw error(for: fatal) }
  }

  /// A value without a name condemns the header; rows of another width behind a blank line are another table.
  private func isFatal(_ fault: BlockFault) -> Bool {
    switch fault.kind {
    case .unnamedValue: true
    case .row(.fieldCount(_, let found)): found > 1 && (fault.followsBlank || fault.line == 0 && endsBlank)
    default: false
    }
  }

  /// The fault as an error with its line in the file.
  private func error(for fault: BlockFault) -> IngestError {
    let line = lineBase + 1 + fault.line
    switch fault.kind {
    case .row(let row): return .row(file: file, line: line, row)
    case .cell(let column, let cell): return .cell(file: file, line: line, column: header.names[column], cell)
    case .invalidText(let column, let byte):
      let name = column.flatMap { $0 < header.names.count ? header.names[$0] : nil }
      return .invalidText(file: file, line: line, column: name, byte: byte)
    case .zeroByte: return .zeroByte(file: file, line: line)
    case .recordTooLong: return .recordTooLong(file: file, line: line, limit: plan.options.recordLimit)
    case .unnamedValue: return .unnamedColumn(file: file, line: line, position: plan.columns.count)
    case .source(let error): return error
    }
  }

  /// Remarks on the lines of the file.
  var lineNotices: [Notice] {
    var notices: [Notice] = []
    if summary.blankLines > 0 {
      let lines = summary.blankLines == 1 ? "1 blank line" : "\(summary.blankLines) blank lines"
      notices.append(Notice(.note, code: "csv.blank-lines", "\(lines) skipped"))
    }
    if let line = firstMarkLine {
      notices.append(
        Notice(
          .warning, code: "csv.byte-order-mark",
          "BOM inside the file on line \(line) removed" + (marks > 1 ? " (\(marks) in all)" : ""),
          remedies: ["check how the file was put together"]))
    }
    if carriageReturns > 0 {
      notices.append(
        Notice(.note, code: "csv.carriage-returns", "\(carriageReturns) lines end with CR only, as on old Macs"))
    }
    if summary.rejectedRows > 0 {
      let rows = summary.rejectedRows == 1 ? "1 row" : "\(summary.rejectedRows) rows"
      notices.append(Notice(.warning, code: "csv.set-aside", "\(rows) of \(summary.readRows) set aside"))
    }
    return notices
  }
}
