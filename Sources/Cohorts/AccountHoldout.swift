import Parallel
import Tables

/// The order in which accounts are held out: by a hash of their id and the seed.
struct AccountOrder {
  private let salt: UInt64

  init(seed: UInt64) { salt = StableHash.mixed(seed) }

  /// Different for different identities, evenly spread over 64 bits.
  @inline(__always)
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

  private static let buckets = 1 << 16
  /// Slices of the accounts, at borders of 64, so that no word of a set is written by two threads.
  private static let slices = 32

  private func slice(_ index: Int) -> Range<Int> {
    let words = (churned.rowCount + 63) / 64
    let bound = { (index: Int) in min(words * index / Self.slices * 64, churned.rowCount) }
    return bound(index)..<bound(index + 1)
  }

  /// The accounts whose ranks are the smallest of their stratum.
  ///
  /// Nothing is sorted: the leading 16 bits of the ranks are counted, and only those of the bucket that holds the last
  /// rank taken are kept and sorted.
  func smallest(_ fraction: Double) -> RowSet {
    var sizes = counts
    let chosen = (
      Self.choose(fraction, sizes[..<Self.buckets]), Self.choose(fraction, sizes[Self.buckets...])
    )
    sizes = []
    let members = members(chosen.0?.bucket, chosen.1?.bucket)
    let stayed = chosen.0.map { members.stayed.sorted()[$0.place] }
    let gone = chosen.1.map { members.churned.sorted()[$0.place] }
    return heldOut(stayed, gone)
  }

  /// Ranks by their leading bits, those that stayed first.
  private var counts: [Int] {
    let locals = perSlice { range in
      var counts = [Int32](repeating: 0, count: 2 * Self.buckets)
      counts.withUnsafeMutableBufferPointer { counts in
        rows.forEachIdentity(ofAccounts: range) { account, identity in
          let rank = order.rank(of: identity)
          counts[Int(truncatingIfNeeded: rank >> 48) + (churned[account] ? Self.buckets : 0)] &+= 1
        }
      }
      return counts
    }
    return locals.reduce(into: [Int](repeating: 0, count: 2 * Self.buckets)) { sum, local in
      for bucket in sum.indices { sum[bucket] += Int(local[bucket]) }
    }
  }

  /// The bucket that holds the last rank taken, and which of its ranks that is, from 0.
  private static func choose(_ fraction: Double, _ sizes: ArraySlice<Int>) -> (bucket: Int, place: Int)? {
    let count = sizes.reduce(0, +)
    guard count > 1 else { return nil }
    var left = min(count - 1, max(1, Int((fraction * Double(count)).rounded())))
    for (bucket, size) in sizes.enumerated() {
      if size >= left { return (bucket, left - 1) }
      left -= size
    }
    return nil
  }

  /// The ranks of one bucket of each stratum.
  private func members(_ ofStayed: Int?, _ ofChurned: Int?) -> (stayed: [UInt64], churned: [UInt64]) {
    let found = perSlice { range in
      var found = (stayed: [UInt64](), churned: [UInt64]())
      rows.forEachIdentity(ofAccounts: range) { account, identity in
        let rank = order.rank(of: identity)
        let bucket = Int(truncatingIfNeeded: rank >> 48)
        guard bucket == ofStayed || bucket == ofChurned else { return }
        if churned[account] {
          if bucket == ofChurned { found.churned.append(rank) }
        } else if bucket == ofStayed {
          found.stayed.append(rank)
        }
      }
      return found
    }
    return (found.flatMap(\.stayed), found.flatMap(\.churned))
  }

  /// The accounts up to a rank in each stratum; `nil` holds out none.
  private func heldOut(_ stayed: UInt64?, _ gone: UInt64?) -> RowSet {
    let words = perSlice { range in
      var words = [UInt64](repeating: 0, count: (range.count + 63) / 64)
      rows.forEachIdentity(ofAccounts: range) { account, identity in
        guard let bound = churned[account] ? gone : stayed, order.rank(of: identity) <= bound else { return }
        words[(account - range.lowerBound) >> 6] |= 1 << UInt64(account & 63)
      }
      return words
    }
    return RowSet(words: words.flatMap(\.self), rowCount: churned.rowCount)
  }

  /// One result for each slice, in order.
  private func perSlice<Result>(_ body: (Range<Int>) -> Result) -> [Result] {
    concurrently(Self.slices) { body(slice($0)) }
  }
}
