/// One customer of a simulated firm: what stays the same, and from it what a snapshot shows.
struct FirmAccount {
  let number: UInt64
  let product: Product
  private let joined: Int
  private let plan: FirmPlan
  private let seats: Int
  /// Percent of the list price paid: 100, 90 or 80.
  private let pricePercent: Int
  /// Months as a customer before the first snapshot, for those who were there then.
  private let earlierMonths: Int
  /// How much the firm uses the product in the long run; mean 0, variance 1.
  private let engagement: Double

  /// - Parameter joined: the month of the first snapshot that shows the account.
  init(number: UInt64, joined: Int, plan: FirmPlan) {
    self.number = number
    self.joined = joined
    self.plan = plan
    var draws = DrawStream(seed: plan.seed, account: number, month: .min)
    engagement = draws.normal()
    let (mix, size) = uniformPair(draws.next())
    let (discount, age) = uniformPair(draws.next())
    let years = plan.hasDrift ? Double(joined) / 12 : 0
    if joined == 0 && mix < 0.005 {
      product = .legacy
    } else {
      product = mix < 0.58 - 0.07 * years ? .basic : mix < 0.88 - 0.04 * years ? .pro : .team
    }
    seats = product.seats(size)
    pricePercent = discount < 0.5 ? 100 : discount < 0.8 ? 90 : 80
    earlierMonths = joined == 0 ? Int(61 * age * age) : 0
  }

  /// What a snapshot shows, in the units of the file.
  struct State {
    /// Hours in the month, in tenths.
    let usageTenths: Int
    /// Logins in the month.
    let logins: Int
    /// Tickets of the last three months.
    let tickets: Int
    /// Whole months since joining.
    let tenure: Int
    /// Revenue a month in hundredths.
    let mrrCents: Int
  }

  /// The state at the end of a month.
  ///
  /// Activity is the long-run engagement plus a two-month moving average of shocks; usage and logins are log-normal
  /// in it; tickets are three months' Poisson counts, fewer while the account is younger.
  func state(month: Int) -> State {
    let tenure = earlierMonths + month - joined
    let now = MonthShocks(plan.seed, number, month)
    let before = MonthShocks(plan.seed, number, month - 1)
    let activity = 0.8 * engagement + 0.42 * (now.activity + before.activity)
    let rate = 0.42 * exponential(-0.3 * engagement + (product == .team ? 0.3 : 0))
    let zero = exponential(-rate)
    var tickets = poisson(now.tickets, mean: rate, zero: zero)
    if tenure >= 1 { tickets += poisson(before.tickets, mean: rate, zero: zero) }
    if tenure >= 2 {
      tickets += poisson(MonthShocks(plan.seed, number, month - 2).tickets, mean: rate, zero: zero)
    }
    let usage = exponential(2.1 + 0.6 * activity + (product == .basic ? 0 : 0.25))
    let logins = exponential(2.5 + 0.45 * activity + 0.3 * now.logins)
    return State(
      usageTenths: Int(usage * 10 + 0.5), logins: Int(logins + 0.5), tickets: tickets, tenure: tenure,
      mrrCents: seats * listPrice(month: month) * pricePercent / 100)
  }

  /// Price of a seat in hundredths; with drift, list prices rise by 5 % after twelve months.
  private func listPrice(month: Int) -> Int {
    plan.hasDrift && month >= 12 && product != .legacy ? product.seatCents * 105 / 100 : product.seatCents
  }
}

/// What happened to an account in one month; drawn by address, so that a later month can look back.
private struct MonthShocks {
  let activity: Double
  let logins: Double
  let tickets: Double

  init(_ seed: UInt64, _ account: UInt64, _ month: Int) {
    var draws = DrawStream(seed: seed, account: account, month: month)
    activity = draws.normal()
    logins = draws.normal()
    tickets = draws.uniform()
  }
}
