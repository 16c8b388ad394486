public import Tables

extension CohortColumn {
  /// The cohorts of some rows; labels that no row holds any more stay away.
  public func selecting(_ rows: RowSet) -> CohortColumn {
    var chosen: [UInt16] = []
    rows.forEach { chosen.append(codes[$0]) }
    var isHeld = [Bool](repeating: false, count: labels.count)
    for code in chosen { isHeld[Int(code)] = true }
    let kept = labels.indices.filter { isHeld[$0] }
    var places = [UInt16](repeating: 0, count: labels.count)
    for (place, code) in kept.enumerated() { places[code] = UInt16(place) }
    return CohortColumn(labels: kept.map { labels[$0] }, codes: chosen.map { places[Int($0)] }, source: source)
  }

  private init(labels: [ExactText], codes: [UInt16], source: Source) {
    self.labels = labels
    self.codes = codes
    self.source = source
  }
}

extension Split {
  /// The same split of rows that were numbered among others: row i stands for the i-th of `rows`.
  public func translated(by rows: RowSet) -> Split {
    Split(
      training: training.placed(among: rows), test: test.placed(among: rows), trainingPart: trainingPart,
      testPart: testPart, leftOut: leftOut, rule: rule)
  }
}
