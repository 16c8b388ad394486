import Cohorts
import Diagnostics
import Ingest
import Parallel
import Tables

/// All training rows, read, with the roles of their columns resolved.
struct TrainingData: Sendable {
  let table: Table
  let roles: ColumnRoles
  let outcome: OutcomeLabels
  private(set) var accounts: AccountIndex?
  let cohorts: CohortColumn?
  let weights: [Double]?
  let files: [InputFile]
  var notices: [Notice]

  /// One input file as it was read.
  struct InputFile: Sendable {
    var path: String
    var rows: Int
    var rejectedRows: Int
    var bytes: Int
    var sum: FileSum
  }

  /// Reads all files and resolves the columns' roles.
  /// - Parameter watch: is told how long reading, labels and accounts took.
  /// - Throws: the first fault of a file; columns or types that differ between files; a target that is none.
  init(_ options: TrainingOptions, _ economics: Economics, timing watch: Stopwatch) throws {
    let input = try watch.time("read") { try Self.input(options, economics) }
    (roles, files) = (input.roles, input.files)
    var read = input.table
    let isHistory = files.count > 1 || roles.snapshot != nil
    let ids = Self.takeIDs(&read, input.roles)
    let finding = Background { ids.map { AccountIndex($0, expectsRepeats: isHistory) } }
    if options.reading.threads == 1 { _ = finding.value }
    outcome = try watch.time("labels") { [read] in try Self.outcome(read, input.roles, options) }
    cohorts = try Self.cohorts(read, roles, files)
    weights = try Self.weights(read, roles, files[0].path)
    accounts = watch.time("accounts") { finding.value }
    table = read
    notices = input.notices + Self.roleNotices(roles)
    try Self.checkSingleClass(outcome, roles, files[0].path)
  }

  /// What the files hold.
  private struct Input {
    var table: Table
    var roles: ColumnRoles
    var files: [InputFile]
    var notices: [Notice]
  }

  /// A file that is being read.
  private struct Reading {
    var path: String
    var header: CSVHeader
    /// `nil` where the reading makes it.
    var sum: FileSum?
    var result: Background<Result<ReadResult, IngestError>>
  }

  /// Files that are read side by side: where one comes to its end, the other has work for all threads.
  private static let filesAtOnce = 2

  private static func input(_ options: TrainingOptions, _ economics: Economics) throws -> Input {
    let memory = CellMemory(limit: options.cellMemory)
    var reading = options.reading.csv
    reading.memory = memory
    var roles = ColumnRoles(
      target: options.target, id: options.id, snapshot: options.snapshot, weights: options.weights)
    var firstNames: [String] = []
    var input = PartialInput()
    var open: [Reading] = []
    let atOnce = options.reading.threads == 1 ? 1 : filesAtOnce
    for path in options.inputs {
      do {
        let file = try CSVFile(path: path, options: reading)
        if firstNames.isEmpty {
          roles = try ColumnRoles.found(roles, in: file.header.names, file: path)
          firstNames = file.header.names
          try Self.checkNames(options, firstNames)
          try economics.checkColumns(in: firstNames, file: path)
        } else {
          try Self.checkAgreement(firstNames, file.header.names, first: options.inputs[0], other: path)
        }
        let wishes = file.header.names.map { Self.wish(for: $0, roles, options, economics) }
        // whoever read a stream beside would take its bytes away
        let sumsItself = path == "-" || file.isStream || reading.threads <= FileSum.fewThreads
        open.append(
          Reading(
            path: path, header: file.header, sum: sumsItself ? nil : FileSum(ofFile: path),
            result: Background { Result { () throws(IngestError) in try file.read(wishes, digesting: sumsItself) } }))
      } catch {
        // the faults of files before come first
        while !open.isEmpty { try input.take(open.removeFirst(), options, memory) }
        throw error
      }
      while open.count >= atOnce { try input.take(open.removeFirst(), options, memory) }
    }
    while !open.isEmpty { try input.take(open.removeFirst(), options, memory) }
    guard var table = input.table, table.rowCount > 0 else {
      throw Problem(
        .badData, code: "train.no-rows", at: .init(file: options.inputs[0]), "there are no rows to train on")
    }
    if let file = memory.file { table = try table.moved(to: file) }
    return Input(table: table, roles: roles, files: input.files, notices: input.notices)
  }

