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
  private let rows: LabelledRows
  private let order: AccountOrder
  /// Whether any row of an account churned.
  private let hasChurned: [Bool]
  /// The largest rank held out among those that did not churn and those that did; `nil` holds out none.
  private let bounds: (stayed: UInt64?, churned: UInt64?)

  /// Takes, within each stratum, the accounts of smallest rank until the share is reached, to the nearest account, but
  /// at least one and never all of two or more.
  init(_ rows: LabelledRows, fraction: Double, seed: UInt64) {
    self.rows = rows
    let order = AccountOrder(seed: seed)
    self.order = order
    var hasChurned = [Bool](repeating: false, count: rows.accountCount)
    for row in 0..<rows.count where rows.churned[row] { hasChurned[rows.account(of: row)] = true }
    self.hasChurned = hasChurned
    var ranks = (stayed: RankCounts(), churned: RankCounts())
    for account in 0..<hasChurned.count {
      let rank = order.rank(of: rows.identity(ofAccount: account))
      if hasChurned[account] { ranks.churned.add(rank) } else { ranks.stayed.add(rank) }
    }
    ranks.stayed.choose(fraction: fraction)
    ranks.churned.choose(fraction: fraction)
    for account in 0..<hasChurned.count {
      let rank = order.rank(of: rows.identity(ofAccount: account))
      if hasChurned[account] { ranks.churned.keep(rank) } else { ranks.stayed.keep(rank) }
    }
    bounds = (ranks.stayed.bound, ranks.churned.bound)
  }

  /// The side of each row.
  var sides: (Int) -> Split.Side? {
    { row in
      let account = rows.account(of: row)
      guard let bound = hasChurned[account] ? bounds.churned : bounds.stayed else { return .training }
      return order.rank(of: rows.identity(ofAccount: account)) <= bound ? .test : .training
    }
  }
}

/// Finds the n-th smallest of many ranks without sorting them: their leading 16 bits are counted, and only those of
/// the bucket that holds it are kept and sorted.
private struct RankCounts {
  private var sizes = [Int](repeating: 0, count: 1 << 16)
  private var count = 0
  /// The bucket that holds the last rank taken, and which of its ranks that is, from 0.
  private var chosen: (bucket: Int, place: Int)?
  private var members: [UInt64] = []

  mutating func add(_ rank: UInt64) {
    sizes[Int(truncatingIfNeeded: rank >> 48)] += 1
    count += 1
  }

  /// To be called after all ranks were added, before they are gone through again.
  mutating func choose(fraction: Double) {
    guard count > 1 else { return }
    var left = min(count - 1, max(1, Int((fraction * Double(count)).rounded())))
    var bucket = 0
    while sizes[bucket] < left {
      left -= sizes[bucket]
      bucket += 1
    }
    chosen = (bucket, left - 1)
  }

  mutating func keep(_ rank: UInt64) {
    if let chosen, Int(truncatingIfNeeded: rank >> 48) == chosen.bucket { members.append(rank) }
  }

  /// The largest rank taken, after all were gone through twice.
  var bound: UInt64? { chosen.map { members.sorted()[$0.place] } }
}
