/// How far each input of the economics can move before the decision changes for a share of the accounts, and what the
/// expected profit does on the way.
///
/// Every account's expected value is linear in each input, EVᵢ(x) = Aᵢ + Bᵢ·x where x multiplies the input, so its
/// decision changes at x = −Aᵢ/Bᵢ exactly, and the limit is an order statistic of these.
public struct Tornado: Sendable, Equatable {
  /// One bar per input.
  public var bars: [Bar]

  /// The inputs.
  public enum Input: String, Sendable, CaseIterable {
    /// V.
    case value
    /// d.
    case incentive
    /// f.
    case contact
    /// γ.
    case acceptance
    /// a.
    case stayersTake = "stayers_take"
    /// p: how wrong the model's level may be.
    case churnProbability = "churn_probability"
  }

  /// What moving one input does.
  public struct Bar: Sendable, Equatable {
    /// Which.
    public var input: Input
    /// The largest factor below 1 at which the share of decisions has changed; `nil` when not even 0 does it.
    public var lowerFactor: Double?
    /// The smallest factor above 1 at which it has; `nil` when no possible factor does.
    public var upperFactor: Double?
    /// Expected profit at factors on the way, ascending.
    public var path: [Point]
  }

  /// Expected profit with one input multiplied.
  public struct Point: Sendable, Equatable {
    /// What the input is multiplied by.
    public var factor: Double
    /// Of today's decisions, per account [money].
    public var keptDecisions: Double
    /// Of the decisions that are best then, per account [money].
    public var newDecisions: Double
  }

  /// Measures every input.
  ///
  /// - Parameters:
  ///   - probabilities: churn probability per account; length n.
  ///   - economics: as they are believed to be.
  ///   - share: of the accounts whose decision must change, above 0 and at most 1.
  /// - Throws: as `Payoffs`.
  /// - Complexity: O(n) per input.
  public init(_ probabilities: [Double], _ economics: AccountEconomics, share: Double = 0.05) throws(EvaluationError) {
    precondition(share > 0 && share <= 1, "a share of the accounts")
    try economics.checked(count: probabilities.count)
    guard !probabilities.isEmpty else { throw .noAccounts }
    bars = Input.allCases.map { input in
      TornadoLines(probabilities, economics, input).bar(input, share: share)
    }
  }
}

/// The expected values of all accounts as lines in the factor of one input.
private struct TornadoLines {
  /// A: expected value at factor 0.
  var atZero: [Double] = []
  /// B: its slope.
  var slopes: [Double] = []
  /// The largest factor that makes sense.
  var largest = Double.infinity

  init(_ probabilities: [Double], _ economics: AccountEconomics, _ input: Tornado.Input) {
    atZero.reserveCapacity(probabilities.count)
    slopes.reserveCapacity(probabilities.count)
    for (row, p) in probabilities.enumerated() {
      let (v, d, f) = (economics.value[row], economics.incentive[row], economics.contact[row])
      let (g, a) = (economics.acceptance[row], economics.stayersTake[row])
      let (save, offer) = (p * g * v, p * g * d + (1 - p) * a * d)
      switch input {
      case .value: add(-offer - f, save)
      case .incentive: add(save - f, -offer)
      case .contact: add(save - offer, -f)
      case .acceptance: add(-(1 - p) * a * d - f, save - p * g * d)
      case .stayersTake: add(save - p * g * d - f, -(1 - p) * a * d)
      case .churnProbability: add(-a * d - f, save - p * (g - a) * d)
      }
      if input == .acceptance, g > 0 { largest = min(largest, 1 / g) }
      if input == .stayersTake, a > 0 { largest = min(largest, 1 / a) }
      if input == .churnProbability, p > 0 { largest = min(largest, 1 / p) }
    }
  }

  private mutating func add(_ zero: Double, _ slope: Double) {
    atZero.append(zero)
    slopes.append(slope)
  }

  func bar(_ input: Tornado.Input, share: Double) -> Tornado.Bar {
    let wanted = max(1, Int((share * Double(slopes.count)).rounded(.up)))
    var (below, above): ([Double], [Double]) = ([], [])
    for (zero, slope) in zip(atZero, slopes) where slope != 0 {
      let crossing = -zero / slope
      let isTreated = zero + slope > 0
      // At the crossing EV is 0, so a treated account changes there and an untreated one just beyond.
      if crossing >= 0, crossing < 1 || (crossing == 1 && !isTreated && slope < 0) { below.append(crossing) }
      if crossing <= largest, crossing > 1 || (crossing == 1 && !isTreated && slope > 0) { above.append(crossing) }
    }
    let lower = below.count >= wanted ? Selection.largest(wanted, of: below) : nil
    let upper = above.count >= wanted ? Selection.smallest(wanted, of: above) : nil
    let end = upper ?? min(2, largest)
    let start = lower ?? 0
    let factors = (0...4).map { start + (1 - start) * Double($0) / 4 } + (1...4).map { 1 + (end - 1) * Double($0) / 4 }
    return Tornado.Bar(input: input, lowerFactor: lower, upperFactor: upper, path: factors.map(point))
  }

  private func point(_ factor: Double) -> Tornado.Point {
    var (kept, new) = (0.0, 0.0)
    for (zero, slope) in zip(atZero, slopes) {
      let value = zero + slope * factor
      if zero + slope > 0 { kept += value }
      if value > 0 { new += value }
    }
    let n = Double(slopes.count)
    return Tornado.Point(factor: factor, keptDecisions: kept / n, newDecisions: new / n)
  }
}
