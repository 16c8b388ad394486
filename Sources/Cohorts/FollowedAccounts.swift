import Tables

/// The accounts of rows that come cohort after cohort in much the same order, as monthly exports do.
///
/// The row behind an account is guessed to be the account that stood behind it last time; only where the guess fails, for
/// accounts that came or went or moved, is a table asked. So most rows cost a comparison.
struct FollowedAccounts {
  /// The account of each row, numbered from 0 in the order of first appearance.
  private(set) var numbers: [Int32]
  /// The hash of each account.
  private(set) var hashes: [UInt64] = []

  /// Row at which each account stood last.
  private var lastRow: [Int32] = []
  /// Account plus one by hash, open addressing; 0 is free. At most half full.
  private var table = [Int32](repeating: 0, count: 1 << 12)
  /// Where the next row's account is looked for first.
  private var guess = 0
  private var misses = 0

  /// Failed guesses, the first appearances among them, up to which a table is quicker than dealing out all rows; of later
  /// rows one in eight may fail.
  private static let mostMisses = 1 << 21

  /// - Returns: `nil` where rows do not come in such an order.
  /// - Complexity: O(rows); 4 bytes a row and some 30 an account.
  init?(_ column: HashColumn) {
    numbers = [Int32](repeating: 0, count: column.count)
    for (place, piece) in column.segments.pieces.enumerated() {
      let first = column.segments.starts[place]
      piece.hashes.withUnsafeBufferPointer { take($0, from: first) }
      guard misses <= Self.mostMisses + (first + piece.count) / 8 else { return nil }
    }
  }

  private mutating func take(_ run: UnsafeBufferPointer<UInt64>, from first: Int) {
    var place = 0
    while true {
      place += follow(run[place...], from: first + place)
      guard place < run.count else { return }
      if guess < first + place, hashes[Int(numbers[guess])] == run[place] {
        note(numbers[guess], at: first + place)
      } else {
        misses += 1
        note(Int32(truncatingIfNeeded: find(run[place])), at: first + place)
      }
      place += 1
    }
  }

  /// Goes on as long as guesses are right and rows stand behind one another as they did last time.
  /// - Returns: rows done.
  private mutating func follow(_ run: Slice<UnsafeBufferPointer<UInt64>>, from first: Int) -> Int {
    let (run, start) = (UnsafeBufferPointer(rebasing: run), guess)
    let done = numbers.withUnsafeMutableBufferPointer { numbers in
      hashes.withUnsafeBufferPointer { hashes in
        lastRow.withUnsafeMutableBufferPointer { lastRow in
          // nothing here waits for the row before
          for place in 0..<min(run.count, first - start) {
            let account = Int(numbers[start + place])
            guard hashes[account] == run[place], Int(lastRow[account]) == start + place else { return place }
            lastRow[account] = Int32(truncatingIfNeeded: first + place)
            numbers[first + place] = Int32(truncatingIfNeeded: account)
          }
          return min(run.count, first - start)
        }
      }
    }
    guess = start + done
    return done
  }

  private mutating func note(_ account: Int32, at row: Int) {
    let last = lastRow[Int(account)]
    if last >= 0 { guess = Int(last) + 1 }
    lastRow[Int(account)] = Int32(truncatingIfNeeded: row)
    numbers[row] = account
  }

  /// The account of a hash, a new one where it was not met before.
  private mutating func find(_ hash: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: hash) & (table.count - 1)
    while table[slot] != 0 {
      let account = Int(table[slot]) - 1
      if hashes[account] == hash { return account }
      slot = (slot + 1) & (table.count - 1)
    }
    hashes.append(hash)
    lastRow.append(-1)
    table[slot] = Int32(truncatingIfNeeded: hashes.count)
    if 2 * hashes.count > table.count { grow() }
    return hashes.count - 1
  }

  private mutating func grow() {
    table = [Int32](repeating: 0, count: 4 * table.count)
    for (account, hash) in hashes.enumerated() {
      var slot = Int(truncatingIfNeeded: hash) & (table.count - 1)
      while table[slot] != 0 { slot = (slot + 1) & (table.count - 1) }
      table[slot] = Int32(truncatingIfNeeded: account + 1)
    }
  }
}
