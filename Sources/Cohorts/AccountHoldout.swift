import CKernels
import Parallel
import Tables

/// The order in which accounts are held out: by a hash of their id and the seed.
struct AccountOrder {
  fileprivate let salt: UInt64

  init(seed: UInt64) { salt = StableHash.mixed(seed) }

  /// Different for different identities, evenly spread over 64 bits.
  func rank(of identity: UInt64) -> UInt64 { StableHash.mixed(identity ^ salt) }
}

/// A share of whole accounts, taken from the churned and the others in proportion.
struct AccountHoldout {
  /// The rows of the accounts held out.
  let test: RowSet

  /// Takes, within each stratum, the accounts of smallest rank until the share is reached, to the nearest account, but
  /// at least one and never all of two or more.
  init(_ rows: LabelledRows, fraction: Double, seed: UInt64) {
    let accounts = RankedAccounts(rows: rows, churned: Self.churnedAccounts(rows), order: AccountOrder(seed: seed))
    let heldOut = accounts.smallest(fraction)
    guard let shared = rows.sharedAccounts else {
      test = heldOut
      return
    }
    let numbers = shared.numbers
    test = RowSet(rowCount: rows.count, concurrentlyWhere: { heldOut[Int(numbers[$0])] })
  }

  /// The accounts of which any row churned.
  private static func churnedAccounts(_ rows: LabelledRows) -> RowSet {
    guard let shared = rows.sharedAccounts else { return rows.churned }
    let numbers = shared.numbers
    var churned: [Int32] = []
    rows.churned.forEach { churned.append(numbers[$0]) }
    return RowSet(churned, of: shared.count)
  }
}

/// Accounts with their ranks, in two strata, gone through on all cores.
private struct RankedAccounts {
  let rows: LabelledRows
  let churned: RowSet
  let order: AccountOrder

  /// Words of a set whose accounts are ranked at a time.
  private static let run = 64
  /// Slices of the accounts, at borders of 64, so that no word of a set is written by two threads.
  private static let slices = 32

  private func slice(_ index: Int) -> Range<Int> {
    let words = (churned.rowCount + 63) / 64
    let bound = { (index: Int) in min(words * index / Self.slices * 64, churned.rowCount) }
    return bound(index)..<bound(index + 1)
  }

  /// The accounts whose ranks are the smallest of their stratum.
  ///
  /// Nothing is sorted but few: ranks are spread evenly, so the last one taken lies within some standard errors of the
  /// share. Those below that window are taken at once, and only those within it are kept and sorted.
  func smallest(_ fraction: Double) -> RowSet {
    let strata = (
      stayed: Stratum(size: churned.rowCount - churned.count, fraction), churned: Stratum(size: churned.count, fraction)
    )
    if let usual = heldOut(strata.stayed, strata.churned) { return usual }
    guard let any = heldOut(strata.stayed.withWholeWindow, strata.churned.withWholeWindow) else {
      preconditionFailure("a rank beyond all ranks")
    }
    return any
  }

  /// How many accounts are taken of a stratum, and the ranks among which the last of them is looked for.
  private struct Stratum {
    let taken: Int
    private(set) var window: ClosedRange<UInt64>

    init(size: Int, _ fraction: Double) {
      taken = size > 1 ? min(size - 1, max(1, Int((fraction * Double(size)).rounded()))) : 0
      let (share, count) = (Double(taken) / Double(max(1, size)), Double(max(1, size)))
      let reach = 8 * (share * (1 - share) / count).squareRoot() + 8 / count
      let bound = { (share: Double) in UInt64(min(max(0, share), 0x1.fffffep-1) * 0x1p64) }
      window = taken > 0 ? bound(share - reach)...bound(share + reach) : 0...0
    }

    var bounds: churn_window {
      churn_window(low: window.lowerBound, length: window.upperBound - window.lowerBound)
    }

    var withWholeWindow: Stratum {
      var stratum = self
      stratum.window = 0...UInt64.max
      return stratum
    }

    /// The last rank taken, when so many are below the window.
    /// - Returns: `nil` where it is not in the window.
    func last(_ below: Int, _ inside: [Ranked]) -> UInt64? {
      guard taken > below, taken - below <= inside.count else { return nil }
      return inside.map(\.rank).sorted()[taken - below - 1]
    }
  }

  private struct Ranked {
    var rank: UInt64
    var account: Int
  }

  /// The accounts that are taken; `nil` where the last of a stratum is not within its window.
  private func heldOut(_ stayed: Stratum, _ gone: Stratum) -> RowSet? {
    let slices = perSlice { ranked($0, stayed, gone) }
    var words = slices.flatMap(\.words)
    let below = words.reduce(0) { $0 + $1.nonzeroBitCount }
    let belowChurned = words.indices.reduce(0) { $0 + (words[$1] & churned.words[$1]).nonzeroBitCount }
    for (stratum, isChurned, below) in [(stayed, false, below - belowChurned), (gone, true, belowChurned)] {
      let inside = slices.flatMap(\.inside).filter { churned[$0.account] == isChurned }
      guard stratum.taken > 0 else {
        if below > 0 { return nil }
        continue
      }
      guard let last = stratum.last(below, inside) else { return nil }
      for ranked in inside where ranked.rank <= last { words[ranked.account >> 6] |= 1 << UInt64(ranked.account & 63) }
    }
    return RowSet(words: words, rowCount: churned.rowCount)
  }

  /// Of a slice, the accounts below their stratum's window, one bit each, and those within.
  private func ranked(_ range: Range<Int>, _ stayed: Stratum, _ gone: Stratum) -> (words: [UInt64], inside: [Ranked]) {
    var below = [UInt64](repeating: 0, count: (range.count + 63) / 64)
    var inside: [Ranked] = []
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 65 * Self.run) { room in
      let (identities, within) = (room.baseAddress!, room.baseAddress! + 64 * Self.run)
      for first in stride(from: 0, to: range.count, by: 64 * Self.run) {
        let some = (range.lowerBound + first)..<min(range.lowerBound + first + 64 * Self.run, range.upperBound)
        rows.copyIdentities(ofAccounts: some, to: identities)
        churned.words.withUnsafeBufferPointer { churned in
          below.withUnsafeMutableBufferPointer { below in
            churn_low_ranks(
              some.count, identities, order.salt, churned.baseAddress! + some.lowerBound / 64, stayed.bounds,
              gone.bounds, below.baseAddress! + first / 64, within)
          }
        }
        for word in 0..<((some.count + 63) / 64) {
          var left = within[word]
          while left != 0 {
            let place = word * 64 + left.trailingZeroBitCount
            inside.append(Ranked(rank: order.rank(of: identities[place]), account: some.lowerBound + place))
            left &= left &- 1
          }
        }
      }
    }
    return (below, inside)
  }

  /// One result for each slice, in order.
  private func perSlice<Result>(_ body: (Range<Int>) -> Result) -> [Result] {
    concurrently(Self.slices) { body(slice($0)) }
  }
}
