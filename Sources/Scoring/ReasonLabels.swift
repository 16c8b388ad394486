import Features
import Tables

/// The words of reasons: the feature's name, with the level for a category.
struct ReasonLabels {
  private let names: [[UInt8]]
  /// By feature: one label per code of the table, the last for missing cells; empty for numbers.
  private let levels: [[[UInt8]]]

  init(_ scorer: Scorer, _ columns: [Column], escaped: (String) -> String) {
    var names: [[UInt8]] = []
    var levels: [[[UInt8]]] = []
    for feature in scorer.features {
      names.append(Array(escaped(feature.name).utf8))
      guard let column = columns.first(where: { $0.name == feature.name }), case .categories(let cells) = column.cells
      else {
        levels.append([])
        continue
      }
      levels.append(
        cells.levels.map { Array(escaped(feature.name + "=" + $0.string).utf8) }
          + [Array(escaped(feature.name + ":missing").utf8)])
    }
    self.names = names
    self.levels = levels
  }

  /// Bytes of the longest label.
  var longest: Int { (names + levels.flatMap { $0 }).reduce(0) { max($0, $1.count) } }

  func withLabel(of reason: ScoredRows.Reason, _ body: (UnsafeRawBufferPointer) -> Void) {
    let feature = Int(reason.feature)
    let count = levels[feature].count
    if count == 0 { return names[feature].withUnsafeBytes(body) }
    levels[feature][reason.code < 0 ? count - 1 : Int(reason.code)].withUnsafeBytes(body)
  }
}
