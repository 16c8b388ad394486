/// The forms of dates and periods: 2024-01-31, 2024-01, 2024/01/31, 2024Q1, 2024-Q1, and a date with a time.
enum DatePattern {
  /// Whether the text is a date or period that exists (a month 1…12, a day 1…31).
  static func matches(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count >= 6, digits(bytes, 0, 4) != nil else { return false }
    if bytes.count == 6 { return bytes[4] | 0x20 == 0x71 && isQuarter(bytes[5]) }
    guard bytes[4] == 0x2D || bytes[4] == 0x2F else { return false }
    if bytes.count == 7, bytes[5] | 0x20 == 0x71 { return isQuarter(bytes[6]) }
    guard bytes.count >= 7, let month = digits(bytes, 5, 2), (1...12).contains(month) else { return false }
    if bytes.count == 7 { return true }
    guard bytes.count >= 10, bytes[7] == bytes[4], let day = digits(bytes, 8, 2), (1...31).contains(day) else {
      return false
    }
    return bytes.count == 10 || isTime(bytes[10...])
  }

  private static func isQuarter(_ byte: UInt8) -> Bool { (0x31...0x34).contains(byte) }

  private static func digits(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int? {
    guard start + count <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[start..<(start + count)] {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    return value
  }

  /// T or a blank, hh:mm, and whatever of seconds and zone follows.
  private static func isTime(_ bytes: ArraySlice<UInt8>) -> Bool {
    let time = Array(bytes)
    guard time.count >= 6, time[0] == 0x54 || time[0] == 0x20, time[3] == 0x3A else { return false }
    guard let hour = digits(time, 1, 2), hour <= 24, let minute = digits(time, 4, 2), minute < 60 else { return false }
    let allowed = Set("0123456789:.+-Z".utf8)
    return time[6...].allSatisfy(allowed.contains)
  }
}
