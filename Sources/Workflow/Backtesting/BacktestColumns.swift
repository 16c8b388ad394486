import Diagnostics
import Tables

/// Columns of the two files of a backtest, looked up and read with messages that name the option.
enum BacktestColumns {
  static func id(_ wished: String?, option: String, in names: [String], file: String) throws(Problem) -> String {
    if let wished {
      try check(wished, option: option, in: names, file: file)
      return wished
    }
    if let id = try ColumnRoles.found(ColumnRoles(), in: names, file: file).id { return id }
    throw Problem(
      .usage, code: "backtest.id", at: .init(file: file), "which column names the account?",
      remedies: ["\(option) COLUMN", "the columns are: \(names.joined(separator: ", "))"])
  }

  static func check(_ name: String, option: String, in names: [String], file: String) throws(Problem) {
    guard !names.contains(name) else { return }
    throw Problem(
      .badData, code: "columns.unknown", at: .init(file: file, column: name),
      "there is no column \"\(name)\" (\(option))",
      remedies: nearestNames(to: name, among: names).map { "\(option) \($0)" }
        + ["the columns are: \(names.joined(separator: ", "))"])
  }

  static func numbers(_ name: String, in table: Table, file: String) throws(Problem) -> [Double] {
    guard case .numbers(let numbers)? = table[name]?.cells, numbers.missingCount == 0 else {
      throw Problem(
        .badData, code: "backtest.number", at: .init(file: file, column: name),
        "column \"\(name)\" must hold a number in every row",
        remedies: ["leave out the rows that have none"])
    }
    return numbers.doubles
  }

  /// A day per row, `nil` for an empty cell.
  static func days(_ name: String, in table: Table, file: String) throws(Problem) -> [CalendarDay?] {
    guard case .categories(let cells)? = table[name]?.cells else {
      return [CalendarDay?](repeating: nil, count: table.rowCount)
    }
    let levels = cells.levels.map { CalendarDay($0.string) }
    let codes = cells.codes
    if let row = codes.firstIndex(where: { $0 >= 0 && levels[Int($0)] == nil }) {
      throw Problem(
        .badData, code: "backtest.date", at: .init(file: file, column: name),
        "column \"\(name)\" holds something else than a date in data row \(row + 1)",
        remedies: ["write dates as 2024-01-31"])
    }
    return codes.map { $0 < 0 ? nil : levels[Int($0)] }
  }
}
