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
  private let bounds: [UInt64?]

  /// Takes, within each stratum, the accounts of smallest rank until the share is reached, to the nearest account, but
  /// at least one and never all of two or more.
  init(_ rows: LabelledRows, fraction: Double, seed: UInt64) {
    self.rows = rows
    let order = AccountOrder(seed: seed)
    self.order = order
    var hasChurned = [Bool](repeating: false, count: rows.accountCount)
    for row in 0..<rows.count where rows.churned[row] { hasChurned[rows.account(of: row)] = true }
    self.hasChurned = hasChurned
    bounds = [false, true].map { stratum in
      let size = hasChurned.count { $0 == stratum }
      guard size > 1 else { return nil }
      let taken = min(size - 1, max(1, Int((fraction * Double(size)).rounded())))
      return Self.smallest(taken) { (visit: (UInt64) -> Void) in
        for account in hasChurned.indices where hasChurned[account] == stratum {
          visit(order.rank(of: rows.identity(ofAccount: account)))
        }
      }
    }
  }

  /// The side of each row.
  var sides: (Int) -> Split.Side? {
    { row in
      let account = rows.account(of: row)
      guard let bound = bounds[hasChurned[account] ? 1 : 0] else { return .training }
      return order.rank(of: rows.identity(ofAccount: account)) <= bound ? .test : .training
    }
  }

  /// The `count`-th smallest of some numbers: by counting their leading 16 bits, then sorting one bucket.
  /// - Parameter visit: goes through the numbers; called twice.
  /// - Complexity: O(numbers) where they are evenly spread.
  private static func smallest(_ count: Int, of visit: ((UInt64) -> Void) -> Void) -> UInt64 {
    var sizes = [Int](repeating: 0, count: 1 << 16)
    visit { sizes[Int($0 >> 48)] += 1 }
    var bucket = 0
    var before = 0
    while before + sizes[bucket] < count {
      before += sizes[bucket]
      bucket += 1
    }
    var members: [UInt64] = []
    visit { if Int($0 >> 48) == bucket { members.append($0) } }
    members.sort()
    return members[count - before - 1]
  }
}
