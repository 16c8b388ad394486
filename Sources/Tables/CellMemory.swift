import CKernels
public import Files
import Synchronization

/// How many bytes of cells may stay in memory, over all tables that share it; beyond, all of them go to a file.
public final class CellMemory: Sendable {
  private let limit: Int
  private let state = Mutex<(bytes: Int, file: SpillFile?)>((0, nil))

  /// - Parameter limit: bytes that may stay.
  public init(limit: Int) { self.limit = limit }

  /// The file, where there is one by now.
  public var file: SpillFile? { state.withLock { $0.file } }

  /// Counts more bytes.
  /// - Returns: the file in which all cells belong from now on, once there are too many.
  /// - Throws: when that file cannot be made.
  public func add(_ bytes: Int) throws(FileError) -> SpillFile? {
    let result = state.withLock { state -> Result<SpillFile?, FileError> in
      state.bytes += bytes
      do throws(FileError) {
        if state.file == nil && state.bytes > limit { state.file = try SpillFile() }
        return .success(state.file)
      } catch { return .failure(error) }
    }
    return try result.get()
  }

  /// Gives memory back to the system whose cells have moved to the file.
  public static func returnFreed() { churn_return_freed_memory() }
}

extension Table {
  /// The same table, its numbers, codes and hashes in a file.
  /// - Throws: `.system(.write, …)`.
  public func moved(to file: SpillFile) throws(FileError) -> Table {
    var moved: [Column] = []
    for column in columns {
      moved.append(Column(name: column.name, kind: column.kind, cells: try column.cells.moved(to: file)))
    }
    return Table(columns: moved, rowCount: rowCount)
  }
}

extension Column.Cells {
  fileprivate func moved(to file: SpillFile) throws(FileError) -> Column.Cells {
    switch self {
    case .numbers(var column):
      try column.segments.move(to: file)
      return .numbers(column)
    case .categories(var column):
      try column.segments.move(to: file)
      return .categories(column)
    case .hashes(var column):
      try column.segments.move(to: file)
      return .hashes(column)
    case .texts, .empty: return self
    }
  }
}
