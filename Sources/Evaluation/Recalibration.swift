import CKernels
import Parallel

#if canImport(Glibc)
  import Glibc
#endif

/// What a logistic regression of the outcome on the log-odds of the predicted probabilities finds.
///
///     in the large:  logit P(y=1) = c + logit(p)        c = 0 when the mean is right
///     line:          logit P(y=1) = a + b·logit(p)      b = 1 when the spread is right, below 1 when overconfident
///
/// - SeeAlso: Cox (1958), doi:10.1093/biomet/45.3-4.562; Steyerberg (2019), "Clinical Prediction Models", ch. 15.
public struct Recalibration: Sendable, Equatable {
  /// c and its standard error; `nil` with one outcome only.
  public var inTheLarge: Estimate?
  /// a and its standard error; `nil` where the line is undefined: one outcome, one score, or perfect separation.
  public var intercept: Estimate?
  /// b and its standard error; `nil` like `intercept`.
  public var slope: Estimate?

  /// A number and its standard error.
  public struct Estimate: Sendable, Equatable {
    /// The estimate.
    public var value: Double
    /// From the inverse information at the estimate.
    public var standardError: Double
  }

  /// Recalibrates probabilities; 0 and 1 stand for the nearest probabilities a double can hold.
  ///
  /// - Returns: `nil` where the scores are not probabilities.
  /// - Complexity: O(n) per Newton step, about ten steps.
  public init?(_ accounts: ScoredAccounts) {
    guard accounts.scoresAreProbabilities else { return nil }
    let logits = accounts.scores.map { score in
      let p = min(max(score, .leastNonzeroMagnitude), 1 - .ulpOfOne / 2)
      return log(p) - log1p(-p)
    }
    self.init(labels: accounts.labels, logits: logits)
  }

  /// Recalibrates log-odds.
  ///
  /// - Parameter logits: finite, length n.
  public init(labels: [UInt8], logits: [Double]) {
    self.init(LogitLine(labels: labels, logits: logits))
  }

  /// Recalibrates log-odds and tells their own log loss, which is known on the way.
  static func withLogLoss(labels: [UInt8], logits: [Double]) -> (Recalibration, LogLoss) {
    let fit = LogitLine(labels: labels, logits: logits)
    return (Recalibration(fit), LogLoss(mean: fit.start.loss / Double(labels.count), boundedCount: 0))
  }

  private init(_ fit: LogitLine) {
    guard fit.hasBothClasses else { return }
    inTheLarge = fit.shift()
    guard !fit.isSeparated, let line = fit.line() else { return }
    (intercept, slope) = line
  }
}

/// The two-parameter fit, by Newton with halved steps.
private struct LogitLine {
  let labels: [UInt8]
  let logits: [Double]
  let churners: (low: Double, high: Double)
  let stayers: (low: Double, high: Double)
  let hasBothClasses: Bool
  /// The sums at the log-odds as they are.
  let start: Sums
  /// A relative step after which Newton's error is its square, beyond a double: taken undamped, and the last.
  static let small = 1e-9

  init(labels: [UInt8], logits: [Double]) {
    precondition(labels.count == logits.count, "one score per account")
    self.labels = labels
    self.logits = logits
    start = Self.sums(labels, logits, 0, 1)
    var churners = (low: Double.infinity, high: -Double.infinity)
    var stayers = churners
    for (label, logit) in zip(labels, logits) {
      if label == 1 {
        churners = (min(churners.low, logit), max(churners.high, logit))
      } else {
        stayers = (min(stayers.low, logit), max(stayers.high, logit))
      }
    }
    self.churners = churners
    self.stayers = stayers
    hasBothClasses = churners.low.isFinite && stayers.low.isFinite
  }

  /// Whether one cut parts the outcomes (ties at it allowed): then the best line is infinitely steep or undefined.
  var isSeparated: Bool { churners.low >= stayers.high || stayers.low >= churners.high }

  func shift() -> Recalibration.Estimate? {
    var c = 0.0
    var state = start
    for _ in 0..<200 {
      guard state.information.aa > 0 else { return nil }
      var step = state.slope.a / state.information.aa
      var next = sums(c + step, 1)
      while next.loss > state.loss, abs(step) > LogitLine.small * (1 + abs(c)) {
        step /= 2
        next = sums(c + step, 1)
      }
      c += step
      state = next
      if abs(step) <= LogitLine.small * (1 + abs(c)) { break }
    }
    return Recalibration.Estimate(value: c, standardError: 1 / state.information.aa.squareRoot())
  }

