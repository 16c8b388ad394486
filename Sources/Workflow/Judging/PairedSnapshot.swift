import Diagnostics
import Ingest
import Tables

/// An older snapshot of the accounts that are judged, matched by id.
struct PairedSnapshot: Sendable {
  /// Rows of the judged data that have a partner, in order.
  let nowRows: [Int32]
  /// Their partners, in the same order.
  let table: Table
  /// Accounts without a partner on either side.
  let unmatched: (now: Int, before: Int)
  /// What there is to know.
  let notices: [Notice]

  /// Reads the older file as the models read the newer one, and matches its rows.
  ///
  /// - Throws: where an account has several rows, no account is in both, or a column is missing.
  init(file path: String, _ data: JudgingData, _ options: JudgingOptions) throws {
    guard !data.models.isEmpty else {
      throw Problem(.usage, code: "judge.before", "--before needs models: scores alone do not tell what changed")
    }
    guard let id = data.idColumn, case .hashes(let now)? = data.table[id]?.cells else {
      throw Problem(.usage, code: "judge.before-id", "--before matches accounts by id", remedies: ["--id COLUMN"])
    }
    guard data.accounts == nil else { throw Self.several(id, in: options.data) }
    let file = try CSVFile(path: path, options: options.reading.csv)
    guard file.header.names.contains(id) else {
      throw Problem(
        .badData, code: "columns.unknown", at: .init(file: path, column: id), "there is no column \"\(id)\" to match by")
    }
    let columns = try ModelColumns(data.models.map(\.model), header: file.header, others: [id: .hash], file: path)
    let result = try file.read(columns.wishes)
    guard case .hashes(let before)? = result.table[id]?.cells else { preconditionFailure("the id was read as hashes") }
    let rows = try Self.match(now.hashes, before.hashes, id: id, file: path)
    nowRows = rows.map(\.now)
    table = result.table.selecting(rows.map(\.before))
    unmatched = (now.count - rows.count, before.count - rows.count)
    notices = result.summary.notices + Self.notices(unmatched, path)
  }

  private static func match(
    _ now: [UInt64], _ before: [UInt64], id: String, file: String
  ) throws(Problem) -> [(now: Int32, before: Int32)] {
    var places: [UInt64: Int32] = [:]
    places.reserveCapacity(before.count)
    for (row, hash) in before.enumerated() {
      guard places.updateValue(Int32(row), forKey: hash) == nil else { throw several(id, in: file) }
    }
    let rows = now.enumerated().compactMap { row, hash in places[hash].map { (now: Int32(row), before: $0) } }
    guard !rows.isEmpty else {
      throw Problem(
        .badData, code: "judge.before-unmatched", at: .init(file: file, column: id),
        "no account of this file is among those that are judged")
    }
    return rows
  }

  private static func several(_ id: String, in file: String) -> Problem {
    Problem(
      .badData, code: "judge.before-several", at: .init(file: file, column: id),
      "an account has several rows; --before compares one row with one row", remedies: ["give one snapshot of each"])
  }

  private static func notices(_ unmatched: (now: Int, before: Int), _ file: String) -> [Notice] {
    guard unmatched.now + unmatched.before > 0 else { return [] }
    return [
      Notice(
        .note, code: "judge.before-unmatched",
        "\(unmatched.now) accounts are not in \(file), and \(unmatched.before) of it are not judged; "
          + "changes are split for the others")
    ]
  }
}
