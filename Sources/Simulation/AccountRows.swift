import Numerals

/// The rows of a table of accounts.
struct AccountRows: Sendable {
  /// More bytes than any line has, with room for a whole word after it.
  let longestLine: Int

  private let plan: AccountsPlan
  private let coefficients: AccountCoefficients
  private let date: [UInt8]
  private let month: Int
  private let prefix = Array("ACC-".utf8)

  init(plan: AccountsPlan, coefficients: AccountCoefficients) {
    self.plan = plan
    self.coefficients = coefficients
    date = plan.snapshot.map { $0.lastDate + [UInt8(ascii: ",")] } ?? []
    month = plan.snapshot.map { $0.year * 12 + $0.month } ?? 0
    longestLine = 144 + 7 * coefficients.extras.count
  }

  /// Writes the lines of some rows.
  /// - Returns: bytes written.
  func write(_ rows: Range<Int>, to start: UnsafeMutableRawPointer) -> Int {
    var cursor = NumberCursor(start)
    for row in rows {
      let number = UInt64(plan.firstRow + row + 1)
      var draws = DrawStream(seed: plan.seed, account: number, month: month)
      let account = SimulatedAccount(&draws)
      prefix.withUnsafeBytes { cursor.write(bytes: $0) }
      cursor.write(number, digits: 9)
      cursor.write(byte: UInt8(ascii: ","))
      date.withUnsafeBytes { cursor.write(bytes: $0) }
      account.write(to: &cursor)
      var eta = account.logOdds(coefficients)
      eta += writeExtras(&draws, to: &cursor)
      eta += writeRegion(&draws, to: &cursor)
      let isLeaving = draws.uniform() < logistic(eta)
      cursor.write(byte: UInt8(ascii: ","))
      cursor.write(byte: UInt8(ascii: isLeaving ? "1" : "0"))
      cursor.write(byte: UInt8(ascii: "\n"))
    }
    return cursor.next - start
  }

  /// Writes the extra numbers, nearly normal with two decimals; returns their part of the log-odds.
  private func writeExtras(_ draws: inout DrawStream, to cursor: inout NumberCursor) -> Double {
    var eta = 0.0
    for coefficient in coefficients.extras {
      let hundredths = Int((draws.normal() * 100).rounded(.towardZero))
      cursor.write(byte: UInt8(ascii: ","))
      cursor.write(scaled: hundredths, decimals: 2)
      if coefficient != 0 { eta += coefficient * (Double(hundredths) / 100) }
    }
    return eta
  }

  /// Writes the region, low numbers being the larger ones; returns its part of the log-odds.
  private func writeRegion(_ draws: inout DrawStream, to cursor: inout NumberCursor) -> Double {
    guard plan.regions > 0 else { return 0 }
    let uniform = draws.uniform()
    let region = Int(Double(plan.regions) * uniform * uniform)
    cursor.write(byte: UInt8(ascii: ","))
    cursor.write(byte: UInt8(ascii: "r"))
    cursor.write(region + 1)
    return coefficients.regions[region]
  }
}
