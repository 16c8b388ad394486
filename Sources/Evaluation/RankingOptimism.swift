/// How much a maximum over cuts flatters a ranking on the accounts it was chosen on.
///
///     optimism = mean over resamples of [best on the resample − the same cut's profit on the data]
///
/// A maximum is biased upward in-sample; the corrected value is what choosing a cut like this can be expected to earn
/// elsewhere.
/// - SeeAlso: Efron (1983), doi:10.1080/01621459.1983.10477973; Harrell (2015), "Regression Modeling Strategies", 5.3.4.
public struct RankingOptimism: Sendable, Equatable {
  /// MPC per account, resampled [money].
  public var maximumProfit: Part
  /// EMPC per account, resampled [money].
  public var expectedMaximumProfit: Part

  /// One measure.
  public struct Part: Sendable, Equatable {
    /// On the data, with the spread over resamples.
    public var apparent: ResampledEstimate
    /// What it is too high by, on average.
    public var optimism: Double
    /// The apparent value less the optimism.
    public var corrected: Double { apparent.value - optimism }
  }

  /// Resamples a ranking, whole accounts at a time.
  ///
  /// - Parameters:
  ///   - accounts: outcomes and scores.
  ///   - campaign: the economics.
  ///   - clusters: the account of each row where an account has several.
  ///   - resampling: how many, seed, threads; the threads never change the result.
  /// - Complexity: one sort, then O(n) per resample.
  public init(
    _ accounts: ScoredAccounts, _ campaign: Campaign, clusters: Clusters? = nil,
    _ resampling: Resampling = Resampling(count: 200)
  ) {
    precondition(clusters.map { $0.codes.count == accounts.count } ?? true, "one account per row")
    let sorted = SortedRows(accounts, clusters: clusters)
    let ranking = sorted.ranking
    let replicates = resampling.map(workspace: { SortedRows.Workspace(sorted) }) { _, stream, workspace in
      let drawn = sorted.resampled(from: &stream, &workspace)
      return Replicate(drawn, on: ranking, campaign)
    }
    let empc = ranking.expectedMaximumProfit(campaign)
    func part(_ value: Double, _ here: (Replicate) -> Double, _ there: (Replicate) -> Double) -> Part {
      let values = replicates.map(here)
      let optimism = replicates.reduce(0) { $0 + here($1) - there($1) } / Double(replicates.count)
      return Part(
        apparent: ResampledEstimate(value: value, replicates: values, confidence: resampling.confidence),
        optimism: optimism)
    }
    maximumProfit = part(empc.atMeanAcceptance.perAccount, \.mpc, \.mpcOnData)
    expectedMaximumProfit = part(empc.perAccount, \.empc, \.empcOnData)
  }
}

private struct Replicate: Sendable {
  var mpc: Double
  var mpcOnData: Double
  var empc: Double
  var empcOnData: Double

  init(_ drawn: Ranking, on data: Ranking, _ campaign: Campaign) {
    guard drawn.count > 0 else {
      (mpc, mpcOnData, empc, empcOnData) = (0, 0, 0, 0)
      return
    }
    let expected = drawn.expectedMaximumProfit(campaign)
    mpc = expected.atMeanAcceptance.perAccount
    mpcOnData = data.profit(ofThreshold: expected.atMeanAcceptance.threshold, campaign)
    empc = expected.perAccount
    if case .beta = campaign.acceptance {
      empcOnData = data.expectedProfit(ofHull: drawn.hull, campaign)
    } else {
      empcOnData = mpcOnData
    }
  }
}