  /// What the files read so far hold.
  private struct PartialInput {
    var table: Table?
    var files: [InputFile] = []
    var notices: [Notice] = []

    /// Waits for the next file and puts its rows behind the others.
    mutating func take(_ reading: Reading, _ options: TrainingOptions, _ memory: CellMemory) throws {
      let result = try reading.result.value.get()
      guard let sum = result.summary.sha256.map({ .known($0) }) ?? reading.sum else {
        preconditionFailure("a sum that nobody makes")
      }
      notices += result.summary.notices
      notices += try options.reading.keep(result.rejected, header: reading.header)
      files.append(
        InputFile(
          path: reading.path, rows: result.table.rowCount, rejectedRows: result.rejected.count,
          bytes: result.summary.byteCount, sum: sum))
      if let file = memory.file, let before = table { table = try before.moved(to: file) }
      table = try TrainingData.stacked(table, result.table, path: reading.path)
    }
  }

  /// Drops the numbers of accounts that have one row each; that there are accounts stays known.
  mutating func forgetAccounts() {
    if accounts?.hasSeveralRows == false { accounts = AccountIndex(hashes: []) }
  }

  private static func wish(
    for name: String, _ roles: ColumnRoles, _ options: TrainingOptions, _ economics: Economics
  ) -> ColumnWish {
    switch name {
    case roles.target, roles.snapshot: .category
    case roles.id: .hash
    case roles.weights: .number
    case _ where economics.columns.contains(name): .number
    case _ where options.exclude.contains(name): .skip
    case _ where options.features.map({ !$0.contains(name) }) ?? false: .skip
    case _ where options.categorical.contains(name): .category
    default: .infer
    }
  }

  private static func stacked(_ table: Table?, _ next: Table, path: String) throws(Problem) -> Table {
    guard let table else { return next }
    do {
      return try table.stacked(with: next)
    } catch {
      throw Problem(
        .badData, code: "train.types-differ", at: .init(file: path, column: error.column),
        "column \"\(error.column)\" holds \(error.after.plural) here and \(error.before.plural) in the files before",
        remedies: ["--categorical \(error.column)   to take it as levels everywhere", "correct the file"])
    }
  }

  private static func outcome(
    _ table: Table, _ roles: ColumnRoles, _ options: TrainingOptions
  ) throws -> OutcomeLabels {
    guard let name = roles.target, let column = table[name] else { preconditionFailure("the target was found") }
    return try OutcomeLabels(column, positive: options.positive, file: options.inputs[0])
  }

  /// The ids, which leave the table: the accounts say all that is wanted of them.
  private static func takeIDs(_ table: inout Table, _ roles: ColumnRoles) -> HashColumn? {
    var hashes: HashColumn?
    if let name = roles.id, case .hashes(let column) = table[name]?.cells { hashes = column }
    table = Table(columns: table.columns.filter { $0.name != roles.id }, rowCount: table.rowCount)
    return hashes
  }

  private static func cohorts(
    _ table: Table, _ roles: ColumnRoles, _ files: [InputFile]
  ) throws -> CohortColumn? {
    if let name = roles.snapshot {
      guard case .categories(let column) = table[name]?.cells else {
        throw Problem(
          .badData, code: "train.snapshot", at: .init(file: files[0].path, column: name),
          "column \"\(name)\" (--snapshot) has no value in any row")
      }
      do {
        return try CohortColumn(column)
      } catch {
        var problem = error.problem
        problem.location = .init(file: files[0].path, column: name)
        throw problem
      }
    }
    guard files.count > 1 else { return nil }
    return try CohortColumn(fileNames: files.map(\.path), rowCounts: files.map(\.rows))
  }
}

extension Column.Kind {
  /// The kind in messages.
  var plural: String {
    switch self {
    case .number: "numbers"
    case .boolean: "yes/no values"
    case .category: "levels"
    case .date: "dates"
    case .text, .hash: "texts"
    case .empty: "no value"
    }
  }
}
