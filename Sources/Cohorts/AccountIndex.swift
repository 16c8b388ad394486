public import Tables

/// Which rows belong to the same account.
public struct AccountIndex: Sendable {
  /// The account of each row, numbered from 0 in the order of first appearance.
  public let numbers: [Int32]
  /// The id hash of each account.
  public let hashes: [UInt64]

  /// Different accounts.
  public var count: Int { hashes.count }
  /// Rows.
  public var rowCount: Int { numbers.count }
  /// Rows whose account has appeared before.
  public var repeatedRows: Int { rowCount - count }
  /// Whether any account has more than one row, so that errors must be clustered.
  public var hasSeveralRows: Bool { repeatedRows > 0 }

  /// Finds the accounts of rows.
  ///
  /// The hashes are dealt out by their leading bits into groups whose tables stay in cache; a few groups at a time, so
  /// that little memory is needed.
  ///
  /// - Parameter hashes: `StableHash` of each row's id. Two ids with the same hash count as one: for 10 million
  ///   accounts that happens with a chance of 3 in a million.
  /// - Complexity: O(rows) time; 4 bytes a row besides the result's.
  public init(hashes: [UInt64]) {
    precondition(hashes.count < Int(Int32.max), "too many rows")
    var numbers = FirstRows(hashes).rows
    var accounts: [UInt64] = []
    let count = numbers.withUnsafeMutableBufferPointer { Self.number($0, hashes, &accounts) }
    self.numbers = numbers
    self.hashes = count == hashes.count ? hashes : accounts
  }

  /// Turns first rows into numbers: a row that is its own first row starts an account; any other takes the number of
  /// its first row, found before.
  /// - Parameter accounts: gets the hash of each account unless all rows are different.
  /// - Returns: how many accounts there are.
  private static func number(
    _ rows: UnsafeMutableBufferPointer<Int32>, _ hashes: [UInt64], _ accounts: inout [UInt64]
  ) -> Int {
    var next: Int32 = 0
    for row in 0..<rows.count {
      let first = Int(rows[row])
      if first == row {
        if Int(next) < row { accounts.append(hashes[row]) }
        rows[row] = next
        next &+= 1
      } else {
        if Int(next) == row { accounts = Array(hashes[..<row]) }
        rows[row] = rows[first]
      }
    }
    return Int(next)
  }

  /// Finds the accounts of an id column that was read as hashes.
  public init(_ column: HashColumn) { self.init(hashes: column.hashes) }

  /// Finds the accounts of an id column that was read as text.
  public init(_ column: TextColumn) {
    self.init(
      hashes: column.segments.pieces.flatMap { piece in
        (0..<piece.count).map { row in
          piece.bytes(of: row).withUnsafeBufferPointer { StableHash.of($0) }
        }
      })
  }

  /// Rows whose account has appeared before in the same cohort: mistakes, where `repeatedRows` may be history.
  /// - Complexity: O(rows).
  public func repeatedRows(within cohorts: CohortColumn) -> Int {
    let pairs = numbers.indices.map { row in
      StableHash.mixed(hashes[Int(numbers[row])] &+ UInt64(cohorts.codes[row]) &* 0x9E37_79B9_7F4A_7C15)
    }
    return AccountIndex(hashes: pairs).repeatedRows
  }
}
