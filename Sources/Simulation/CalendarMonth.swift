import Numerals

/// A month of a year.
public struct CalendarMonth: Sendable, Hashable, Comparable {
  /// The year, 1…9999.
  public let year: Int
  /// The month, 1…12.
  public let month: Int

  /// Creates a month.
  /// - Returns: `nil` outside 0001-01 … 9999-12.
  public init?(year: Int, month: Int) {
    guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
    self.year = year
    self.month = month
  }

  private init(number: Int) {
    year = number / 12
    month = number % 12 + 1
  }

  /// The month so many months later.
  public func advanced(by months: Int) -> CalendarMonth { CalendarMonth(number: year * 12 + month - 1 + months) }

  /// Earlier.
  public static func < (a: Self, b: Self) -> Bool { (a.year, a.month) < (b.year, b.month) }

  /// The last day of the month in the Gregorian calendar.
  public var lastDay: Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }

  /// `YYYY-MM`, as a file of the month is named.
  public var name: String { String(decoding: text(withDay: false), as: UTF8.self) }

  /// `YYYY-MM-DD` of the last day, as a snapshot is dated.
  public var lastDate: [UInt8] { text(withDay: true) }

  private func text(withDay: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(integer: UInt64(year), digits: 4)
    bytes.append(UInt8(ascii: "-"))
    bytes.append(integer: UInt64(month), digits: 2)
    if withDay {
      bytes.append(UInt8(ascii: "-"))
      bytes.append(integer: UInt64(lastDay), digits: 2)
    }
    return bytes
  }
}
