/// Accounts in the order of their scores, as counts: the one sort that every measure of ranking shares.
///
/// Accounts of equal score form one tie group and are never parted, so nothing depends on the order of the rows.
public struct Ranking: Sendable {
  /// The cuts between tie groups, highest score first: cut k treats groups 0…k. The empty set is not among them.
  public let cuts: [Cut]
  /// P: accounts that churned.
  public let churnerCount: Int
  /// N: accounts that stayed.
  public let stayerCount: Int

  /// One way to split the accounts by score.
  public struct Cut: Sendable, Equatable {
    /// Treat when score ≥ threshold.
    public var threshold: Double
    /// Churners among the treated (TP).
    public var churners: Int32
    /// Stayers among the treated (FP).
    public var stayers: Int32

    /// Accounts treated.
    public var treated: Int { Int(churners) + Int(stayers) }
  }

  /// Sorts the accounts.
  ///
  /// - Complexity: O(n), a radix sort of each class and one merge.
  public init(_ accounts: ScoredAccounts) {
    churnerCount = accounts.churnerCount
    stayerCount = accounts.stayerCount
    let churners = ScoreKeys.sorted(accounts.scores, labels: accounts.labels, keeping: 1, count: churnerCount)
    let stayers = ScoreKeys.sorted(accounts.scores, labels: accounts.labels, keeping: 0, count: stayerCount)
    cuts = Ranking.merge(churners, stayers)
  }

  init(cuts: [Cut], churnerCount: Int, stayerCount: Int) {
    self.cuts = cuts
    self.churnerCount = churnerCount
    self.stayerCount = stayerCount
  }

  /// n.
  public var count: Int { churnerCount + stayerCount }
  /// Whether both outcomes occur; without, ranking measures are undefined.
  public var hasBothClasses: Bool { churnerCount > 0 && stayerCount > 0 }

  private static func merge(_ churners: [UInt64], _ stayers: [UInt64]) -> [Cut] {
    [Cut](unsafeUninitializedCapacity: churners.count + stayers.count) { cuts, filled in
      churners.withUnsafeBufferPointer { churners in
        stayers.withUnsafeBufferPointer { stayers in
          var (i, j) = (0, 0)
          while i < churners.count || j < stayers.count {
            let key = min(i < churners.count ? churners[i] : .max, j < stayers.count ? stayers[j] : .max)
            while i < churners.count, churners[i] == key { i += 1 }
            while j < stayers.count, stayers[j] == key { j += 1 }
            let cut = Cut(threshold: ScoreKeys.score(of: key), churners: Int32(i), stayers: Int32(j))
            cuts.initializeElement(at: filled, to: cut)
            filled += 1
          }
        }
      }
    }
  }
}

extension Ranking {
  /// Calls `body` for every tie group, highest score first: churners and stayers above it, and in it.
  @inline(__always)
  func forEachGroup(_ body: (_ above: (churners: Int, stayers: Int), _ inside: (churners: Int, stayers: Int)) -> Void) {
    var above = (churners: 0, stayers: 0)
    for cut in cuts {
      let (t, f) = (Int(cut.churners), Int(cut.stayers))
      body(above, (t - above.churners, f - above.stayers))
      above = (t, f)
    }
  }
}
