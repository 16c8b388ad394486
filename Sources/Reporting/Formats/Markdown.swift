import Diagnostics

/// Documents for a page: GitHub-flavoured Markdown in which no cell can become markup.
public struct Markdown: DocumentFormat {
  /// Creates the format.
  public init() {}

  /// The document as Markdown.
  public func text(of document: Document) -> String {
    document.blocks.map { lines(of: $0).joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private func lines(of block: Document.Block) -> [String] {
    switch block {
    case .heading(let text, let level): return [String(repeating: "#", count: level) + " " + escaped(text)]
    case .paragraph(let text): return [escaped(text)]
    case .facts(let facts):
      return ["| | |", "|---|---|"] + facts.map { "| \(escaped($0.name)) | \(escaped($0.value)) |" }
    case .table(let grid):
      let rule = grid.titles.indices.map { grid.leftColumns.contains($0) ? "---" : "--:" }
      return [row(grid.titles), "|" + rule.joined(separator: "|") + "|"] + grid.rows.map(row)
    case .drawing(let lines): return ["```text"] + lines.map(\.escapedForDisplay) + ["```"]
    }
  }

  private func row(_ cells: [String]) -> String { "| " + cells.map(escaped).joined(separator: " | ") + " |" }

  private func escaped(_ text: String) -> String {
    var shown = ""
    for character in text.escapedForDisplay {
      switch character {
      case "&": shown += "&amp;"
      case "<": shown += "&lt;"
      case ">": shown += "&gt;"
      case "|", "`", "*", "_", "[", "]", "\\", "#", "{", "}", "$": shown += "\\" + String(character)
      default: shown.append(character)
      }
    }
    return shown
  }
}
