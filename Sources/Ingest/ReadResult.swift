public import Diagnostics
public import Tables

/// A whole file as typed columns, and everything that did not go into them.
public struct ReadResult: Sendable {
  /// The columns that were not skipped, in file order.
  public var table: Table
  /// What else there is to know.
  public var summary: ReadSummary
  /// Rows set aside, in file order; empty unless `CSVOptions.onBadRow` says so.
  public var rejected: [RejectedRow]
  /// Where each row of the table stands in the file.
  public var lines: RowLines
}

/// Counts and remarks of one reading.
public struct ReadSummary: Sendable {
  /// Records after the header: rows kept and rows set aside.
  public var readRows = 0
  /// Rows set aside.
  public var rejectedRows = 0
  /// Blank lines, which are no records.
  public var blankLines = 0
  /// Bytes read, the header's among them.
  public var byteCount = 0
  /// The SHA-256 sum of these bytes, 64 digits, where it was made on the way.
  public var sha256: String?
  /// Columns with cells without a value, in file order.
  public var missing: [MissingCells] = []
  /// Remarks on the file, in file order.
  public var notices: [Notice] = []
}

/// How many cells of a column have no value, and where the first of them is.
public struct MissingCells: Sendable, Equatable {
  /// The column's name.
  public var column: String
  /// Cells.
  public var count: Int
  /// Line of the first.
  public var firstLine: Int
}

/// A row that was set aside.
public struct RejectedRow: Sendable, Equatable {
  /// The line it starts on.
  public var line: Int
  /// Why; with file, line and, for a cell, the column.
  public var problem: Problem
  /// The row's bytes without its line end.
  public var bytes: [UInt8]
}

/// The line each row starts on; costs memory only where blank lines or line ends within quotes disturb the count.
public struct RowLines: Sendable {
  private var starts: [Int] = []
  private var runs: [Run] = []
  /// Rows.
  public private(set) var count = 0

  enum Run: Sendable {
    case consecutive(from: Int)
    case listed([UInt32], base: Int)

    func line(_ offset: Int) -> Int {
      switch self {
      case .consecutive(let first): first + offset
      case .listed(let lines, let base): base + Int(lines[offset])
      }
    }

    func moved(by lines: Int) -> Run {
      switch self {
      case .consecutive(let first): .consecutive(from: first + lines)
      case .listed(let listed, let base): .listed(listed, base: base + lines)
      }
    }
  }

  init() {}

  mutating func append(_ run: Run, count rows: Int) {
    guard rows > 0 else { return }
    starts.append(count)
    runs.append(run)
    count += rows
  }

  /// The line a row starts on, counted from 1.
  /// - Complexity: O(log blocks).
  public func line(ofRow row: Int) -> Int {
    precondition(row >= 0 && row < count, "no such row")
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= row { low = middle } else { high = middle }
    }
    return runs[low].line(row - starts[low])
  }
}
