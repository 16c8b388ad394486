/// Who enters and who leaves the call list when version B replaces version A.
public struct SwapSet: Sendable, Equatable {
  /// Treated by both.
  public var kept: Cell
  /// Treated by A only.
  public var leaving: Cell
  /// Treated by B only.
  public var entering: Cell
  /// Treated by neither.
  public var untouched: Cell

  /// Accounts that share a fate.
  public struct Cell: Sendable, Equatable {
    /// Accounts.
    public var count = 0
    /// Churners among them.
    public var churners = 0
    /// What treating all of them earns [money].
    public var profit = 0.0
    /// What treating all of them spends [money].
    public var spend = 0.0
    /// Σ weight, where weights were given [money].
    public var money = 0.0

    /// Observed churn rate, 0…1; `nil` for an empty cell.
    public var churnRate: Double? { count > 0 ? Double(churners) / Double(count) : nil }
  }

  /// Sorts accounts into the four cells.
  ///
  /// - Parameters:
  ///   - treatments: whom A and whom B treats; length n each.
  ///   - labels: what happened.
  ///   - payoffs: what treating earns.
  ///   - money: what each account brings in, to be added up by cell.
  /// - Complexity: O(n).
  public init(
    _ treatments: (a: [Bool], b: [Bool]), labels: [UInt8], _ payoffs: Payoffs, money: PerAccount = .same(0)
  ) {
    let (a, b) = treatments
    precondition(a.count == labels.count && b.count == labels.count && payoffs.count == labels.count)
    var cells = [Cell](repeating: Cell(), count: 4)
    for (row, label) in labels.enumerated() {
      let index = (a[row] ? 2 : 0) + (b[row] ? 1 : 0)
      cells[index].count += 1
      cells[index].churners += Int(label)
      cells[index].profit += payoffs.gain(row, label: label)
      cells[index].spend += label == 1 ? payoffs.spendIfChurner[row] : payoffs.spendIfStayer[row]
      cells[index].money += money[row]
    }
    (untouched, entering, leaving, kept) = (cells[0], cells[1], cells[2], cells[3])
  }
}
