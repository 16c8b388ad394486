import CanonicalJSON
public import Evaluation

/// Who enters and who leaves the call list, and what it earns.
public struct SwapSection: Sendable {
  /// The four cells.
  public var swaps: SwapSet
  /// What B earns more than A in all, the fixed cost included [money].
  public var total: Double
  /// Whether the economics tell spending from loss.
  public var hasSpend: Bool
  /// Names of the two.
  public var names: (a: String, b: String)

  /// Creates a section.
  public init(_ swaps: SwapSet, total: Double, hasSpend: Bool, names: (a: String, b: String)) {
    self.swaps = swaps
    self.total = total
    self.hasSpend = hasSpend
    self.names = names
  }

  /// What B earns more than A where only one of them treats; kept and untouched accounts cancel.
  var difference: Double { swaps.entering.profit - swaps.leaving.profit }

  var grid: Document.Grid {
    func row(_ name: String, _ cell: SwapSet.Cell, _ change: Double) -> [String] {
      [
        name, NumberStyle.count(cell.count), NumberStyle.percent(cell.churnRate),
        hasSpend ? NumberStyle.money(cell.spend) : NumberStyle.undefined, NumberStyle.money(cell.profit),
        NumberStyle.money(change),
      ]
    }
    var rows = [
      row("enter (only \(names.b))", swaps.entering, swaps.entering.profit),
      row("leave (only \(names.a))", swaps.leaving, -swaps.leaving.profit),
      row("stay on the list", swaps.kept, 0), row("on neither list", swaps.untouched, 0),
    ]
    let rest = total - difference
    if rest.magnitude > 1e-9 * max(1, total.magnitude) {
      rows.append(["fixed cost", "", "", "", "", NumberStyle.money(rest)])
    }
    rows.append(["difference", "", "", "", "", NumberStyle.money(total)])
    return .init(
      titles: ["call list", "accounts", "churned", "spend if called", "profit if called", "\(names.b) earns more"],
      rows: rows)
  }

  var json: JSONValue {
    func cell(_ cell: SwapSet.Cell) -> JSONValue {
      [
        "accounts": .count(cell.count), "churners": .count(cell.churners), "churn_rate": .figure(cell.churnRate),
        "profit": .number(cell.profit), "spend": .figure(hasSpend ? cell.spend : nil),
        "value": .figure(cell.money),
      ]
    }
    return [
      "entering": cell(swaps.entering), "leaving": cell(swaps.leaving), "kept": cell(swaps.kept),
      "untouched": cell(swaps.untouched), "profit_difference": .number(difference), "total": .number(total),
    ]
  }
}
