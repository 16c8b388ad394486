public import Files

/// Cells of one column in a row of memory, or in a file where a table is too large to be kept.
public struct StoredCells<Cell: BitwiseCopyable & Sendable>: Sendable {
  @usableFromInline let place: Place

  @usableFromInline enum Place: Sendable {
    case memory([Cell])
    case file(SpillFile, offset: Int, count: Int)
  }

  /// Creates cells in memory.
  public init(_ cells: [Cell]) { place = .memory(cells) }

  /// The same cells in a file; those that are in one already stay where they are.
  /// - Throws: `.system(.write, …)`.
  public func moved(to file: SpillFile) throws(FileError) -> StoredCells {
    guard case .memory(let cells) = place else { return self }
    let offset = try cells.withUnsafeBufferPointer { cells throws(FileError) in
      try file.append(UnsafeRawBufferPointer(cells))
    }
    return StoredCells(place: .file(file, offset: offset, count: cells.count))
  }

  private init(place: Place) { self.place = place }

  /// Cells.
  @inlinable public var count: Int {
    switch place {
    case .memory(let cells): cells.count
    case .file(_, _, let count): count
    }
  }

  /// The cell of a row; for many, `withUnsafeBufferPointer` is the way.
  @inlinable public subscript(row: Int) -> Cell { withUnsafeBufferPointer { $0[row] } }

  /// Calls `body` with all cells.
  @inlinable public func withUnsafeBufferPointer<Result>(_ body: (UnsafeBufferPointer<Cell>) -> Result) -> Result {
    switch place {
    case .memory(let cells): cells.withUnsafeBufferPointer(body)
    case .file(let file, let offset, let count):
      body(file.bytes(at: offset, count: count * MemoryLayout<Cell>.stride).assumingMemoryBound(to: Cell.self))
    }
  }

  /// The cells of a run of rows.
  func withCells<Result>(_ rows: Range<Int>, _ body: (UnsafePointer<Cell>) -> Result) -> Result {
    switch place {
    case .memory(let cells):
      precondition(rows.upperBound <= cells.count, "rows beyond the cells")
      return cells.withUnsafeBufferPointer { body($0.baseAddress! + rows.lowerBound) }
    case .file(let file, let offset, let count):
      precondition(rows.upperBound <= count, "rows beyond the cells")
      let stride = MemoryLayout<Cell>.stride
      let bytes = file.bytes(at: offset + rows.lowerBound * stride, count: rows.count * stride)
      return body(bytes.assumingMemoryBound(to: Cell.self).baseAddress!)
    }
  }
}

extension StoredCells {
  /// The chosen cells in the order given, in memory.
  func selecting(_ rows: some Collection<Int>) -> StoredCells {
    withUnsafeBufferPointer { cells in StoredCells(rows.map { cells[$0] }) }
  }
}

extension StoredCells: ExpressibleByArrayLiteral {
  /// Cells in memory.
  public init(arrayLiteral cells: Cell...) { self.init(cells) }
}
