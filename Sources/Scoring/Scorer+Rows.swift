public import Features
public import Tables

#if canImport(Glibc)
  import Glibc
#endif

extension Scorer {
  /// Scores a table.
  ///
  /// - Parameters:
  ///   - table: must hold every feature as the blueprint has it: numbers as numbers, categories and booleans as
  ///     categories or booleans. Extra columns are ignored.
  ///   - keepingContributions: also return every feature's contribution (rows × features doubles).
  /// - Throws: `.missingColumns` with the full list; `.wrongType`.
  /// - Complexity: O(rows · features), in blocks that stay in cache.
  public func scored(_ table: Table, keepingContributions: Bool = false) throws(FeatureError) -> ScoredRows {
    let columns = try boundColumns(table)
    let count = table.rowCount
    var result = ScoredRows(
      logits: [Double](repeating: base, count: count), probabilities: [],
      reasons: [ScoredRows.Reason](repeating: .none, count: count * ScoredRows.reasonsPerRow),
      contributions: keepingContributions ? columns.map { _ in [Double](repeating: 0, count: count) } : [],
      surprises: columns.flatMap(\.surprises))
    var block = ContributionBlock()
    var start = 0
    while start < count {
      let rows = start..<min(start + ContributionBlock.capacity, count)
      for (index, column) in columns.enumerated() {
        column.contributions(of: rows, into: &block)
        block.fold(feature: Int32(index), rows, into: &result)
      }
      start = rows.upperBound
    }
    result.probabilities = result.logits.map(logistic)
    return result
  }

  private func boundColumns(_ table: Table) throws(FeatureError) -> [BoundColumn] {
    let absent = features.map(\.name).filter { table[$0] == nil }
    guard absent.isEmpty else { throw .missingColumns(absent, present: table.columns.map(\.name)) }
    var bound: [BoundColumn] = []
    for feature in features {
      guard let column = table[feature.name] else { continue }
      guard let match = BoundColumn(feature, column) else {
        throw .wrongType(column: feature.name, expected: feature.encoding.typeName, found: column.kind.rawValue)
      }
      bound.append(match)
    }
    return bound
  }
}

/// The logistic function without overflow or cancellation: `exp` of non-positive arguments only.
func logistic(_ logit: Double) -> Double {
  let e = exp(-logit.magnitude)
  let smaller = e / (1 + e)
  return logit < 0 ? smaller : 1 - smaller
}

/// Contributions of one feature for the rows in hand.
struct ContributionBlock {
  static let capacity = 1024
  var values = [Double](repeating: 0, count: capacity)
  var codes = [Int32](repeating: -1, count: capacity)

  /// Adds the contributions to the logits and keeps the strongest reasons, earlier features first among equals.
  mutating func fold(feature: Int32, _ rows: Range<Int>, into result: inout ScoredRows) {
    let kept = ScoredRows.reasonsPerRow
    for offset in 0..<rows.count {
      let row = rows.lowerBound + offset
      let value = values[offset]
      result.logits[row] += value
      let strength = value.magnitude
      let first = row * kept
      if strength > result.reasons[first + kept - 1].contribution.magnitude {
        var place = first + kept - 1
        while place > first, strength > result.reasons[place - 1].contribution.magnitude {
          result.reasons[place] = result.reasons[place - 1]
          place -= 1
        }
        result.reasons[place] = .init(feature: feature, code: codes[offset], contribution: value)
      }
    }
    if !result.contributions.isEmpty {
      result.contributions[Int(feature)].replaceSubrange(rows, with: values[0..<rows.count])
    }
  }
}
