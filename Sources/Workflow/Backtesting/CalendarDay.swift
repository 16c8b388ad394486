/// A day of the Gregorian calendar as a number, so that days can be subtracted.
struct CalendarDay: Sendable, Comparable {
  /// Days since 1970-01-01.
  let number: Int32

  /// Reads `2024-01-31`, `2024/01/31` or `20240131`, a time of day after it allowed; `nil` for anything else.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int? {
      guard range.upperBound <= bytes.count, bytes[range].allSatisfy({ (48...57).contains($0) }) else { return nil }
      return bytes[range].reduce(0) { $0 * 10 + Int($1) - 48 }
    }
    let isCompact = bytes.count == 8
    let separators = isCompact ? [] : [4, 7]
    guard bytes.count == 8 || bytes.count >= 10,
      separators.allSatisfy({ bytes[$0] == bytes[4] && [UInt8(ascii: "-"), UInt8(ascii: "/")].contains(bytes[$0]) }),
      isCompact || bytes.count == 10 || [UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " ")].contains(bytes[10]),
      let year = number(0..<4), let month = number(isCompact ? 4..<6 : 5..<7),
      let day = number(isCompact ? 6..<8 : 8..<10), (1...9999).contains(year), (1...12).contains(month),
      (1...Self.length(of: month, year)).contains(day)
    else { return nil }
    self.number = Self.days(year, month, day)
  }

  static func < (a: Self, b: Self) -> Bool { a.number < b.number }

  /// Days from the other day to this one.
  func since(_ other: CalendarDay) -> Int32 { number - other.number }

  /// Counts from 1 March, so that a leap day is the last of its year.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int32 {
    let years = month > 2 ? year : year - 1
    let months = (month + 9) % 12
    let days = 365 * years + years / 4 - years / 100 + years / 400 + (153 * months + 2) / 5 + day - 1
    return Int32(days - 719_468)
  }

  private static func length(of month: Int, _ year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }
}