  func line() -> (Recalibration.Estimate, Recalibration.Estimate)? {
    var (a, b) = (0.0, 1.0)
    var state = start
    for _ in 0..<200 {
      let (aa, ab, bb) = state.information
      let determinant = aa * bb - ab * ab
      guard determinant > 0 else { return nil }
      var stepA = (bb * state.slope.a - ab * state.slope.b) / determinant
      var stepB = (aa * state.slope.b - ab * state.slope.a) / determinant
      var next = sums(a + stepA, b + stepB)
      while next.loss > state.loss, abs(stepA) + abs(stepB) > LogitLine.small * (1 + abs(a) + abs(b)) {
        (stepA, stepB) = (stepA / 2, stepB / 2)
        next = sums(a + stepA, b + stepB)
      }
      (a, b) = (a + stepA, b + stepB)
      state = next
      if abs(stepA) + abs(stepB) <= LogitLine.small * (1 + abs(a) + abs(b)) { break }
    }
    let (aa, ab, bb) = state.information
    let determinant = aa * bb - ab * ab
    guard determinant > 0 else { return nil }
    return (
      Recalibration.Estimate(value: a, standardError: (bb / determinant).squareRoot()),
      Recalibration.Estimate(value: b, standardError: (aa / determinant).squareRoot())
    )
  }

  struct Sums {
    var loss = 0.0
    var slope = (a: 0.0, b: 0.0)
    var information = (aa: 0.0, ab: 0.0, bb: 0.0)

    mutating func add(_ other: Sums) {
      loss += other.loss
      slope.a += other.slope.a
      slope.b += other.slope.b
      information.aa += other.information.aa
      information.ab += other.information.ab
      information.bb += other.information.bb
    }
  }

  private func sums(_ a: Double, _ b: Double) -> Sums { Self.sums(labels, logits, a, b) }

  /// Rows that a thread takes at a time; their sums are added in order, so that nothing depends on the threads.
  private static let share = 1 << 16
  /// Rows whose intermediate values stay in the first-level cache.
  private static let block = 1_024

  /// Loss, score and information at a + b·logit.
  private static func sums(_ labels: [UInt8], _ logits: [Double], _ a: Double, _ b: Double) -> Sums {
    concurrently((logits.count + share - 1) / share) { index in
      sums(labels, logits, (index * share)..<min((index + 1) * share, logits.count), a, b)
    }.reduce(into: Sums()) { $0.add($1) }
  }

  private static func sums(_ labels: [UInt8], _ logits: [Double], _ rows: Range<Int>, _ a: Double, _ b: Double) -> Sums
  {
    var sums = Sums()
    var (loss, lost) = (0.0, 0.0)
    // two columns, the first of ones, and what is made of them
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 5 * block + 8) { room in
      let columns = room.baseAddress!
      let (etas, slopes, weights) = (columns + 2 * block, columns + 3 * block, columns + 4 * block)
      let (point, products) = (columns + 5 * block, columns + 5 * block + 2)
      columns.update(repeating: 1, count: block)
      (point[0], point[1]) = (a, b)
      labels.withUnsafeBufferPointer { labels in
        logits.withUnsafeBufferPointer { logits in
          for first in stride(from: rows.lowerBound, to: rows.upperBound, by: block) {
            let count = min(block, rows.upperBound - first)
            (columns + block).update(from: logits.baseAddress! + first, count: count)
            churn_predict(count, columns, block, 2, point, etas)
            churn_logistic_rows(count, etas, labels.baseAddress! + first, nil, slopes, weights, &loss, &lost)
            churn_dots(count, columns, block, 2, slopes, products)
            sums.slope.a -= products[0]
            sums.slope.b -= products[1]
            churn_weighted_gram(count, columns, block, 2, weights, nil, products)
            sums.information.aa += products[0]
            sums.information.ab += products[2]
            sums.information.bb += products[3]
          }
        }
      }
    }
    sums.loss = loss + lost
    return sums
  }
}
