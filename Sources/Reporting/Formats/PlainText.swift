import Diagnostics

/// Documents for a terminal: aligned, without escape codes.
public struct PlainText: DocumentFormat {
  /// Creates the format.
  public init() {}

  /// The document as aligned text.
  public func text(of document: Document) -> String {
    var lines: [String] = []
    for (index, block) in document.blocks.enumerated() {
      if index > 0, !sticks(block, to: document.blocks[index - 1]) { lines.append("") }
      lines += self.lines(of: block)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func sticks(_ block: Document.Block, to previous: Document.Block) -> Bool {
    if case .heading = previous { return true }
    return false
  }

  private func lines(of block: Document.Block) -> [String] {
    switch block {
    case .heading(let text, let level):
      let title = text.escapedForDisplay
      return level == 1 ? wrapped(title, width: 100) + [""] : [title]
    case .paragraph(let text): return wrapped(text.escapedForDisplay, width: 100)
    case .facts(let facts):
      let width = facts.map { $0.name.count }.max() ?? 0
      return facts.map { "  " + padded($0.name, to: width) + "  " + $0.value.escapedForDisplay }
    case .table(let grid): return lines(of: grid)
    case .drawing(let lines): return lines.map { "  " + $0 }
    }
  }

  private func lines(of grid: Document.Grid) -> [String] {
    let rows = ([grid.titles] + grid.rows).map { $0.map(\.escapedForDisplay) }
    let counts = rows.map { $0.map(\.count) }
    let widths = grid.titles.indices.map { column in counts.map { $0[column] }.max() ?? 0 }
    let written = zip(rows, counts).map { row, counts -> String in
      let cells = row.indices.map { column in
        let blanks = String(repeating: " ", count: widths[column] - counts[column])
        return grid.leftColumns.contains(column) ? row[column] + blanks : blanks + row[column]
      }
      var line = "  " + cells.joined(separator: "  ")
      while line.utf8.last == UInt8(ascii: " ") { line.removeLast() }
      return line
    }
    let rule = "  " + String(repeating: "─", count: widths.reduce(0, +) + 2 * max(widths.count - 1, 0))
    return [written[0], rule] + written.dropFirst()
  }

  private func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private func wrapped(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + word.count + 1 > width {
        lines.append(line)
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return lines + [line]
  }
}
