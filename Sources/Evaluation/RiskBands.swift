/// Accounts in bands, each with a promise: how many of them are expected to churn.
public struct RiskBands: Sendable, Equatable {
  /// The band of each account, an index into `rows`.
  public let membership: [UInt8]
  /// One row per band, the most urgent first.
  public let rows: [Row]

  /// One band.
  public struct Row: Sendable, Equatable {
    /// `red`, `amber`, `green`, or the number of a fixed band, `1` the most urgent.
    public var name: String
    /// Accounts.
    public var count = 0
    /// Mean churn probability; `nil` for an empty band.
    public var expectedRate: Double?
    /// Mean of the lower ends of the probabilities' intervals: it holds for errors that all go the same way.
    public var lower: Double?
    /// Mean of the upper ends.
    public var upper: Double?
  }

  /// Probabilities with their intervals; length n each.
  public struct Probabilities: Sendable {
    /// p.
    public var values: [Double]
    /// Lower ends.
    public var lower: [Double]
    /// Upper ends.
    public var upper: [Double]

    /// Keeps probabilities and their intervals.
    ///
    /// - Throws: `.lengthMismatch`, `.notFinite`, `.notProbabilities`.
    public init(values: [Double], lower: [Double], upper: [Double]) throws(EvaluationError) {
      for (what, column) in [("the probability", values), ("the lower end", lower), ("the upper end", upper)] {
        guard column.count == values.count else {
          throw .lengthMismatch(what: what, expected: values.count, found: column.count)
        }
        if let row = column.firstIndex(where: { !$0.isFinite }) { throw .notFinite(what: what, row: row) }
        if let row = column.firstIndex(where: { $0 < 0 || $0 > 1 }) { throw .notProbabilities(row: row) }
      }
      self.values = values
      self.lower = lower
      self.upper = upper
    }
  }

  /// Bands by money: red where EV > 0, amber where EV > 0 at the upper end of p's interval, green the rest.
  ///
  /// - Complexity: O(n).
  public init(_ probabilities: Probabilities, _ payoffs: Payoffs) {
    precondition(probabilities.values.count == payoffs.count, "one probability per account")
    let membership = probabilities.values.indices.map { row -> UInt8 in
      if payoffs.expectedValue(row, probability: probabilities.values[row]) > 0 { return 0 }
      return payoffs.expectedValue(row, probability: probabilities.upper[row]) > 0 ? 1 : 2
    }
    self.init(membership, names: ["red", "amber", "green"], probabilities)
  }

  /// Bands by fixed cut-offs of the probability: band 1 from the highest cut-off up, the last below the lowest.
  ///
  /// - Parameter cuts: descending, at most 254.
  /// - Complexity: O(n · cuts).
  public init(_ probabilities: Probabilities, cuts: [Double]) {
    precondition(cuts.count < 255 && zip(cuts, cuts.dropFirst()).allSatisfy { $0 > $1 }, "cut-offs descend")
    let membership = probabilities.values.map { p in UInt8(cuts.firstIndex { p >= $0 } ?? cuts.count) }
    self.init(membership, names: (0...cuts.count).map { String($0 + 1) }, probabilities)
  }

  private init(_ membership: [UInt8], names: [String], _ probabilities: Probabilities) {
    var sums = [(count: Int, p: Double, lower: Double, upper: Double)](repeating: (0, 0, 0, 0), count: names.count)
    for (row, band) in membership.enumerated() {
      sums[Int(band)].count += 1
      sums[Int(band)].p += probabilities.values[row]
      sums[Int(band)].lower += probabilities.lower[row]
      sums[Int(band)].upper += probabilities.upper[row]
    }
    self.membership = membership
    rows = zip(names, sums).map { name, sum in
      guard sum.count > 0 else { return Row(name: name) }
      let n = Double(sum.count)
      return Row(
        name: name, count: sum.count, expectedRate: sum.p / n, lower: sum.lower / n, upper: sum.upper / n)
    }
  }

  /// What happened in each band: accounts, churners, and Wilson's interval of the rate.
  ///
  /// - Complexity: O(n).
  public func outcomes(labels: [UInt8], confidence: Double = 0.95) -> [Outcome] {
    precondition(labels.count == membership.count, "one outcome per account")
    var counts = [(count: Int, churners: Int)](repeating: (0, 0), count: rows.count)
    for (row, band) in membership.enumerated() {
      counts[Int(band)].count += 1
      counts[Int(band)].churners += Int(labels[row])
    }
    return zip(rows, counts).map { row, cell in
      Outcome(
        name: row.name, count: cell.count, churners: cell.churners,
        interval: WilsonInterval(events: Double(cell.churners), of: Double(cell.count), confidence: confidence))
    }
  }

  /// What happened in a band.
  public struct Outcome: Sendable, Equatable {
    /// The band.
    public var name: String
    /// Accounts.
    public var count: Int
    /// Churners.
    public var churners: Int
    /// Of the churn rate.
    public var interval: WilsonInterval
  }
}
