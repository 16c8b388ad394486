import Evaluation
public import Tables

/// What a score file says of a run of rows.
public struct ScoreRecords: Sendable {
  /// Ids byte for byte; `nil` where the data have none, then rows are numbered.
  public var ids: TextColumn?
  /// Number of the first row, from 1; used where there are no ids.
  public var firstRow: Int
  /// Scores and reasons.
  public var scores: ScoredRows
  /// Expected value of treating each row [money].
  public var expectedValues: [Double]
  /// The table's columns by feature, for the names of levels in reasons.
  public var columns: [Column]
  /// What a campaign adds; `nil` without one.
  public var campaign: CampaignColumns?

  /// Creates records of a scored table.
  /// - Precondition: as many scores as expected values.
  public init(
    ids: TextColumn?, firstRow: Int, scores: ScoredRows, expectedValues: [Double], columns: [Column]
  ) {
    precondition(scores.logits.count == expectedValues.count, "one expected value per row")
    self.ids = ids
    self.firstRow = firstRow
    self.scores = scores
    self.expectedValues = expectedValues
    self.columns = columns
  }

  /// Rows.
  public var count: Int { expectedValues.count }

  /// What the campaign's plan says; without one, treat when the expected value is above 0.
  public func isTreated(_ row: Int) -> Bool {
    campaign.map { $0.decisions[row] == .treat } ?? (expectedValues[row] > 0)
  }

  /// Sums over the rows, in their order.
  public var totals: (churners: Double, treated: Int, profit: Double) {
    var totals = (churners: 0.0, treated: 0, profit: 0.0)
    for row in 0..<count {
      totals.churners += scores.probabilities[row]
      if isTreated(row) {
        totals.treated += 1
        totals.profit += expectedValues[row]
      }
    }
    return totals
  }
}

/// What is the same for all rows of a score file.
public struct ScoreFileOptions: Sendable, Equatable {
  /// Name of the id column; `row` where there is none.
  public var idName: String
  /// The model version that scored, as `name@version`.
  public var model: String
  /// Whether every feature's contribution, the base and the logit are written too.
  public var writesContributions: Bool
  /// Whether ids that a spreadsheet would run as a formula get a leading apostrophe.
  public var isSpreadsheetSafe: Bool
  /// The campaign's columns, after all others; `nil` without a campaign.
  public var campaign: CampaignLayout?

  /// Creates options.
  public init(
    idName: String = "row", model: String, writesContributions: Bool = false, isSpreadsheetSafe: Bool = false
  ) {
    self.idName = idName
    self.model = model
    self.writesContributions = writesContributions
    self.isSpreadsheetSafe = isSpreadsheetSafe
  }
}

/// A way to write scores; records of any size, one after another, make one file.
public protocol ScoreFormat: Sendable {
  /// What stands before the first record.
  func header() -> [UInt8]
  /// The records as bytes.
  func bytes(of records: ScoreRecords) -> [UInt8]
}
