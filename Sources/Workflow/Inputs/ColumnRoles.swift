import Diagnostics

/// Which column of a file does what.
struct ColumnRoles: Sendable, Equatable {
  /// The outcome.
  var target: String?
  /// The account.
  var id: String?
  /// The cohort.
  var snapshot: String?
  /// The weight.
  var weights: String?
  /// The id was recognised by its name, not given.
  var idWasGuessed = false

  /// All columns with a role.
  var reserved: [String] { [target, id, snapshot, weights].compactMap(\.self) }

  /// Finds the columns in the header, and an id by its name where none is given.
  static func found(
    _ wished: ColumnRoles, in names: [String], file: String
  ) throws(Problem) -> ColumnRoles {
    var roles = wished
    let wishes = [
      ("--target", wished.target), ("--id", wished.id), ("--snapshot", wished.snapshot), ("--weights", wished.weights),
    ]
    for (option, name) in wishes {
      guard let name, !names.contains(name) else { continue }
      let near = nearestNames(to: name, among: names)
      throw Problem(
        .badData, code: "columns.unknown", at: .init(file: file, column: name),
        "there is no column \"\(name)\" (\(option))",
        remedies: near.map { "\(option) \($0)" } + ["the columns are: \(names.joined(separator: ", "))"])
    }
    if roles.id == nil, let guess = names.first(where: isIdentifierName), !roles.reserved.contains(guess) {
      roles.id = guess
      roles.idWasGuessed = true
    }
    return roles
  }

  private static func isIdentifierName(_ name: String) -> Bool {
    let plain = name.lowercased().filter { $0.isLetter }
    return [
      "id", "accountid", "customerid", "userid", "subscriberid", "clientid", "memberid", "accountnumber",
      "customernumber",
    ].contains(plain)
  }
}
