import Evaluation

/// A performance of scores, errors clustered by account where accounts have several rows.
func judgement(
  labels: [UInt8], scores: [Double], logits: [Double]?, economics: Economics.OfRows, accounts: [Int32]?
) throws -> Performance {
  try Performance(
    ScoredAccounts(labels: labels, scores: scores), economics.economics, clusters: accounts.map { Clusters($0) },
    logits: logits)
}
