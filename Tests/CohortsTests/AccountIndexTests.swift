import Tables
import Testing

@testable import Cohorts

/// The obvious way.
private func numbersByDictionary(_ hashes: [UInt64]) -> [Int32] {
  var known: [UInt64: Int32] = [:]
  return hashes.map { hash in
    let number = known[hash] ?? Int32(known.count)
    known[hash] = number
    return number
  }
}

@Test func `accounts are numbered in the order of first appearance`() {
  let index = AccountIndex(hashes: [50, 7, 50, 9, 7, 7])
  #expect(index.numbers == [0, 1, 0, 2, 1, 1])
  #expect(index.hashes == [50, 7, 9])
  #expect(index.count == 3 && index.repeatedRows == 3 && index.hasSeveralRows)
}

@Test func `many rows give the numbers that a dictionary gives`() {
  for (rows, accounts) in [(100_000, 30_000), (40_000, 40_000), (70_000, 3)] {
    let hashes = (0..<rows).map { StableHash.mixed(UInt64(($0 &* 7_919) % accounts)) }
    let index = AccountIndex(hashes: hashes)
    let isSame = index.numbers == numbersByDictionary(hashes)
    #expect(isSame)
    #expect(index.count == accounts)
    var seen: Set<UInt64> = []
    let areFirst = index.hashes == hashes.filter { seen.insert($0).inserted }
    #expect(areFirst)
  }
}

/// Cohorts of accounts that mostly stand where they stood before.
@Test func `accounts that come cohort after cohort get the numbers that a dictionary gives`() {
  var random = SystemRandomNumberGenerator()
  for change in ["nobody", "some come and go", "some move", "all are shuffled", "one cohort only", "all are new"] {
    var accounts = Array(0..<5_000 as Range<UInt64>)
    var rows: [UInt64] = []
    for cohort in 0..<(change == "one cohort only" ? 1 : 6) as Range<UInt64> {
      switch change {
      case "some come and go":
        accounts.removeAll { $0 % 37 == cohort }
        for place in 0..<50 { accounts.insert(10_000 * (cohort + 1) + UInt64(place), at: place * 90) }
      case "some move": for place in 0..<40 { accounts.swapAt(place * 100, 4_999 - place * 17) }
      case "all are shuffled": accounts.shuffle(using: &random)
      case "all are new": accounts = accounts.map { $0 + 100_000 }
      default: break
      }
      rows += accounts
      // an account twice in one cohort, side by side and apart
      if change == "some move" { rows += [accounts[7], accounts[7], accounts[0]] }
    }
    let hashes = rows.map { StableHash.mixed($0) }
    for size in [1, 977, rows.count] {
      let pieces = stride(from: 0, to: hashes.count, by: size).map {
        HashPiece(Array(hashes[$0..<min($0 + size, hashes.count)]))
      }
      let column = HashColumn(segments: Segments(pieces))
      let index = AccountIndex(column, expectsRepeats: true)
      let isSame = index.numbers == numbersByDictionary(hashes)
      #expect(isSame && FollowedAccounts(column) != nil, "\(change), pieces of \(size)")
      #expect(index.hashes == AccountIndex(column).hashes && index.count == AccountIndex(column).count)
    }
  }
}

@Test func `rows in no order are not followed for long`() {
  let hashes = (0..<2_600_000 as Range<UInt64>).map { StableHash.mixed($0) }
  let pieces = stride(from: 0, to: hashes.count, by: 100_000).map { HashPiece(Array(hashes[$0..<($0 + 100_000)])) }
  #expect(FollowedAccounts(HashColumn(segments: Segments(pieces))) == nil)
}

@Test func `hashes that share all their leading bits are still told apart`() {
  let hashes = (0..<50_000).map { UInt64($0 % 20_000) }
  let isSame = AccountIndex(hashes: hashes).numbers == numbersByDictionary(hashes)
  #expect(isSame)
}

@Test func `hashes that share their trailing bits are still told apart`() {
  let hashes = (0..<3_000).map { UInt64($0 % 1_000) << 40 }
  let isSame = AccountIndex(hashes: hashes).numbers == numbersByDictionary(hashes)
  #expect(isSame)
}

@Test func `no rows are no accounts and different ids have one row each`() {
  #expect(AccountIndex(hashes: []).count == 0)
  let single = AccountIndex(hashes: [3, 1, 2])
  #expect(single.hashes == [3, 1, 2] && !single.hasSeveralRows)
}

@Test func `text ids and their hashes give the same accounts`() {
  let ids = ["a", "b", "a", "é", "e\u{301}", ""]
  let texts = AccountIndex(TextColumn(ids))
  let hashes = AccountIndex(HashColumn(segments: Segments([HashPiece(ids.map { StableHash.of($0) })])))
  #expect(texts.numbers == hashes.numbers && texts.hashes == hashes.hashes)
  #expect(texts.count == 5)
}

@Test func `an account twice in one cohort is a repeat and once in each of two is not`() throws {
  let index = AccountIndex(hashes: [1, 2, 1, 2, 2])
  let cohorts = try CohortColumn(CategoryColumn(["1", "1", "2", "2", "2"]))
  #expect(index.repeatedRows == 3)
  #expect(index.repeatedRows(within: cohorts) == 1)
}
