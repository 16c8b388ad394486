import CKernels
import Tables

/// One block's cells and everything odd about it; lines count from 0 at the block's start.
struct ParsedBlock: Sendable {
  var records = 0
  var lineCount = 0
  var blankLines = 0
  var endsBlank = false
  var lines = RowLines.Run.consecutive(from: 0)
  var columns: [ParsedCells] = []
  /// Cells without a value, by column, when the cells themselves have gone on.
  var absences: [Absent] = []
  /// Rows that were left out, in order of their lines.
  var faults: [BlockFault] = []
  /// Something that ends the reading, wherever rows that cannot be read go.
  var fatal: BlockFault?
  var byteOrderMarkLine: Int?
  var byteOrderMarks = 0
  var carriageReturns = 0
}

/// Something wrong on a line of a block.
struct BlockFault: Sendable {
  var line: Int
  var kind: Kind
  /// Whether a blank line stands before it.
  var followsBlank = false
  /// The record, when rows are set aside.
  var bytes: [UInt8] = []

  enum Kind: Sendable {
    case row(RowFault)
    case cell(column: Int, CellFault)
    case invalidText(column: Int?, byte: UInt8)
    case zeroByte
    case recordTooLong
    case unnamedValue
    case source(IngestError)
  }
}

/// One column's cells in a block.
enum ParsedCells: Sendable {
  case skipped
  case numbers(ParsedNumbers)
  case codes(ParsedCodes)
  case texts(TextPiece, Absent)
  case hashes(HashPiece, Absent)
}

/// Cells without a value.
struct Absent: Sendable {
  var count = 0
  /// Line of the first, when there is one.
  var firstLine: Int?
}

/// A column read as numbers.
struct ParsedNumbers: Sendable {
  var piece: NumberPiece
  var absent: Absent
  /// Texts among the numbers, when numbers are only a guess.
  var texts = 0
}

/// A column read as levels. Its parser numbers them, in the order of their first records, through all its blocks, or
/// through some and then anew.
struct ParsedCodes: Sendable {
  var piece: CodePiece
  /// Levels that were not known before, in the order of their numbers.
  var newLevels: [ExactText]
  /// The number of the first of them; 0 where it began anew.
  var firstNew: Int
  /// Who numbered them.
  var parser: Int
  /// Rows of each level in this block.
  var rows: [Int]
  var absent: Absent
  var trimmed: Bool
}
