public import Files

/// Cells of one column in a row of memory, or in a file where a table is too large to be kept.
public struct StoredCells<Cell: BitwiseCopyable & Sendable>: Sendable {
  private let place: Place

  private enum Place: Sendable {
    case memory(CellBuffer)
    case file(SpillFile, offset: Int)
  }

  /// Cells.
  public let count: Int

  /// Creates cells in memory.
  /// - Parameter fill: writes all of them.
  public init(count: Int, filledBy fill: (UnsafeMutablePointer<Cell>) -> Void) {
    let buffer = CellBuffer(byteCount: count * MemoryLayout<Cell>.stride)
    fill(buffer.start.bindMemory(to: Cell.self, capacity: count))
    place = .memory(buffer)
    self.count = count
  }

  /// Creates cells in memory.
  public init(_ cells: UnsafeBufferPointer<Cell>) {
    self.init(count: cells.count) { target in
      if let source = cells.baseAddress { target.update(from: source, count: cells.count) }
    }
  }

  /// Creates cells in memory.
  public init(_ cells: [Cell]) { self = cells.withUnsafeBufferPointer { StoredCells($0) } }

  /// The same cells in a file; those that are in one already stay where they are.
  /// - Throws: `.system(.write, …)`.
  public func moved(to file: SpillFile) throws(FileError) -> StoredCells {
    guard case .memory(let buffer) = place else { return self }
    let bytes = UnsafeRawBufferPointer(start: buffer.start, count: count * MemoryLayout<Cell>.stride)
    return StoredCells(place: .file(file, offset: try file.append(bytes)), count: count)
  }

  private init(place: Place, count: Int) { (self.place, self.count) = (place, count) }

  /// Where the cells lie, valid as long as they do.
  var run: CellRun {
    let width = MemoryLayout<Cell>.stride
    return switch place {
    case .memory(let buffer): CellRun(start: buffer.start, count: count, width: width)
    case .file(let file, let offset): CellRun(file: file, offset: offset, count: count, width: width)
    }
  }

  /// The cell of a row; for many, `withUnsafeBufferPointer` is the way.
  @inlinable public subscript(row: Int) -> Cell { withUnsafeBufferPointer { $0[row] } }

  /// Calls `body` with all cells.
  @inlinable public func withUnsafeBufferPointer<Result>(_ body: (UnsafeBufferPointer<Cell>) -> Result) -> Result {
    withExtendedLifetime(self) { body(cells) }
  }

  /// All cells, valid as long as these are.
  @usableFromInline var cells: UnsafeBufferPointer<Cell> {
    UnsafeBufferPointer(start: run.bytes(0..<count).assumingMemoryBound(to: Cell.self), count: count)
  }
}

/// Memory that stays where it is.
private final class CellBuffer: @unchecked Sendable {  // written before it is shared
  let start: UnsafeMutableRawPointer

  init(byteCount: Int) { start = .allocate(byteCount: max(1, byteCount), alignment: 16) }

  deinit { start.deallocate() }
}

extension StoredCells {
  /// The chosen cells in the order given, in memory.
  func selecting(_ rows: some Collection<Int>) -> StoredCells {
    withUnsafeBufferPointer { cells in
      StoredCells(count: rows.count) { target in for (place, row) in rows.enumerated() { target[place] = cells[row] } }
    }
  }
}

extension StoredCells: ExpressibleByArrayLiteral {
  /// Cells in memory.
  public init(arrayLiteral cells: Cell...) { self.init(cells) }
}
