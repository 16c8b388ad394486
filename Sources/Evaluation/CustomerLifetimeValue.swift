#if canImport(Glibc)
  import Glibc
#endif

/// What a customer is worth who pays a margin every period until he churns; r = 1 − churn, i the discount.
///
/// - SeeAlso: Gupta, Lehmann (2003), doi:10.1002/dir.10045.
public struct CustomerLifetimeValue: Sendable, Equatable {
  /// m: margin per period [money].
  public let margin: Double
  /// 1 − r: churn probability per period, 0…1.
  public let churn: Double
  /// i: discount rate per period, at least 0.
  public let discount: Double

  /// Creates a value.
  ///
  /// - Throws: `.outOfRange`; also where neither churn nor discount ends the sum.
  public init(margin: Double, churn: Double, discount: Double = 0) throws(EvaluationError) {
    guard margin.isFinite else { throw .outOfRange(what: "the margin", range: "a finite amount", row: nil) }
    guard churn >= 0, churn <= 1 else { throw .outOfRange(what: "the churn rate", range: "between 0 and 1", row: nil) }
    guard discount >= 0, discount.isFinite else {
      throw .outOfRange(what: "the discount rate", range: "a finite number of at least 0", row: nil)
    }
    self.margin = margin
    self.churn = churn
    self.discount = discount
  }

  private var retention: Double { 1 - churn }

  /// Paid at the start of each period, the first now: m(1+i)/(1+i−r); `nil` where nothing ever ends it.
  public var due: Double? {
    let decay = discount + churn
    return decay > 0 ? margin * (1 + discount) / decay : nil
  }

  /// Paid at the end of each period: m·r/(1+i−r); `nil` where nothing ever ends it.
  public var ordinary: Double? {
    let decay = discount + churn
    return decay > 0 ? margin * retention / decay : nil
  }

  /// The first T payments, the first now: m(1−q^T)/(1−q), q = r/(1+i).
  public func overHorizon(_ periods: Int) -> Double {
    precondition(periods >= 0, "a horizon is not negative")
    let gap = (discount + churn) / (1 + discount)
    guard gap > 0 else { return margin * Double(periods) }
    guard gap < 1 else { return periods == 0 ? 0 : margin }
    return margin * -expm1(Double(periods) * log1p(-gap)) / gap
  }

  /// The monthly discount rate that compounds to an annual one: (1+i)^{1/12} − 1.
  public static func monthlyDiscount(fromAnnual annual: Double) -> Double { expm1(log1p(annual) / 12) }

  /// The annual discount rate that a monthly one compounds to: (1+i)^12 − 1.
  public static func annualDiscount(fromMonthly monthly: Double) -> Double { expm1(log1p(monthly) * 12) }

  /// The monthly churn probability that compounds to one over a horizon: 1 − (1−p)^{1/H}.
  public static func monthlyChurn(fromProbability probability: Double, overMonths horizon: Double) -> Double {
    precondition(horizon > 0, "a horizon is positive")
    return probability >= 1 ? 1 : -expm1(log1p(-probability) / horizon)
  }
}
