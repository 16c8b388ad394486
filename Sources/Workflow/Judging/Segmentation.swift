import Diagnostics
import Reporting
import Tables

/// Rows parted by a column: its levels, or fifths of its numbers; levels held by few accounts are pooled, unnamed.
struct Segmentation: Sendable {
  /// The column.
  let column: String
  /// The segment of each row, an index into `names`.
  let codes: [Int32]
  /// What the segments are called, in the order in which they are shown.
  let names: [String]
  /// Levels in the pool, which is the segment before those without a value.
  let pooledLevels: Int

  /// Accounts below which a level is not shown by itself: few enough to be told apart.
  static let fewestAccounts = 10
  /// Different numbers beyond which a column of numbers is cut into fifths.
  private static let mostNumbers = 12

  /// Refuses a column that is not there or names the account.
  static func check(_ column: String, in names: [String], id: String?, file: String) throws(Problem) {
    guard names.contains(column) else {
      throw Problem(
        .badData, code: "columns.unknown", at: .init(file: file, column: column),
        "there is no column \"\(column)\" (--by)",
        remedies: nearestNames(to: column, among: names).map { "--by \($0)" }
          + ["the columns are: \(names.joined(separator: ", "))"])
    }
    guard column != id else {
      throw Problem(
        .usage, code: "judge.by-id", at: .init(file: file, column: column), "--by takes a column of segments, not the id"
      )
    }
  }

  /// Parts the rows of a table.
  /// - Parameter accounts: the account of each row where accounts have several.
  /// - Throws: when the column holds texts that are no levels.
  init(column name: String, of table: Table, accounts: [Int32]?, file: String) throws(Problem) {
    guard let cells = table[name]?.cells else { preconditionFailure("the column was looked up") }
    let levels: Levels
    switch cells {
    case .categories(let categories): levels = Self.levels(of: categories)
    case .numbers(let numbers): levels = Self.levels(of: numbers.doubles, isBoolean: table[name]?.kind == .boolean)
    case .empty(let count): levels = Levels(codes: [Int32](repeating: -1, count: count), names: [])
    case .texts, .hashes:
      throw Problem(
        .badData, code: "judge.by-text", at: .init(file: file, column: name), "column \"\(name)\" holds no segments")
    }
    self.init(name, levels, accounts: accounts)
  }

  /// A code per row, −1 for no value, and the names in the order in which they are shown.
  private struct Levels {
    var codes: [Int32]
    var names: [String]
  }

  private init(_ column: String, _ levels: Levels, accounts: [Int32]?) {
    var held = [Set<Int32>](repeating: [], count: levels.names.count)
    for (row, code) in levels.codes.enumerated() where code >= 0 && held[Int(code)].count < Self.fewestAccounts {
      held[Int(code)].insert(accounts?[row] ?? Int32(row))
    }
    var names: [String] = []
    var places = [Int32](repeating: -1, count: levels.names.count)
    for (level, name) in levels.names.enumerated() where held[level].count >= Self.fewestAccounts {
      places[level] = Int32(names.count)
      names.append(name)
    }
    let rare = held.count { !$0.isEmpty && $0.count < Self.fewestAccounts }
    let pool = Int32(names.count)
    if rare > 0 { names.append("(\(rare == 1 ? "a level" : "\(rare) levels") of fewer than \(Self.fewestAccounts))") }
    let missing = Int32(names.count)
    if levels.codes.contains(where: { $0 < 0 }) { names.append("(no value)") }
    codes = levels.codes.map { $0 < 0 ? missing : places[Int($0)] < 0 ? pool : places[Int($0)] }
    self.column = column
    self.names = names
    pooledLevels = rare
  }

  private static func levels(of categories: CategoryColumn) -> Levels {
    let order = categories.levels.indices.sorted { categories.levels[$0] < categories.levels[$1] }
    var places = [Int32](repeating: 0, count: order.count)
    for (place, level) in order.enumerated() { places[level] = Int32(place) }
    return Levels(
      codes: categories.codes.map { $0 < 0 ? -1 : places[Int($0)] }, names: order.map { categories.levels[$0].string })
  }

  private static func levels(of values: [Double], isBoolean: Bool) -> Levels {
    let sorted = values.filter { !$0.isNaN }.sorted()
    var different: [Double] = []
    for value in sorted where value != different.last {
      different.append(value)
      if different.count > mostNumbers { return fifths(of: values, sorted) }
    }
    return Levels(
      codes: values.map { value in different.firstIndex(of: value).map(Int32.init) ?? -1 },
      names: different.map { isBoolean ? ($0 == 1 ? "yes" : "no") : NumberStyle.significant($0, 6).trimmingZeros })
  }

  /// Fifths by count; equal numbers stay together.
  private static func fifths(of values: [Double], _ sorted: [Double]) -> Levels {
    var upper: [Double] = []
    for fifth in 1...5 {
      let edge = sorted[fifth * sorted.count / 5 - 1]
      if edge != upper.last { upper.append(edge) }
    }
    let codes = values.map { value in value.isNaN ? -1 : Int32(upper.firstIndex { value <= $0 } ?? upper.count - 1) }
    let names = upper.indices.map { place -> String in
      let end = NumberStyle.significant(upper[place], 4).trimmingZeros
      return place == 0 ? "up to \(end)" : "above \(NumberStyle.significant(upper[place - 1], 4).trimmingZeros) to \(end)"
    }
    return Levels(codes: codes, names: names)
  }
}

extension String {
  /// The number without zeros at the end of its decimals.
  var trimmingZeros: String {
    guard contains("."), !contains("e") else { return self }
    let kept = reversed().drop { $0 == "0" }
    return String((kept.first == "." ? kept.dropFirst() : kept).reversed())
  }
}
