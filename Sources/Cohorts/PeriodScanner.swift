/// Reads dates and periods from bytes, left to right.
struct PeriodScanner {
  private let bytes: [UInt8]
  private(set) var place = 0

  init(_ text: some Collection<UInt8>, from place: Int = 0) {
    bytes = Array(text)
    self.place = place
  }

  /// Nothing is left.
  var isAtEnd: Bool { place == bytes.count }

  /// The next byte, if there is one.
  var next: UInt8? { isAtEnd ? nil : bytes[place] }

  private var isAtDigit: Bool { next.map { (48...57).contains($0) } ?? false }

  /// Passes one byte of these, if it is next.
  private mutating func pass(_ wanted: UInt8...) -> Bool {
    guard let next, wanted.contains(next) else { return false }
    place += 1
    return true
  }

  /// A whole number of so many digits, as many as there are.
  mutating func number(digits: ClosedRange<Int>) -> Int? {
    var value = 0
    var count = 0
    while count < digits.upperBound, isAtDigit, let digit = next {
      value = value * 10 + Int(digit) - 48
      count += 1
      place += 1
    }
    return digits.contains(count) ? value : nil
  }

  /// Four digits, 1900…2199.
  mutating func year() -> Int? {
    guard let year = number(digits: 4...4), (1900...2199).contains(year) else { return nil }
    return year
  }

  /// Months since year 0.
  mutating func month(separator: UInt8?) -> Int? {
    guard let year = year(), separator.map({ pass($0) }) ?? true, let month = number(digits: 2...2),
      (1...12).contains(month)
    else { return nil }
    return year * 12 + month - 1
  }

  /// Quarters since year 0.
  mutating func quarter(separator: UInt8?) -> Int? {
    guard let year = year(), separator.map({ pass($0) }) ?? true, pass(UInt8(ascii: "Q"), UInt8(ascii: "q")),
      let quarter = number(digits: 1...1), (1...4).contains(quarter)
    else { return nil }
    return year * 4 + quarter - 1
  }

  /// A number that grows with the day.
  mutating func day(separator: UInt8?) -> Int? {
    guard let month = month(separator: separator), separator.map({ pass($0) }) ?? true,
      let day = number(digits: 2...2), (1...Self.days(in: month)).contains(day)
    else { return nil }
    return month * 32 + day
  }

  /// The day of a date with a time of day.
  mutating func timestamp() -> Int? {
    guard let day = day(separator: UInt8(ascii: "-")), pass(UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " ")),
      let hour = number(digits: 2...2), hour < 24, pass(UInt8(ascii: ":")),
      let minute = number(digits: 2...2), minute < 60
    else { return nil }
    if pass(UInt8(ascii: ":")) {
      guard let second = number(digits: 2...2), second <= 60 else { return nil }
      if pass(UInt8(ascii: "."), UInt8(ascii: ",")) {
        guard number(digits: 1...9) != nil else { return nil }
      }
    }
    return zone() ? day : nil
  }

  /// Passes `Z`, `+hh`, `+hhmm` or `+hh:mm`; nothing is a zone too.
  private mutating func zone() -> Bool {
    if isAtEnd || pass(UInt8(ascii: "Z"), UInt8(ascii: "z")) { return true }
    guard pass(UInt8(ascii: "+"), UInt8(ascii: "-")), let hours = number(digits: 2...2), hours <= 14 else {
      return false
    }
    if isAtEnd { return true }
    _ = pass(UInt8(ascii: ":"))
    return number(digits: 2...2).map { $0 < 60 } ?? false
  }

  /// Days in a month counted from year 0.
  private static func days(in month: Int) -> Int {
    let year = month / 12
    switch month % 12 + 1 {
    case 4, 6, 9, 11: return 30
    case 2: return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: return 31
    }
  }
}
