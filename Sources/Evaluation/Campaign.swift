/// A retention campaign whose economics are the same for every account; amounts in one currency.
///
///     profit per account = [T·(γ(V − d) − f) − F·(a·d + f)]/n − A/n when anybody is treated
///
/// - SeeAlso: Verbraken, Verbeke, Baesens (2013), doi:10.1109/TKDE.2012.50; Neslin et al. (2006) for A.
public struct Campaign: Sendable, Equatable {
  /// V: what a saved churner is worth [money].
  public var value: Double
  /// d: what the incentive costs when it is taken [money].
  public var incentive: Double
  /// f: what contacting one account costs [money].
  public var contact: Double
  /// γ: the chance that a contacted would-be churner stays.
  public var acceptance: Acceptance
  /// a: the share of contacted stayers who take the incentive, 0…1.
  public var stayersTake: Double
  /// A: what the campaign costs when anybody is treated at all [money].
  public var fixedCost: Double

  /// Creates a campaign; the defaults are the literature's.
  ///
  /// - Throws: `.outOfRange` for negative money or an impossible probability, `.notFinite` never: infinite is out of
  ///   range.
  public init(
    value: Double = 200, incentive: Double = 10, contact: Double = 1, acceptance: Acceptance = .literature,
    stayersTake: Double = 1, fixedCost: Double = 0
  ) throws(EvaluationError) {
    let amounts = [
      ("the value", value), ("the incentive", incentive), ("the contact cost", contact), ("the fixed cost", fixedCost),
    ]
    for (name, amount) in amounts where !(amount >= 0 && amount.isFinite) {
      throw .outOfRange(what: name, range: "a finite amount of at least 0", row: nil)
    }
    guard stayersTake >= 0, stayersTake <= 1 else {
      throw .outOfRange(what: "the share of stayers who take the incentive", range: "between 0 and 1", row: nil)
    }
    switch acceptance {
    case .exactly(let probability):
      guard probability >= 0, probability <= 1 else {
        throw .outOfRange(what: "the acceptance rate", range: "between 0 and 1", row: nil)
      }
    case .beta(let alpha, let beta):
      guard alpha > 0, beta > 0, alpha.isFinite, beta.isFinite else {
        throw .outOfRange(what: "each parameter of the acceptance rate's Beta", range: "above 0", row: nil)
      }
    }
    self.value = value
    self.incentive = incentive
    self.contact = contact
    self.acceptance = acceptance
    self.stayersTake = stayersTake
    self.fixedCost = fixedCost
  }

  /// The literature's campaign: value 200, incentive 10, contact 1, acceptance Beta(6, 14).
  public static let literature = try! Campaign()

  /// What treating one would-be churner gains on average: γ̄(V − d) − f [money].
  public var gainIfChurner: Double { acceptance.mean * (value - incentive) - contact }
  /// What treating one stayer gains, which is never positive: −(a·d + f) [money].
  public var gainIfStayer: Double { -costIfStayer }
  /// What treating one stayer costs: a·d + f [money].
  var costIfStayer: Double { stayersTake * incentive + contact }

  /// p*: the churn probability from which treating pays; `nil` when it never does.
  ///
  ///     p* = (a·d + f)/(γ̄(V − d) + a·d)
  public var breakEvenProbability: Double? {
    Payoffs.breakEven(ifChurner: gainIfChurner, ifStayer: gainIfStayer)
  }
}
