import Numerals

extension CSVScores {
  /// Adds the campaign's columns of a row, each after a comma.
  func appendCampaign(_ row: Int, _ records: ScoreRecords, _ layout: CampaignLayout, to out: inout [UInt8]) {
    guard let columns = records.campaign else { return }
    for value in [
      columns.lower[row], columns.upper[row], columns.breakEvenProbability[row], columns.breakEvenAcceptance[row],
    ] {
      append(value, to: &out)
    }
    if layout.offers.count > 1 {
      out.append(UInt8(ascii: ","))
      if columns.offers[row] >= 0 { out.append(contentsOf: Self.field(layout.offers[Int(columns.offers[row])]).utf8) }
    }
    append(columns.spends[row], to: &out)
    if layout.hasRanks {
      out.append(UInt8(ascii: ","))
      out.append(integer: Int(columns.ranks[row]))
    }
    out.append(UInt8(ascii: ","))
    out.append(contentsOf: columns.decisions[row].reason.utf8)
    out.append(UInt8(ascii: ","))
    out.append(contentsOf: CampaignLayout.bands[Int(columns.bands[row])].utf8)
    if layout.hasHealthScore {
      out.append(UInt8(ascii: ","))
      out.append(100 * (1 - records.scores.probabilities[row]), decimals: 1)
    }
  }

  /// A number, or nothing for NaN.
  private func append(_ value: Double, to out: inout [UInt8]) {
    out.append(UInt8(ascii: ","))
    if !value.isNaN { out.append(shortest: value) }
  }
}
