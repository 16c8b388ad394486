/// A way of writing dates or periods; the levels of one snapshot column must all have the same.
public enum SnapshotForm: String, Sendable, CaseIterable {
  /// `2024-01-31`.
  case date = "YYYY-MM-DD"
  /// `2024/01/31`.
  case slashDate = "YYYY/MM/DD"
  /// `2024-01-31T23:59:59Z`, seconds and zone optional, a blank instead of the T allowed; the day counts, as written.
  case timestamp = "YYYY-MM-DDThh:mm:ss"
  /// `2024-01`.
  case month = "YYYY-MM"
  /// `2024-Q1`.
  case quarter = "YYYY-Qn"
  /// `2024Q1`.
  case compactQuarter = "YYYYQn"
  /// `20240131`.
  case compactDate = "YYYYMMDD"
  /// `202401`.
  case compactMonth = "YYYYMM"
  /// `2024`, 1900…2199.
  case year = "YYYY"
  /// `1`, `2`, …: whole numbers of at most five digits.
  case period = "whole number"

  /// Where a text of this form stands in time, in steps that matter to this form only; `nil` if it has another form or
  /// names a day that does not exist.
  ///
  /// Years are 1900…2199.
  func position(of text: some Collection<UInt8>) -> Int? {
    var scanner = PeriodScanner(text)
    let position: Int? =
      switch self {
      case .date: scanner.day(separator: UInt8(ascii: "-"))
      case .slashDate: scanner.day(separator: UInt8(ascii: "/"))
      case .timestamp: scanner.timestamp()
      case .month: scanner.month(separator: UInt8(ascii: "-"))
      case .quarter: scanner.quarter(separator: UInt8(ascii: "-"))
      case .compactQuarter: scanner.quarter(separator: nil)
      case .compactDate: scanner.day(separator: nil)
      case .compactMonth: scanner.month(separator: nil)
      case .year: scanner.year()
      case .period: scanner.number(digits: 1...5)
      }
    return scanner.isAtEnd ? position : nil
  }
}
