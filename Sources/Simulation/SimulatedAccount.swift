import Numerals

/// One account of a table of accounts, in the units of the file.
struct SimulatedAccount {
  private let usageHundredths: Int
  private let logins: Int
  private let tickets: Int
  private let tenure: Int
  private let nps: Int
  private let seats: Int
  private let failedPayments: Int
  private let slopeTenThousandths: Int
  private let product: Product
  private let mrrCents: Int

  /// Draws an account: an engagement that usage, logins, answers and tickets share, and independent shocks.
  @inline(__always)
  init(_ draws: inout DrawStream) {
    let engagement = draws.normal()
    let activity = 0.8 * engagement + 0.6 * draws.normal()
    let (mix, size) = uniformPair(draws.next())
    let (age, problems) = uniformPair(draws.next())
    let (failures, discount) = uniformPair(draws.next())
    product = mix < 0.6 ? .basic : mix < 0.9 ? .pro : .team
    seats = product.seats(size)
    mrrCents = seats * product.seatCents * (discount < 0.5 ? 100 : discount < 0.8 ? 90 : 80) / 100
    tenure = Int(73 * age * age)
    tickets = poisson(problems, mean: 1.25, zero: 0.286_504_796_860_190_1)
    failedPayments = poisson(failures, mean: 0.15, zero: 0.860_707_976_425_057_8)
    usageHundredths = Int(exponential(2.1 + 0.6 * activity) * 100 + 0.5)
    logins = Int(exponential(2.5 + 0.45 * activity + 0.3 * draws.normal()) + 0.5)
    slopeTenThousandths = Int((1500 * draws.normal()).rounded(.towardZero))
    nps = min(10, max(0, Int(7.5 + 1.5 * engagement + 1.5 * draws.normal())))
  }

  /// The true linear predictor, of the numbers as they stand in the file.
  @inline(__always)
  func logOdds(_ beta: AccountCoefficients) -> Double {
    var eta = beta.intercept + beta.usage * (Double(usageHundredths) / 100) + beta.logins * Double(logins)
    eta += beta.tickets * Double(tickets) + beta.tenure * Double(tenure) + beta.nps * Double(nps)
    eta += beta.seats * Double(seats) + beta.failedPayments * Double(failedPayments)
    eta += beta.usageSlope * (Double(slopeTenThousandths) / 10_000) + beta.plans[product.rawValue]
    return eta + beta.mrr * (Double(mrrCents) / 100)
  }

  /// Writes the cells from `usage` to `mrr`, commas between.
  @inline(__always)
  func write(to cursor: inout NumberCursor) {
    let comma = UInt8(ascii: ",")
    cursor.write(scaled: usageHundredths, decimals: 2)
    cursor.write(byte: comma)
    cursor.write(logins)
    cursor.write(byte: comma)
    cursor.write(tickets)
    cursor.write(byte: comma)
    cursor.write(tenure)
    cursor.write(byte: comma)
    cursor.write(nps)
    cursor.write(byte: comma)
    cursor.write(seats)
    cursor.write(byte: comma)
    cursor.write(failedPayments)
    cursor.write(byte: comma)
    cursor.write(scaled: slopeTenThousandths, decimals: 4)
    cursor.write(byte: comma)
    product.writeName(to: &cursor)
    cursor.write(byte: comma)
    cursor.write(scaled: mrrCents, decimals: 2)
  }
}
