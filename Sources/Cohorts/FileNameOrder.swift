/// Files put in order of time by the dates in their names.
struct FileNameOrder: Equatable {
  /// The cohorts, oldest first: the dates as the names write them.
  let labels: [String]
  /// The cohort of each file.
  let cohortOfFile: [Int]

  /// Reads names such as `2025-03.csv`, `accounts_20250331.csv` or `eu-2025Q1.csv`.
  /// - Returns: `nil` unless each name has exactly one date, all in one form.
  init?(names: [String]) {
    let stems = names.map { Self.stem(of: $0) }
    for form in Self.forms {
      let dates = stems.map { Self.dates(in: $0, form) }
      guard dates.allSatisfy({ $0.count == 1 }), stems.allSatisfy({ Self.hasOneDate($0, form) }) else { continue }
      let positions = dates.map { $0[0].position }
      let order = Set(positions).sorted()
      cohortOfFile = positions.map { order.firstIndex(of: $0) ?? 0 }
      let known = cohortOfFile
      labels = order.indices.map { cohort in
        dates[known.firstIndex(of: cohort) ?? 0][0].text
      }
      return
    }
    return nil
  }

  /// The forms tried, longest first, so that the month of a whole date is not taken for the date.
  private static let forms: [SnapshotForm] = [
    .date, .compactDate, .quarter, .compactQuarter, .month, .compactMonth, .year,
  ]

  /// The file name without folders and extension.
  static func stem(of path: String) -> [UInt8] {
    let name = Array(path.utf8.split(separator: UInt8(ascii: "/")).last ?? [])
    guard let dot = name.firstIndex(of: UInt8(ascii: ".")), dot > 0 else { return name }
    return Array(name[..<dot])
  }

  /// No other date, of whatever form, stands outside the one of this form.
  private static func hasOneDate(_ stem: [UInt8], _ form: SnapshotForm) -> Bool {
    guard let own = dates(in: stem, form).first else { return false }
    return forms.allSatisfy { other in
      dates(in: stem, other).allSatisfy { $0.range.overlaps(own.range) && $0.range.count <= own.range.count }
    }
  }

  private struct FoundDate {
    let position: Int
    let range: Range<Int>
    let text: String
  }

  /// The dates of a form in a name, not part of longer runs of digits.
  private static func dates(in stem: [UInt8], _ form: SnapshotForm) -> [FoundDate] {
    func isDigit(_ place: Int) -> Bool { stem.indices.contains(place) && (48...57).contains(stem[place]) }
    return stem.indices.compactMap { start in
      let end = start + length(of: form)
      guard end <= stem.count, !isDigit(start - 1), !isDigit(end),
        let position = form.position(of: stem[start..<end])
      else { return nil }
      return FoundDate(
        position: position, range: start..<end, text: String(decoding: stem[start..<end], as: UTF8.self))
    }
  }

  private static func length(of form: SnapshotForm) -> Int {
    switch form {
    case .date, .slashDate: 10
    case .compactDate: 8
    case .month, .quarter: 7
    case .compactMonth, .compactQuarter: 6
    case .year, .period, .timestamp: 4
    }
  }
}
