/// The best of several offers for each account: the one with the highest expected value.
///
/// The choice knows no limits; a `CallPlan` on its payoffs then keeps to them with the chosen offers.
public struct OfferChoice: Sendable, Equatable {
  /// The best offer of each account, an index into the offers (the first on equality); −1 where none pays.
  public let best: [Int32]
  /// The payoffs of each account under its best offer (under the least bad one where none pays).
  public let payoffs: Payoffs

  /// Chooses.
  ///
  /// - Parameters:
  ///   - offers: payoffs of each offer for the same accounts; at least one. The fixed cost is the first offer's.
  ///   - probabilities: churn probability per account; length n.
  /// - Throws: `.lengthMismatch`.
  /// - Complexity: O(n · offers).
  public init(_ offers: [Payoffs], probabilities: [Double]) throws(EvaluationError) {
    precondition(!offers.isEmpty, "a choice needs an offer")
    let count = probabilities.count
    if let other = offers.first(where: { $0.count != count }) {
      throw .lengthMismatch(what: "an offer", expected: count, found: other.count)
    }
    var best = [Int32](repeating: -1, count: count)
    var chosen = [Int](repeating: 0, count: count)
    for account in 0..<count {
      var highest = -Double.infinity
      for (index, offer) in offers.enumerated() {
        let value = offer.expectedValue(account, probability: probabilities[account])
        guard value > highest else { continue }
        highest = value
        chosen[account] = index
      }
      if highest > 0 { best[account] = Int32(chosen[account]) }
    }
    self.best = best
    func column(_ path: KeyPath<Payoffs, PerAccount>) -> PerAccount {
      if offers.count == 1 { return offers[0][keyPath: path] }
      let columns = offers.map { $0[keyPath: path] }
      return .each(chosen.indices.map { columns[chosen[$0]][$0] })
    }
    payoffs = Payoffs(
      count: count, gains: (column(\.ifChurner), column(\.ifStayer)),
      spends: (column(\.spendIfChurner), column(\.spendIfStayer)), saves: column(\.saves),
      fixedCost: offers[0].fixedCost)
  }
}
