import Numerals

/// The rows of one snapshot of a firm.
struct FirmRows: Sendable {
  /// More bytes than any line has, with room for a whole word after it.
  static let longestLine = 128

  let accounts: [UInt32]
  private let plan: FirmPlan
  private let month: Int
  private let lastJoined: [UInt32]
  private let coefficients: FirmCoefficients
  private let date: [UInt8]

  init(plan: FirmPlan, month: Int, roster: Roster) {
    self.plan = plan
    self.month = month
    accounts = roster.active
    lastJoined = roster.lastJoined
    coefficients = FirmCoefficients(month: month, hasDrift: plan.hasDrift)
    date = plan.firstMonth.advanced(by: month).lastDate
  }

  /// Writes the lines of some accounts and marks those that leave.
  /// - Returns: bytes written.
  func write(_ rows: Range<Int>, to start: UnsafeMutableRawPointer, leaving: SharedFlags) -> Int {
    var cursor = NumberCursor(start)
    var joined = 0
    for row in rows {
      let number = accounts[row]
      while lastJoined[joined] < number { joined += 1 }
      let account = FirmAccount(number: UInt64(number), joined: joined, plan: plan)
      let state = account.state(month: month)
      var draws = DrawStream(seed: plan.seed ^ 0x0123_4567, account: account.number, month: month)
      let isLeaving = draws.uniform() < logistic(logOdds(account, state))
      leaving[row] = isLeaving
      let blanks = plan.hasMissing ? draws.next() : .max
      write(account, state, isLeaving: isLeaving, blanks: blanks, to: &cursor)
    }
    return cursor.next - start
  }

  /// The true linear predictor, of the numbers as they stand in the file.
  private func logOdds(_ account: FirmAccount, _ state: FirmAccount.State) -> Double {
    let behaviour =
      coefficients.usage * (Double(state.usageTenths) / 10) + coefficients.logins * Double(state.logins)
      + coefficients.tickets * Double(state.tickets) + coefficients.tenure * Double(state.tenure)
    let contract = coefficients.plans[account.product.rawValue] + coefficients.mrr * (Double(state.mrrCents) / 100)
    return coefficients.intercept + behaviour + contract
  }

  /// - Parameter blanks: three 16-bit numbers that decide which cells are blank.
  private func write(
    _ account: FirmAccount, _ state: FirmAccount.State, isLeaving: Bool, blanks: UInt64, to cursor: inout NumberCursor
  ) {
    let comma = UInt8(ascii: ",")
    cursor.write(byte: UInt8(ascii: "A"))
    cursor.write(account.number, digits: 6)
    cursor.write(byte: comma)
    date.withUnsafeBytes { cursor.write(bytes: $0) }
    cursor.write(byte: comma)
    if blanks & 0xFFFF >= 1_311 { cursor.write(scaled: state.usageTenths, decimals: 1) }
    cursor.write(byte: comma)
    cursor.write(state.logins)
    cursor.write(byte: comma)
    if blanks >> 16 & 0xFFFF >= 1_966 { cursor.write(state.tickets) }
    cursor.write(byte: comma)
    cursor.write(state.tenure)
    cursor.write(byte: comma)
    account.product.writeName(to: &cursor)
    cursor.write(byte: comma)
    if blanks >> 32 & 0xFFFF >= 655 { cursor.write(scaled: state.mrrCents, decimals: 2) }
    cursor.write(byte: comma)
    cursor.write(byte: UInt8(ascii: isLeaving ? "1" : "0"))
    cursor.write(byte: UInt8(ascii: "\n"))
  }
}
