import CKernels

extension Segments {
  /// Calls `body` with the cells of each piece that chosen rows lie in, the places of those rows among the chosen, and the
  /// first row of the piece. Rows that follow one another in one piece are one call.
  func forEachRun(ofChosen rows: UnsafeBufferPointer<Int32>, _ body: (CellRun, Range<Int>, Int) -> Void) {
    var at = 0
    while at < rows.count {
      precondition(rows[at] >= 0 && Int(rows[at]) < count, "a row beyond the column")
      let index = piece(holding: Int(rows[at]))
      let piece = Int32(starts[index])..<Int32(starts[index + 1])
      let left = rows.count - at
      let isLast = churn_all_within(left, rows.baseAddress! + at, piece.lowerBound, piece.upperBound) != 0
      var end = isLast ? rows.count : at + 1
      while end < rows.count && piece.contains(rows[end]) { end += 1 }
      withExtendedLifetime(self) { body(runs[index], at..<end, starts[index]) }
      at = end
    }
  }

  /// New pieces that hold the chosen rows in the order given; runs of rows within one piece stay one piece.
  func splitting(_ rows: [Int32], _ select: (Piece, [Int]) -> Piece) -> Segments<Piece> {
    var chosen = Segments()
    var run: [Int] = []
    var current = -1
    for row in rows {
      let row = Int(row)
      if current < 0 || row < starts[current] || row >= starts[current + 1] {
        if current >= 0 { chosen.append(select(pieces[current], run)) }
        run.removeAll(keepingCapacity: true)
        current = piece(holding: row)
      }
      run.append(row - starts[current])
    }
    if current >= 0 { chosen.append(select(pieces[current], run)) }
    return chosen
  }
}
