public import Tables

/// Which rows belong to the same account.
public struct AccountIndex: Sendable {
  /// Rows.
  public let rowCount: Int
  /// Different accounts.
  public let count: Int
  private let content: Content

  private enum Content: Sendable {
    /// Every row is an account of its own, known by its hash.
    case distinct(HashColumn)
    /// The account of each row, numbered from 0 in the order of first appearance, and the hash of each account.
    case shared(numbers: [Int32], hashes: [UInt64])
  }

  /// Rows whose account has appeared before.
  public var repeatedRows: Int { rowCount - count }
  /// Whether any account has more than one row, so that errors must be clustered.
  public var hasSeveralRows: Bool { repeatedRows > 0 }

  /// The account of each row, numbered from 0 in the order of first appearance.
  /// - Complexity: O(rows) where every row is an account of its own.
  public var numbers: [Int32] {
    switch content {
    case .distinct: Array(0..<Int32(rowCount))
    case .shared(let numbers, _): numbers
    }
  }

  /// The id hash of each account.
  /// - Complexity: O(rows) where every row is an account of its own.
  public var hashes: [UInt64] {
    switch content {
    case .distinct(let column): column.hashes
    case .shared(_, let hashes): hashes
    }
  }

  /// Writes the hash of each account of a range.
  func copyHashes(ofAccounts range: Range<Int>, to target: UnsafeMutablePointer<UInt64>) {
    switch content {
    case .distinct(let column): column.copy(range, to: target)
    case .shared(_, let hashes):
      hashes.withUnsafeBufferPointer { target.update(from: $0.baseAddress! + range.lowerBound, count: range.count) }
    }
  }

  /// Finds the accounts of rows.
  ///
  /// - Parameter hashes: `StableHash` of each row's id. Two ids with the same hash count as one: for 10 million
  ///   accounts that happens with a chance of 3 in a million.
  /// - Complexity: O(rows) time.
  public init(hashes: [UInt64]) { self.init(HashColumn(segments: Segments([HashPiece(hashes)]))) }

  /// Finds the accounts of an id column that was read as hashes.
  ///
  /// Where every row is an account of its own, nothing is numbered; where ids ascend that is known without a look at them.
  /// Otherwise the hashes are dealt out by their leading
  /// bits into groups whose tables stay in cache; a few groups at a time, so that little memory is needed.
  /// - Parameter expectsRepeats: whether accounts are likely to have several rows, cohort after cohort; then that is not
  ///   looked into first, and each row is looked for where the cohort before had it.
  /// - Complexity: O(rows) time; 4 bytes a row besides the result's.
  public init(_ column: HashColumn, expectsRepeats: Bool = false) {
    precondition(column.count < Int(Int32.max), "too many rows")
    rowCount = column.count
    if column.isAscending || !expectsRepeats && DistinctHashes(column).areAllDifferent {
      count = rowCount
      content = .distinct(column)
      return
    }
    if expectsRepeats, let followed = FollowedAccounts(column) {
      count = followed.hashes.count
      content = count == rowCount ? .distinct(column) : .shared(numbers: followed.numbers, hashes: followed.hashes)
      return
    }
    var numbers = FirstRows(column).rows
    let accounts = numbers.withUnsafeMutableBufferPointer { Self.number($0, column) }
    count = accounts.count
    content = .shared(numbers: numbers, hashes: accounts)
  }

  /// Turns first rows into numbers: a row that is its own first row starts an account; any other takes the number of
  /// its first row, found before.
  /// - Returns: the hash of each account.
  private static func number(_ rows: UnsafeMutableBufferPointer<Int32>, _ column: HashColumn) -> [UInt64] {
    var accounts: [UInt64] = []
    column.forEach(in: 0..<column.count) { row, hash in
      let first = Int(rows[row])
      rows[row] = first == row ? Int32(truncatingIfNeeded: accounts.count) : rows[first]
      if first == row { accounts.append(hash) }
    }
    return accounts
  }

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
    let (numbers, hashes) = (numbers, hashes)
    let pairs = numbers.indices.map { row in
      StableHash.mixed(hashes[Int(numbers[row])] &+ UInt64(cohorts.codes[row]) &* 0x9E37_79B9_7F4A_7C15)
    }
    return AccountIndex(hashes: pairs).repeatedRows
  }
}
