extension Segments {
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
