import Evaluation

extension ProfitChart {
  private static let columns = 72
  private static let lines = 11

  /// The chart in characters: `●` realised, `·` expected.
  public var drawing: [String] {
    let (low, high) = range
    var cells = [[Character]](repeating: [Character](repeating: " ", count: Self.columns), count: Self.lines)
    func line(_ amount: Double) -> Int {
      let share = (amount - low) / (high - low)
      return Self.lines - 1 - Int((share * Double(Self.lines - 1)).rounded())
    }
    let zero = line(0)
    for column in 0..<Self.columns { cells[zero][column] = "─" }
    if let depth = curve.evRuleDepth {
      let column = Int((depth * Double(Self.columns - 1)).rounded())
      for line in 0..<Self.lines { cells[line][column] = line == zero ? "┼" : "┊" }
    }
    for column in 0..<Self.columns {
      let depth = Double(column) / Double(Self.columns - 1)
      if let amount = value(at: depth, \.expected) { cells[line(amount)][column] = "·" }
      if let amount = value(at: depth, { $0.realised }) { cells[line(amount)][column] = "●" }
    }
    return framed(cells, zero: zero)
  }

  private func framed(_ cells: [[Character]], zero: Int) -> [String] {
    let (low, high) = range
    var labels = [String](repeating: "", count: Self.lines)
    labels[0] = NumberStyle.money(high)
    labels[Self.lines - 1] = NumberStyle.money(low)
    labels[zero] = "0"
    let width = labels.map(\.count).max() ?? 0
    let rows = zip(labels, cells).map { label, cells in
      let text = String(repeating: " ", count: width - label.count) + label + " │" + String(cells)
      return String(text.reversed().drop { $0 == " " }.reversed())
    }
    let quarter = (Self.columns - 1) / 4
    var axis = [Character](repeating: " ", count: Self.columns + 4)
    for (step, text) in ["0 %", "25 %", "50 %", "75 %", "100 %"].enumerated() {
      let place = min(step * quarter, Self.columns - text.count)
      for (offset, character) in text.enumerated() { axis[place + offset] = character }
    }
    let footer = String(String(axis).reversed().drop { $0 == " " }.reversed())
    let marks = curve.evRuleDepth == nil ? "● realised" : "● realised   · expected   ┊ EV rule"
    return ["\(marks) — \(legend)"] + rows + [String(repeating: " ", count: width + 2) + footer]
  }
}
