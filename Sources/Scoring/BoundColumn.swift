import CKernels
import Features
import Tables

/// A feature bound to a table's column.
struct BoundColumn {
  private enum Source {
    /// Numbers: contribution (x − mean)·estimate + indicator.
    case numbers(NumberColumn, Line)
    /// Codes: contribution by code, the last element for missing cells.
    case codes(CategoryColumn, [Double])
    /// No cell has a value.
    case constant(Double)
  }

  private struct Line {
    var mean: Double
    var estimate: Double
    var present: Double
    var missing: Double
  }

  private let source: Source
  let surprises: [ScoredRows.Surprise]

  init?(_ feature: ScoredFeature, _ column: Column) {
    switch (feature.encoding, column.cells) {
    case (.number(let encoding), .numbers(let numbers)), (.boolean(let encoding), .numbers(let numbers)):
      source = .numbers(numbers, Self.line(feature, encoding))
      surprises = Self.unexpectedMissing(feature, numbers.missingCount, encoding.missingShare != nil)
    case (.number(let encoding), .empty(let count)), (.boolean(let encoding), .empty(let count)):
      source = .constant(Self.line(feature, encoding).missing)
      surprises = Self.unexpectedMissing(feature, count, encoding.missingShare != nil)
    case (.boolean(let encoding), .categories(let categories)):
      let line = Self.line(feature, encoding)
      let values = categories.levels.map { truthValue($0.string) }
      source = .codes(
        categories,
        values.map { $0.map { ($0 - line.mean) * line.estimate + line.present } ?? line.missing } + [line.missing])
      surprises =
        Self.unseen(feature, categories, isKnown: values.map { $0 != nil }, pooled: false)
        + Self.unexpectedMissing(feature, categories.missingCount, encoding.missingShare != nil)
    case (.category(let encoding), .categories(let categories)):
      (source, surprises) = Self.bound(feature, encoding, categories)
    case (.category(let encoding), .empty(let count)):
      let missing = encoding.levels.firstIndex { $0.role == .missing }
      source = .constant(missing.map { feature.estimates[$0] + feature.contributionOfReference } ?? 0)
      surprises = Self.unexpectedMissing(feature, count, missing != nil)
    default: return nil
    }
  }

  private static func line(_ feature: ScoredFeature, _ encoding: Blueprint.NumberEncoding) -> Line {
    let indicator = encoding.missingShare == nil ? 0 : feature.estimates[1]
    let share = encoding.missingShare ?? 0
    return Line(
      mean: encoding.mean, estimate: feature.estimates[0], present: -indicator * share, missing: indicator * (1 - share)
    )
  }

  private static func bound(
    _ feature: ScoredFeature, _ encoding: Blueprint.CategoryEncoding, _ categories: CategoryColumn
  ) -> (Source, [ScoredRows.Surprise]) {
    let ofReference = feature.contributionOfReference
    let pooled = encoding.levels.firstIndex { $0.role == .pooled }
    let missing = encoding.levels.firstIndex { $0.role == .missing }
    let places = encoding.levelOfCode(categories.levels)
    var values: [Double] = []
    var isKnown: [Bool] = []
    for (code, level) in categories.levels.enumerated() {
      let place = Int(places[code])
      isKnown.append(level == encoding.reference || (place >= 0 && place != pooled))
      let isAverage = place < 0 && level != encoding.reference
      values.append(isAverage ? 0 : (place < 0 ? 0 : feature.estimates[place]) + ofReference)
    }
    values.append(missing.map { feature.estimates[$0] + ofReference } ?? 0)
    return (
      .codes(categories, values),
      unseen(feature, categories, isKnown: isKnown, pooled: pooled != nil)
        + unexpectedMissing(feature, categories.missingCount, missing != nil)
    )
  }

  private static func unseen(
    _ feature: ScoredFeature, _ categories: CategoryColumn, isKnown: [Bool], pooled: Bool
  ) -> [ScoredRows.Surprise] {
    guard isKnown.contains(false) else { return [] }
    let counts = categories.counts
    return isKnown.indices.filter { !isKnown[$0] && counts[$0] > 0 }.map {
      .init(
        column: feature.name, level: categories.levels[$0].string, kind: .unseenLevel, rows: counts[$0], pooled: pooled)
    }
  }

  private static func unexpectedMissing(
    _ feature: ScoredFeature, _ rows: Int, _ isExpected: Bool
  ) -> [ScoredRows.Surprise] {
    guard rows > 0, !isExpected else { return [] }
    return [.init(column: feature.name, level: nil, kind: .unexpectedMissing, rows: rows, pooled: false)]
  }

  /// Writes the contributions of those of a run of rows that are kept, and their codes where the feature has codes.
  ///
  /// - Parameter kept: a bit for each row of the run; `nil` is all.
  func contributions(
    of rows: Range<Int>, keeping kept: churn_kept?, into values: UnsafeMutableBufferPointer<Double>,
    _ codes: UnsafeMutableBufferPointer<Int32>
  ) {
    switch source {
    case .numbers(let numbers, let line):
      let count = numbers.copy(rows, keeping: kept, to: values)
      churn_contribute(count, values.baseAddress!, line.mean, line.estimate, line.present, line.missing)
    case .codes(let categories, let contributionOfCode):
      let count = categories.copy(rows, keeping: kept, to: codes)
      contributionOfCode.withUnsafeBufferPointer { contributionOfCode in
        let missing = contributionOfCode.count - 1
        for i in 0..<count {
          let code = Int(codes[i])
          values[i] = contributionOfCode[code < 0 ? missing : code]
        }
      }
    case .constant(let value):
      for i in 0..<rows.count { values[i] = value }
    }
  }
}

/// 1 and 0 for the texts that a boolean column may hold.
func truthValue(_ text: String) -> Double? {
  switch text.lowercased() {
  case "true", "yes", "t", "y", "1": 1
  case "false", "no", "f", "n", "0": 0
  default: nil
  }
}
