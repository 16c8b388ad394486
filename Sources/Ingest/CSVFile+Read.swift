import Diagnostics
import Files
import Tables

extension CSVFile {
  /// Reads all rows into typed columns; what an inferred column is, all of its cells decide.
  ///
  /// A guess from the first rows decides how a column is parsed; where the rest proves it wrong, that column alone is
  /// read again (a stream is kept in a temporary file for that).
  ///
  /// - Parameters:
  ///   - wishes: one per column, in the order of `header.names`.
  ///   - digesting: whether the summary shall have the SHA-256 sum of the bytes. Threads take turns at it.
  /// - Returns: the table in the order of the file, the same for any number of threads and any block size.
  /// - Throws: the first fault; for rows and cells only when they are not set aside.
  /// - Complexity: O(bytes); memory for the columns in their narrow forms and a few blocks per thread.
  public func read(_ wishes: [ColumnWish], digesting: Bool = false) throws(IngestError) -> ReadResult {
    precondition(wishes.count == header.names.count, "one wish per column")
    let source = source.isSeekable ? source : try source.spooled(after: start)
    var plans = wishes.map { ColumnPlan($0) }
    try guess(&plans, wishes)
    var assembly = try pass(plans, source, digesting: digesting)
    let sha256 = assembly.summary.sha256
    var columns = assembly.columns
    var notices: [Notice] = []
    while let again = try corrections(columns, wishes, &plans, &notices) {
      let everything = options.onBadRow != .stop
      let next = plans.enumerated().map { place, plan in everything || again.contains(place) ? plan : .skip }
      let result = try pass(next, source)
      for place in plans.indices where everything || again.contains(place) {
        columns[place] = result.columns[place]
      }
      if everything { assembly = result }
    }
    var result = try finished(columns, wishes, assembly, notices)
    result.summary.sha256 = sha256
    return result
  }

  private func finished(
    _ columns: [ColumnAssembly], _ wishes: [ColumnWish], _ assembly: TableAssembly, _ corrections: [Notice]
  ) throws(IngestError) -> ReadResult {
    var summary = assembly.summary
    summary.notices = header.notices + assembly.lineNotices + corrections
    var finished: [Column] = []
    for (place, name) in header.names.enumerated() {
      let column = columns[place]
      do throws(FileError) {
        guard let cells = try column.finished(name: name, inferred: wishes[place] == .infer) else { continue }
        finished.append(cells)
      } catch {
        throw .cannotSpill(file: self.name, error)
      }
      summary.notices += column.notices(name: name)
      if column.missingCount > 0 {
        summary.missing.append(
          MissingCells(column: name, count: column.missingCount, firstLine: column.firstMissingLine ?? 0))
      }
    }
    return ReadResult(
      table: Table(columns: finished, rowCount: assembly.lines.count), summary: summary,
      rejected: assembly.rejected, lines: assembly.lines)
  }

  /// One reading of the whole source.
  private func pass(
    _ plans: [ColumnPlan], _ source: ByteSource, digesting: Bool = false
  ) throws(IngestError) -> TableAssembly {
    let plan = passPlan(plans)
    let reader = reader(source, digesting: digesting)
    var assembly = TableAssembly(file: name, header: header, plan: plan)
    let workers = (0..<workerCount(source)).map { parsingWorker(reader, plan, number: $0) }
    try Conveyor.run(workers) { block throws(IngestError) in try assembly.take(block) }
    try source.checkUnchanged(bytesRead: reader.bytesRead)
    assembly.note(bytes: reader.bytesRead, sha256: reader.sha256)
    return assembly
  }

  private func parsingWorker(
    _ reader: BlockReader, _ plan: PassPlan, number: Int
  ) -> Conveyor.Worker<ParsedBlock> {
    let parser = BlockParser(plan, number: number, keepsLevels: true)
    return {
      guard let (number, filled) = reader.next() else { return nil }
      switch filled {
      case .success(let block):
        defer { reader.giveBack(block) }
        return (number, parser.parse(block))
      case .failure(let error):
        var failed = ParsedBlock()
        failed.fatal = BlockFault(line: 0, kind: .source(error))
        return (number, failed)
      }
    }
  }

  // MARK: - Types

  /// Turns guesses of numbers into guesses of levels where the first rows say so.
  private func guess(_ plans: inout [ColumnPlan], _ wishes: [ColumnWish]) throws(IngestError) {
    guard wishes.contains(.infer) else { return }
    let sample = SampleRows(
      start[header.byteCount...], delimiter: header.delimiter, firstLine: 1, isWhole: false)
    let missing = Set(options.missingTokens.map { Array($0.utf8) })
    for place in plans.indices where wishes[place] == .infer {
      var numbers = 0
      var present = 0
      for row in sample.rows where place < row.fields.count {
        let text = String(decoding: row.fields[place], as: UTF8.self).trimmingBlanks
        if text.isEmpty || missing.contains(Array(text.utf8)) { continue }
        present += 1
        if NumberLiteral.value(of: text, decimalComma: options.decimalComma) != nil { numbers += 1 }
      }
      if 2 * numbers < present { plans[place] = .category }
    }
  }

  /// The columns that must be read again, their plans set; `nil` when all are settled.
  private func corrections(
    _ columns: [ColumnAssembly], _ wishes: [ColumnWish], _ plans: inout [ColumnPlan], _ notices: inout [Notice]
  ) throws(IngestError) -> Set<Int>? {
    var again = Set<Int>()
    for place in columns.indices where place < wishes.count {
      let column = columns[place]
      guard wishes[place] == .infer || column.overflowed else { continue }
      switch TypeDecision.of(column, decimalComma: options.decimalComma) {
      case .settled: continue
      case .again(let plan): plans[place] = plan
      case .tooManyLevels:
        let name = header.names[place]
        guard wishes[place] == .infer else {
          throw .tooManyLevels(file: self.name, column: name, limit: options.levelLimit)
        }
        plans[place] = .hash
        notices.append(
          Notice(
            .warning, code: "csv.too-many-levels",
            "column \"\(name.escapedForDisplay)\" has more than \(options.levelLimit) different texts;"
              + " it is no category and was read as hashes"))
      }
      again.insert(place)
    }
    return again.isEmpty ? nil : again
  }
}
