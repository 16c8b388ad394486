import Numerals
import Tables

/// The coefficients that the outcomes of a table of accounts are drawn from.
struct AccountCoefficients: Sendable {
  let intercept = -2.1
  let usage = -0.03
  let logins = -0.02
  let tickets = 0.25
  let tenure = -0.012
  let nps = -0.08
  let seats = -0.004
  let failedPayments = 0.6
  let usageSlope = -1.2
  /// By plan; basic is the reference.
  let plans: [Double] = [0, -0.25, -0.45]
  let mrr = -0.0003
  /// Every tenth extra column counts, by turns up and down; the others are noise.
  let extras: [Double]
  /// By region; the first is the reference.
  let regions: [Double]

  init(extraColumns: Int, regions: Int) {
    extras = (0..<extraColumns).map { $0 % 10 != 0 ? 0 : $0 % 20 == 0 ? 0.1 : -0.1 }
    self.regions = (0..<regions).map { region in
      let unit = Double(StableHash.mixed(UInt64(region)) >> 11) * 0x1p-53
      return region == 0 ? 0 : ((unit - 0.5) * 100).rounded() / 100
    }
  }

  var extraNames: [String] {
    extras.indices.map { index in
      var name = Array("x".utf8)
      name.append(integer: UInt64(index + 10), digits: 3)
      return String(decoding: name, as: UTF8.self)
    }
  }

  var model: TrueModel {
    TrueModel(
      intercept: intercept,
      terms: [
        .init(name: "usage", coefficient: usage), .init(name: "logins", coefficient: logins),
        .init(name: "tickets", coefficient: tickets), .init(name: "tenure_months", coefficient: tenure),
        .init(name: "nps", coefficient: nps), .init(name: "seats", coefficient: seats),
        .init(name: "failed_payments", coefficient: failedPayments),
        .init(name: "usage_slope", coefficient: usageSlope), .init(name: "plan=pro", coefficient: plans[1]),
        .init(name: "plan=team", coefficient: plans[2]), .init(name: "mrr", coefficient: mrr),
      ] + zip(extraNames, extras).map { TrueModel.Term(name: $0, coefficient: $1) }
        + regions.indices.dropFirst().map { TrueModel.Term(name: "region=r\($0 + 1)", coefficient: regions[$0]) })
  }
}
