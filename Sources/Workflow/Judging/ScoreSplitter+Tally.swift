import Reporting

/// The parts of one row's change, or their sums.
struct RowParts: Sendable {
  var model = 0.0
  var encoding = 0.0
  var behaviour = 0.0

  mutating func add(_ other: RowParts) {
    model += other.model
    encoding += other.encoding
    behaviour += other.behaviour
  }
}

/// Mean and spread of numbers that come one by one.
struct RunningSpread: Sendable {
  private(set) var count = 0
  private(set) var mean = 0.0
  private var squares = 0.0

  /// Adds a number (Welford's update).
  mutating func add(_ value: Double) {
    count += 1
    let distance = value - mean
    mean += distance / Double(count)
    squares += distance * (value - mean)
  }

  var part: ScoreChangeSection.Part {
    .init(mean: mean, spread: count > 1 ? (squares / Double(count - 1)).squareRoot() : 0)
  }
}

extension ScoreSplitter {
  /// What a split adds up row by row.
  struct Tally: Sendable {
    let intercept: Double
    var features: [RowParts]
    private(set) var total = RunningSpread()
    private(set) var model = RunningSpread()
    private(set) var encoding = RunningSpread()
    private(set) var behaviour = RunningSpread()
    /// The largest distance of a row's change from the sum of its parts: rounding only.
    private(set) var largestResidual = 0.0

    init(features count: Int, intercept: Double) {
      features = [RowParts](repeating: RowParts(), count: count)
      self.intercept = intercept
    }

    var rows: Int { total.count }

    mutating func add(_ parts: RowParts, total change: Double) {
      total.add(change)
      model.add(parts.model)
      encoding.add(parts.encoding)
      behaviour.add(parts.behaviour)
      let sum = intercept + parts.model + parts.encoding + parts.behaviour
      largestResidual = max(largestResidual, (change - sum).magnitude)
    }
  }
}
