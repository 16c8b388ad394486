import Tables
import Testing

@testable import Cohorts

@Suite struct RowSetTests {
  private static let counts = [1, 63, 64, 65, 130, 70_000]

  private func isHeld(_ row: Int) -> Bool { StableHash.mixed(UInt64(row)) % 5 < 2 }

  @Test func `all ways to make a set make the same one`() {
    for count in Self.counts {
      let rows = (0..<count).filter(isHeld)
      let set = RowSet(rows.map(Int32.init).reversed(), of: count)
      #expect(set == RowSet(rowCount: count, where: isHeld))
      #expect(set == RowSet(rowCount: count, concurrentlyWhere: { StableHash.mixed(UInt64($0)) % 5 < 2 }))
      #expect(set.rows.map(Int.init) == rows && set.count == rows.count)
      #expect((0..<count).allSatisfy { set[$0] == isHeld($0) })
    }
  }

  @Test func `complement, union and intersection are those of sets`() {
    for count in Self.counts {
      let a = RowSet(rowCount: count, where: isHeld)
      let b = RowSet(rowCount: count, where: { $0 % 3 == 0 })
      let (x, y) = (Set(a.rows), Set(b.rows))
      #expect(Set(a.complement.rows) == Set(0..<Int32(count)).subtracting(x))
      #expect(Set(a.union(b).rows) == x.union(y) && Set(a.intersection(b).rows) == x.intersection(y))
      #expect(a.count(sharedWith: b) == x.intersection(y).count)
    }
  }

  @Test func `rows of a range are counted at every border`() {
    let set = RowSet(rowCount: 200, where: isHeld)
    for start in 0...200 {
      for end in start...200 { #expect(set.count(in: start..<end) == (start..<end).count(where: isHeld)) }
    }
  }

  @Test func `a set of numbered rows finds its place among all`() {
    let kept = RowSet(rowCount: 500, where: isHeld)
    let odd = RowSet(rowCount: kept.count, where: { $0 % 2 == 1 })
    #expect(odd.placed(among: kept).rows == kept.rows.enumerated().filter { $0.offset % 2 == 1 }.map(\.element))
  }

  @Test func `runs hold all rows in order`() {
    let set = RowSet(rowCount: 1_000, where: isHeld)
    var rows: [Int32] = []
    set.forEachRun(of: 7) { run in
      #expect(run.count <= 7)
      rows += run
    }
    #expect(rows == set.rows)
  }

  @Test func `totals of narrow columns are exact, with and without some rows`() throws {
    let pieces = [
      NumberPiece(.int8([1, -128, 5, -7]), decimals: 0), NumberPiece(.int16([150, .min, 275]), decimals: 2),
      NumberPiece(.int32([.min, 2_000_000_001, -4]), decimals: 9),
    ]
    let column = NumberColumn(segments: Segments(pieces), missingCount: 3)
    let all = try #require(column.total(of: nil))
    #expect(all.missing == 3 && all.sum == 5.249999997)
    let set = RowSet([0, 1, 3, 4, 6, 7], of: 10)
    let some = try #require(column.total(of: set))
    #expect(some.missing == 2 && some.sum == 1 - 7 + 1.5 + 2.75)
    #expect(NumberColumn([1, 2]).total(of: nil) == nil)
  }

  @Test func `levels are counted among some rows`() {
    let column = CategoryColumn(["a", nil, "b", "a", "c", nil])
    #expect(column.counts(of: nil) == ([2, 1, 1], 2))
    #expect(column.counts(of: RowSet([0, 1, 4], of: 6)) == ([1, 0, 1], 1))
  }
}

@Suite struct DistinctHashesTests {
  private func column(_ hashes: [UInt64], pieces: Int) -> HashColumn {
    let size = max(1, hashes.count / pieces)
    return HashColumn(
      segments: Segments(
        stride(from: 0, to: hashes.count, by: size).map { HashPiece(Array(hashes[$0..<min($0 + size, hashes.count)])) })
    )
  }

  @Test func `different hashes are told from a single pair of equal ones`() {
    var hashes = (0..<50_000).map { StableHash.mixed(UInt64($0)) }
    #expect(DistinctHashes(column(hashes, pieces: 7)).areAllDifferent)
    hashes[49_999] = hashes[3]
    #expect(!DistinctHashes(column(hashes, pieces: 7)).areAllDifferent)
    #expect(AccountIndex(column(hashes, pieces: 7)).repeatedRows == 1)
  }

  @Test func `zero, and hashes of one group, are no special case`() {
    #expect(DistinctHashes(column([0, 1, 2], pieces: 2)).areAllDifferent)
    #expect(!DistinctHashes(column([0, 1, 0], pieces: 3)).areAllDifferent)
    #expect(DistinctHashes(column((0..<20_000).map { UInt64($0) }, pieces: 3)).areAllDifferent)
    #expect(DistinctHashes(column([], pieces: 1)).areAllDifferent)
  }

  @Test func `accounts of one row each are numbered by their rows`() {
    let hashes = (0..<300).map { StableHash.mixed(UInt64($0)) }
    let index = AccountIndex(column(hashes, pieces: 4))
    #expect(index.count == 300 && !index.hasSeveralRows)
    #expect(index.numbers == Array(0..<300) && index.hashes == hashes)
  }
}
