import Files
import Tables

/// One column while its blocks come in.
struct ColumnAssembly {
  let plan: ColumnPlan
  private(set) var numbers = Segments<NumberPiece>()
  private(set) var codes = Segments<CodePiece>()
  private(set) var texts = Segments<TextPiece>()
  private(set) var hashes = Segments<HashPiece>()
  private(set) var levels: [ExactText] = []
  private(set) var levelRows: [Int] = []
  private(set) var missingCount = 0
  private(set) var firstMissingLine: Int?
  /// Texts among what was guessed to be numbers.
  private(set) var textCount = 0
  private(set) var trimmed = false
  /// Whether there were too many levels; the levels are then gone.
  private(set) var overflowed = false
  private(set) var count = 0
  private var known: [ExactText: Int32] = [:]
  /// By parser.
  private var numberings: [Int: Numbering] = [:]
  private let levelLimit: Int
  /// Where cells are that do not stay in memory.
  private var file: SpillFile?
  /// Bytes of cells in all.
  private(set) var byteCount = 0

  init(_ plan: ColumnPlan, levelLimit: Int) {
    self.plan = plan
    self.levelLimit = levelLimit
  }

  /// Cells with a value.
  var presentCount: Int { count - missingCount }

  /// Takes the cells of the next block.
  /// - Throws: when cells that go to a file cannot.
  mutating func take(_ cells: ParsedCells, firstLine: Int) throws(FileError) {
    switch cells {
    case .skipped: return
    case .numbers(let parsed):
      numbers.append(try counted(parsed.piece))
      textCount += parsed.texts
      note(parsed.absent, rows: parsed.piece.count, firstLine)
    case .codes(let parsed):
      try take(parsed)
      note(parsed.absent, rows: parsed.piece.count, firstLine)
    case .texts(let piece, let absent):
      texts.append(piece)
      note(absent, rows: piece.count, firstLine)
    case .hashes(let piece, let absent):
      hashes.append(try counted(piece))
      note(absent, rows: piece.count, firstLine)
    }
  }

  private mutating func note(_ absent: Absent, rows: Int, _ firstLine: Int) {
    count += rows
    missingCount += absent.count
    if firstMissingLine == nil, let line = absent.firstLine { firstMissingLine = firstLine + line }
  }

  /// The file's code of a level is its place among the levels of all blocks so far.
  private mutating func take(_ parsed: ParsedCodes) throws(FileError) {
    trimmed = trimmed || parsed.trimmed
    guard !overflowed else { return }
    var numbering = numberings[parsed.parser] ?? Numbering()
    numberings[parsed.parser] = nil
    numbering.forget(from: parsed.firstNew)
    for level in parsed.newLevels { numbering.append(code(of: level)) }
    for (place, rows) in parsed.rows.enumerated() where rows > 0 { levelRows[Int(numbering.codes[place])] += rows }
    numberings[parsed.parser] = numbering
    if levels.count > levelLimit {
      overflowed = true
      levels = []
      levelRows = []
      known = [:]
      numberings = [:]
      codes = Segments()
      return
    }
    codes.append(try counted(numbering.isTheFiles ? parsed.piece : parsed.piece.renumbered(by: numbering.codes)))
  }

  /// The file's codes of a parser's levels.
  private struct Numbering {
    private(set) var codes: [Int32] = []
    /// Whether they are the parser's.
    private(set) var isTheFiles = true

    mutating func forget(from first: Int) {
      guard first < codes.count else { return }
      codes.removeSubrange(first...)
      isTheFiles = codes.indices.allSatisfy { Int(codes[$0]) == $0 }
    }

    mutating func append(_ code: Int32) {
      isTheFiles = isTheFiles && Int(code) == codes.count
      codes.append(code)
    }
  }

  private mutating func counted<Piece: ColumnPiece>(_ piece: Piece) throws(FileError) -> Piece {
    byteCount += piece.byteCount
    return try kept(piece)
  }

  /// The piece where it is to be kept.
  func kept<Piece: ColumnPiece>(_ piece: Piece) throws(FileError) -> Piece {
    guard let file else { return piece }
    return try piece.moved(to: file)
  }

  /// Moves what there is and whatever comes to a file.
  mutating func move(to file: SpillFile) throws(FileError) {
    guard self.file == nil else { return }
    self.file = file
    try numbers.move(to: file)
    try codes.move(to: file)
    try hashes.move(to: file)
  }

  private mutating func code(of level: ExactText) -> Int32 {
    if let code = known[level] { return code }
    let code = Int32(levels.count)
    known[level] = code
    levels.append(level)
    levelRows.append(0)
    return code
  }
}
