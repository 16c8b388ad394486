/// The coefficients that outcomes are drawn from in one month.
///
/// With drift, over twelve months the intercept rises by 0.05, usage loses 0.006 of its protection per hour and each
/// ticket weighs 0.05 more.
struct FirmCoefficients: Sendable {
  let intercept: Double
  let usage: Double
  let logins = -0.02
  let tickets: Double
  let tenure = -0.012
  /// By plan; basic is the reference.
  let plans: [Double] = [0, -0.25, -0.45, 0.35]
  let mrr = -0.0003

  init(month: Int, hasDrift: Bool) {
    let years = hasDrift ? Double(month) / 12 : 0
    intercept = -2.4 + 0.05 * years
    usage = -0.035 + 0.006 * years
    tickets = 0.25 + 0.05 * years
  }

  var model: TrueModel {
    TrueModel(
      intercept: intercept,
      terms: [
        .init(name: "usage", coefficient: usage), .init(name: "logins", coefficient: logins),
        .init(name: "tickets", coefficient: tickets), .init(name: "tenure_months", coefficient: tenure),
        .init(name: "plan=pro", coefficient: plans[1]), .init(name: "plan=team", coefficient: plans[2]),
        .init(name: "plan=legacy", coefficient: plans[3]), .init(name: "mrr", coefficient: mrr),
      ])
  }
}
