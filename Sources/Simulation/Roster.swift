/// Who is a customer at a snapshot, and since when.
struct Roster {
  /// Numbers of the accounts, from 1, ascending.
  private(set) var active: [UInt32]
  /// The last account number that had joined by each month; accounts are numbered in order of joining.
  private(set) var lastJoined: [UInt32]
  private let plan: FirmPlan

  init(_ plan: FirmPlan) {
    self.plan = plan
    active = Array(1...UInt32(plan.accounts))
    lastJoined = [UInt32(plan.accounts)]
  }

  /// Lets the marked accounts go and the next month's new ones join.
  mutating func advance(leaving: SharedFlags) {
    var kept = 0
    for index in active.indices where !leaving[index] {
      active[kept] = active[index]
      kept += 1
    }
    active.removeLast(active.count - kept)
    let month = lastJoined.count
    var draws = DrawStream(seed: plan.seed, account: 0, month: month)
    let wanted = Double(plan.accounts) * (0.98 + 0.04 * draws.uniform())
    let arrivals = UInt32(max(0, Int(wanted) - kept))
    let last = lastJoined[month - 1]
    active.append(contentsOf: (last + 1)..<(last + 1 + arrivals))
    lastJoined.append(last + arrivals)
  }
}

/// One mark per row, set from several threads, each in its own rows.
final class SharedFlags: @unchecked Sendable {
  private let flags: UnsafeMutableBufferPointer<Bool>

  init(count: Int) {
    flags = .allocate(capacity: count)
    flags.initialize(repeating: false)
  }

  deinit { flags.deallocate() }

  subscript(index: Int) -> Bool {
    get { flags[index] }
    set { flags[index] = newValue }
  }
}
