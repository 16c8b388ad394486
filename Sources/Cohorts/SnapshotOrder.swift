public import Tables

/// The levels of a snapshot column put in order of time.
public struct SnapshotOrder: Sendable, Equatable {
  /// How the levels are written.
  public let form: SnapshotForm
  /// The cohorts, oldest first, each named by the first of its levels (a timestamp by its day).
  public let labels: [ExactText]
  /// The cohort of each level given. Levels that mean the same (`1` and `01`, two times of one day) are one cohort.
  public let cohortOfLevel: [Int]

  /// Reads levels.
  ///
  /// All must have one form; where digits could be several (`2024` a year or a period), the form that fits all of them
  /// is taken, dates before whole numbers.
  ///
  /// - Throws: `.notADate` for a level that no form fits, `.mixedForms` when no form fits all.
  /// - Complexity: O(levels · log levels).
  public init(levels: [ExactText]) throws(CohortError) {
    guard let form = SnapshotForm.allCases.first(where: { form in levels.allSatisfy { form.reads($0) } }) else {
      throw Self.disagreement(among: levels)
    }
    self.form = form
    let positions = levels.map { form.position(of: $0.string.utf8) ?? 0 }
    let order = Set(positions).sorted()
    let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    cohortOfLevel = positions.map { places[$0] ?? 0 }
    var labels = [ExactText?](repeating: nil, count: order.count)
    for (level, cohort) in zip(levels, cohortOfLevel) where labels[cohort] == nil {
      labels[cohort] = form == .timestamp ? ExactText(String(level.string.prefix(10))) : level
    }
    self.labels = labels.compactMap { $0 }
  }

  /// Why no form fits all levels.
  private static func disagreement(among levels: [ExactText]) -> CohortError {
    let forms = levels.map { level in SnapshotForm.allCases.first { $0.reads(level) } }
    guard let bad = forms.firstIndex(of: nil) else {
      let other = forms.firstIndex { $0 != forms[0] } ?? 0
      return .mixedForms(
        levels[0].string, forms[0]?.rawValue ?? "", levels[other].string, forms[other]?.rawValue ?? "")
    }
    return .notADate(level: levels[bad].string)
  }
}

extension SnapshotForm {
  fileprivate func reads(_ level: ExactText) -> Bool { position(of: level.string.utf8) != nil }
}
