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
    var logits = [Double](repeating: base, count: count)
    var contributions = keepingContributions ? columns.map { _ in [Double](repeating: 0, count: count) } : []
    let reasons = [ScoredRows.Reason](unsafeUninitializedCapacity: count * ScoredRows.reasonsPerRow) {
      reasons, filled in
      let block = ReasonBlock(features: columns.count)
      for start in stride(from: 0, to: count, by: ReasonBlock.capacity) {
        let rows = start..<min(start + ReasonBlock.capacity, count)
        block.clear()
        logits.withUnsafeMutableBufferPointer { logits in
          for (index, column) in columns.enumerated() {
            column.contributions(of: rows, keeping: nil, into: block.values, block.codes(ofFeature: index))
            block.fold(feature: index, count: rows.count, into: logits.baseAddress! + start)
            if keepingContributions {
              contributions[index].replaceSubrange(
                rows, with: UnsafeBufferPointer(rebasing: block.values[..<rows.count]))
            }
          }
        }
        block.write(count: rows.count, to: reasons.baseAddress! + start * ScoredRows.reasonsPerRow)
      }
      filled = count * ScoredRows.reasonsPerRow
    }
    return ScoredRows(
      logits: logits, probabilities: logits.map(logistic), reasons: reasons, contributions: contributions,
      surprises: columns.flatMap(\.surprises))
  }

  /// The probabilities of chosen rows and their log-odds, without reasons.
  ///
  /// - Parameters:
  ///   - table: as for `scored`.
  ///   - rows: the table's rows, ascending.
  ///   - threads: how many share the work; the result does not depend on it.
  /// - Throws: `.missingColumns` with the full list; `.wrongType`.
  public func probabilities(
    _ table: Table, rows: RowSet, threads: Int
  ) throws(FeatureError) -> (probabilities: [Double], logits: [Double]) {
    let columns = try boundColumns(table)
    var logits = [Double](repeating: base, count: rows.count)
    let probabilities = [Double](unsafeUninitializedCapacity: rows.count) { probabilities, filled in
      logits.withUnsafeMutableBufferPointer { logits in
        let work = PlainScoring(rows: rows, columns: columns, logits: logits, probabilities: probabilities)
        work.run(threads: threads)
      }
      filled = rows.count
    }
    return (probabilities, logits)
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
