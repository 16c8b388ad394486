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
