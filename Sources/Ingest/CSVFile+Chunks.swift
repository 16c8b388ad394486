import Diagnostics
import Files
public import Tables

/// What surrounds a chunk's table.
public struct ChunkPlace: Sendable {
  /// Rows of the table in chunks before this one.
  public var firstRow: Int
  /// Where each row of this chunk stands in the file.
  public var lines: RowLines
  /// Rows set aside in this chunk.
  public var rejected: [RejectedRow]
  /// Cells without a value in this chunk, by column in file order.
  public var missing: [MissingCells]
}

extension CSVFile {
  /// Passes over all rows in bounded memory: chunks are parsed and transformed side by side on
  /// `CSVOptions.threads` threads and consumed one after another in the order of the file.
  ///
  ///     try file.forEachChunk(wishes, transform: score) { lines, place in try output.write(lines) }
  ///
  /// - Parameters:
  ///   - wishes: one per column, in the order of `header.names`; types are fixed, so none may be `.infer`.
  ///   - transform: called on any thread with a chunk's table; levels are those of the chunk, in order of first row.
  ///   - consume: called on this thread, in order. A chunk may have no rows.
  /// - Returns: counts and remarks; in `missing`, every column that has cells without a value.
  /// - Throws: `IngestError`, and whatever `transform` and `consume` throw; the first in the order of the file.
  public func forEachChunk<Output: Sendable>(
    _ wishes: [ColumnWish], transform: @escaping @Sendable (Table) throws -> Output,
    consume: (Output, ChunkPlace) throws -> Void
  ) throws -> ReadSummary {
    try forEachNumberedChunk(wishes, transform: { table, _ in try transform(table) }, consume: consume)
  }

  /// The same with the number of each chunk, 0, 1, …: a regular or `rereadable` file is cut into the same chunks every
  /// time, so what a first pass learned of a chunk a second can look up.
  public func forEachNumberedChunk<Output: Sendable>(
    _ wishes: [ColumnWish], transform: @escaping @Sendable (Table, Int) throws -> Output,
    consume: (Output, ChunkPlace) throws -> Void
  ) throws -> ReadSummary {
    precondition(wishes.count == header.names.count, "one wish per column")
    precondition(!wishes.contains(.infer), "a chunk cannot know what its column is as a whole")
    let plan = passPlan(wishes.map { ColumnPlan($0) })
    let reader = reader(source)
    var assembly = TableAssembly(file: name, header: header, plan: plan)
    let workers = (0..<workerCount(source)).map { _ in chunkWorker(reader, plan, transform) }
    var missing = [MissingCells?](repeating: nil, count: header.names.count)
    try Conveyor.run(workers) { (chunk: TransformedChunk<Output>) in
      let firstRow = assembly.lines.count
      let place = try assembly.takeChunk(chunk.block, header.names, &missing)
      guard let output = try chunk.output?.get() else { return }
      try consume(output, ChunkPlace(firstRow: firstRow, lines: place.0, rejected: place.1, missing: place.2))
    }
    try source.checkUnchanged(bytesRead: reader.bytesRead)
    assembly.note(bytes: reader.bytesRead, sha256: nil)
    var summary = assembly.summary
    summary.missing = missing.compactMap(\.self)
    summary.notices = header.notices + assembly.lineNotices
    return summary
  }

  private func chunkWorker<Output: Sendable>(
    _ reader: BlockReader, _ plan: PassPlan, _ transform: @escaping @Sendable (Table, Int) throws -> Output
  ) -> Conveyor.Worker<TransformedChunk<Output>> {
    let parser = BlockParser(plan, keepsLevels: false)
    let names = header.names
    return {
      guard let (number, filled) = reader.next() else { return nil }
      var parsed = ParsedBlock()
      switch filled {
      case .success(let block):
        parsed = parser.parse(block)
        reader.giveBack(block)
      case .failure(let error):
        parsed.fatal = BlockFault(line: 0, kind: .source(error))
      }
      guard parsed.fatal == nil, plan.setsAside || parsed.faults.isEmpty else {
        return (number, TransformedChunk(block: parsed, output: nil))
      }
      return (
        number,
        TransformedChunk(
          block: parsed.withoutCells, output: Result { try transform(try parsed.table(names, plan), number) })
      )
    }
  }
}

/// A chunk on its way to the consumer.
private struct TransformedChunk<Output: Sendable>: Sendable {
  var block: ParsedBlock
  var output: Result<Output, any Error>?
}

extension ParsedBlock {
  /// The block as a table of its own.
  fileprivate func table(_ names: [String], _ plan: PassPlan) throws(FileError) -> Table {
    var finished: [Column] = []
    for (place, name) in names.enumerated() {
      var column = ColumnAssembly(plan.columns[place], levelLimit: .max)
      try column.take(columns[place], firstLine: 1)
      if let cells = try column.finished(name: name, inferred: false) { finished.append(cells) }
    }
    return Table(columns: finished, rowCount: records)
  }

  /// The block without its cells, which the table has taken; counts of missing cells stay.
  fileprivate var withoutCells: ParsedBlock {
    var lean = self
    lean.absences = columns.map(\.absent)
    lean.columns = []
    return lean
  }
}

extension ParsedCells {
  fileprivate var absent: Absent {
    switch self {
    case .skipped: Absent()
    case .numbers(let parsed): parsed.absent
    case .codes(let parsed): parsed.absent
    case .texts(_, let absent), .hashes(_, let absent): absent
    }
  }
}
