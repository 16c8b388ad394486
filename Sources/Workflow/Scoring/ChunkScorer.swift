import Evaluation
import Scoring
import Tables

/// Scores a chunk of rows and says what to do about each.
struct ChunkScorer: Sendable {
  let loaded: LoadedModel
  let economics: Economics
  let input: String
  let id: String?
  let keepsContributions: Bool
  /// For the probabilities' intervals; `nil` without a campaign, or where the model has no covariance.
  let errors: LogitErrors?
  /// What a first pass found out, where the decision needs all rows.
  var calls: CallList?
  /// The campaign's columns; `nil` without a campaign.
  let layout: CampaignLayout?

  /// A scored chunk.
  struct Result: Sendable {
    var records: ScoreRecords
    var tally: ScoreTally
  }

  /// What treating each row is expected to earn and spend.
  func amounts(_ table: Table, keepsSaves: Bool) throws -> ExpectedAmounts {
    let probabilities = try loaded.scorer.scored(table).probabilities
    let payoffs = try economics.offers(of: table, file: input, probabilities: probabilities).payoffs
    return ExpectedAmounts(
      values: payoffs.expectedValues(probabilities),
      spends: probabilities.indices.map { payoffs.expectedSpend($0, probability: probabilities[$0]) },
      saves: keepsSaves ? probabilities.indices.map { payoffs.saves[$0] * probabilities[$0] } : [])
  }

  /// Scores, prices and decides.
  func records(_ table: Table, chunk: Int) throws -> Result {
    let scores = try loaded.scorer.scored(table, keepingContributions: keepsContributions)
    let offers = try economics.offers(of: table, file: input, probabilities: scores.probabilities)
    var ids: TextColumn?
    if let id, case .texts(let texts) = table[id]?.cells { ids = texts }
    var records = ScoreRecords(
      ids: ids, firstRow: 1, scores: scores, expectedValues: offers.payoffs.expectedValues(scores.probabilities),
      columns: table.columns)
    if layout != nil { records.campaign = try campaignColumns(table, chunk, records, offers) }
    var tally = ScoreTally(records)
    tally.means.add(offers)
    if layout != nil { tally.campaign = CampaignTally(records, offers) }
    return Result(records: records, tally: tally)
  }

  private func campaignColumns(
    _ table: Table, _ chunk: Int, _ records: ScoreRecords, _ offers: RowOffers
  ) throws -> CampaignColumns {
    let scores = records.scores
    let unknown = [Double](repeating: .nan, count: records.count)
    let intervals = try errors?.intervals(of: table, logits: scores.logits) ?? (lower: unknown, upper: unknown)
    let rows = 0..<records.count
    let isCosts = offers.offers.isEmpty
    var decisions = records.expectedValues.map { $0 > 0 ? CallPlan.Decision.treat : .doesNotPay }
    var ranks: [Int32] = []
    if let calls {
      let place = calls.rows(ofChunk: chunk, count: records.count)
      decisions = Array(calls.decisions[place])
      ranks = Array(calls.ranks[place])
    }
    return CampaignColumns(
      intervals: intervals,
      breakEven: (
        probability: rows.map { offers.payoffs.breakEvenProbability($0) ?? .nan },
        acceptance: rows.map {
          offers.offer(ofRow: $0)?.breakEvenAcceptance($0, probability: scores.probabilities[$0]) ?? .nan
        }
      ),
      offers: offers.best.indices.map { records.expectedValues[$0] > 0 ? offers.best[$0] : -1 },
      spends: isCosts
        ? unknown : rows.map { offers.payoffs.expectedSpend($0, probability: scores.probabilities[$0]) },
      decisions: decisions, ranks: ranks, bands: bands(records, offers, upper: intervals.upper))
  }

  /// Red, amber and green by money, or by the campaign's cut-offs.
  private func bands(_ records: ScoreRecords, _ offers: RowOffers, upper: [Double]) -> [UInt8] {
    if let cuts = economics.terms.bands {
      return records.scores.probabilities.map { $0 >= cuts.red ? 0 : $0 >= cuts.amber ? 1 : 2 }
    }
    return records.expectedValues.indices.map { row in
      if records.expectedValues[row] > 0 { return 0 }
      return !upper[row].isNaN && offers.bestValue(row, probability: upper[row]) > 0 ? 1 : 2
    }
  }
}
