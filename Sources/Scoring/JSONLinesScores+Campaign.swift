import CanonicalJSON

extension JSONLinesScores {
  /// The campaign's members of a row.
  func campaignMembers(_ row: Int, _ records: ScoreRecords, _ layout: CampaignLayout) -> [(String, JSONValue)] {
    guard let columns = records.campaign else { return [] }
    var members: [(String, JSONValue)] = [
      ("p_lower", .figure(columns.lower[row])), ("p_upper", .figure(columns.upper[row])),
      ("break_even_p", .figure(columns.breakEvenProbability[row])),
      ("break_even_acceptance", .figure(columns.breakEvenAcceptance[row])),
    ]
    if layout.offers.count > 1 {
      let offer = Int(columns.offers[row])
      members.append(("offer", offer >= 0 ? .string(layout.offers[offer]) : .null))
    }
    members.append(("expected_spend", .figure(columns.spends[row])))
    if layout.hasRanks { members.append(("rank", .count(Int(columns.ranks[row])))) }
    let reason = columns.decisions[row].reason
    members.append(("why_not", reason.isEmpty ? .null : .string(reason)))
    members.append(("band", .string(CampaignLayout.bands[Int(columns.bands[row])])))
    if layout.hasHealthScore {
      members.append(("health_score", .figure(100 * (1 - records.scores.probabilities[row]))))
    }
    return members
  }
}
